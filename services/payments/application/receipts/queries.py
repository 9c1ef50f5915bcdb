"""Receipts and collectors as those who may see them read them."""

from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from contracts.base import Page
from contracts.receipts import Collector, GetReceipt, ListCollectors, ListReceipts, Receipt
from payments.domain.receipts import access
from payments.repository.receipts import CollectorRepository, ReceiptRepository


def get_receipt(store: Store, request: GetReceipt, context: Context) -> Receipt:
    """Raises NOT_FOUND, also for a receipt that the caller may not see."""
    receipt = store.repository(ReceiptRepository).get(request.receipt_id)
    access.require_visible(context.actor, receipt)
    return receipt


def list_receipts(store: Store, request: ListReceipts, context: Context) -> Page[Receipt]:
    """Those that the caller may see, newest first."""
    narrowing = {"dossier_id": request.dossier_id, "bill_id": request.bill_id}
    criteria: dict[str, Any] = {name: value for name, value in narrowing.items() if value}
    found = store.repository(ReceiptRepository).newest(
        {**criteria, **access.visible_filter(context.actor)},
        position_of(request.cursor, criteria, datetime),
        request.limit + 1,
    )
    return page(
        Page[Receipt],
        found,
        request.limit,
        key=lambda each: (each.issued_at, each.receipt_id),
        filter=criteria,
    )


def list_collectors(store: Store, request: ListCollectors, context: Context) -> Page[Collector]:
    """Registrations that the caller may see, newest first."""
    criteria: dict[str, Any] = {"agency_code": request.agency_code} if request.agency_code else {}
    seen = access.collectors_filter(context.actor)
    found = store.repository(CollectorRepository).newest(
        {"$and": [criteria, seen]} if criteria and seen else criteria or seen,
        position_of(request.cursor, criteria, datetime),
        request.limit + 1,
    )
    return page(
        Page[Collector],
        found,
        request.limit,
        key=lambda each: (each.registered_at, each.collector_id),
        filter=criteria,
    )
