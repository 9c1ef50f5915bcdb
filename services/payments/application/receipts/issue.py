"""Receipts are issued in the transaction that records the collection, each with the next number of its series."""

import logging
from datetime import datetime
from functools import partial

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.observability import metrics
from chassis.storage.documents import Document
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import Bill
from contracts.receipts import RECEIPT_ISSUED, Collector, Receipt, ReceiptKind
from contracts.time import local_day, start_of_day
from payments.application.tax_summaries.prepare import report
from payments.domain.receipts import receipts
from payments.domain.receipts.collectors import ReceiptForm, form_of
from payments.domain.receipts.receipts import LAST_NUMBER, Collection, Series
from payments.repository.bills import BillRepository
from payments.repository.receipts import (
    CollectorRepository,
    MissingReceiptRepository,
    ReceiptCounterRepository,
    ReceiptRepository,
)

log = logging.getLogger(__name__)

DOCUMENTS = "payments.receipt_documents"
"""Kind of the timers that make the signed files of a receipt."""
BATCH = 100
"""Receipts of one run of those that had to wait."""


def issue_receipts(uow: UnitOfWork, bill: Bill, order_id: str) -> ReceiptForm:
    """For a bill that is paid now: one receipt for each kind of charge. Never fails for want of one: the money is taken.

    What no receipt can be issued for is recorded, and receipted as soon as its collector is registered.
    """
    kinds = tuple(receipts.items_by_kind(bill.items))
    day = local_day(uow.now)
    collector = uow.repository(CollectorRepository).in_force(bill.agency_code, day)
    form, collection = form_of(collector, kinds, day), Collection(bill, order_id, uow.now)
    if form is ReceiptForm.ELECTRONIC and collector is not None and not issue_all(uow, collector, collection):
        form = ReceiptForm.MISSING
    if form is ReceiptForm.MISSING:
        uow.repository(MissingReceiptRepository).add(collection)
        log.error(
            "no receipt can be issued", extra={"agency_code": bill.agency_code, "bill_id": bill.bill_id}
        )
    metrics.RECEIPTS.labels("payments", form.value).inc(len(kinds))
    return form


def issue_all(uow: UnitOfWork, collector: Collector, collection: Collection) -> bool:
    """The receipts of one collection that are not there yet, in the order of the kinds on its bill; whether all are."""
    there = {each.kind for each in uow.repository(ReceiptRepository).of_bill(collection.bill.bill_id)}
    missing = [kind for kind in receipts.items_by_kind(collection.bill.items) if kind not in there]
    for kind in missing:
        numbered = next_number(uow, collector, kind)
        if numbered is None:
            return False
        receipt = receipts.issued(collector, collection, kind, numbered, new_id(), uow.now)
        add(uow, receipt, numbered[0])
    return True


def first_moment(collector: Collector, now: datetime) -> datetime:
    """When the registration is in force: now, or the beginning of its first day."""
    return max(now, start_of_day(collector.valid_from))


def issue_late(store: Store, agency_code: str, context: Context) -> datetime | None:
    """The run of the timer: receipts for collections that had to wait; when to run again, None when none waits.

    Each in a transaction of its own, so that an interrupted run goes on where it was.
    """
    waiting = store.repository(MissingReceiptRepository).of_agency(agency_code, BATCH)
    for row in waiting:
        if not store.transaction(context, partial(_issue_late, row=row)):
            return None
    return utcnow() if len(waiting) == BATCH else None


def _issue_late(uow: UnitOfWork, row: Document) -> bool:
    """Whether it was possible."""
    day = local_day(uow.now)
    bill = uow.repository(BillRepository).get(row["_id"])
    collector = uow.repository(CollectorRepository).in_force(bill.agency_code, day)
    kinds = tuple(receipts.items_by_kind(bill.items))
    if collector is None or form_of(collector, kinds, day) is not ReceiptForm.ELECTRONIC:
        return False
    if not issue_all(uow, collector, Collection(bill, row["order_id"], row["collected_at"])):
        return False
    uow.repository(MissingReceiptRepository).remove(bill.bill_id)
    metrics.RECEIPTS.labels("payments", "late").inc(len(kinds))
    return True


def add(uow: UnitOfWork, receipt: Receipt, series: Series) -> None:
    """With its event; its files are made next."""
    uow.repository(ReceiptRepository).add(receipt, series)
    uow.record_event(RECEIPT_ISSUED, receipt.receipt_id, receipt.version, receipts.receipt_event(receipt))
    report(uow, receipt, receipt.state)
    uow.schedule(DOCUMENTS, receipt.receipt_id, uow.now, {})


def next_number(uow: UnitOfWork, collector: Collector, kind: ReceiptKind) -> tuple[Series, int] | None:
    """None where the collector has no series for the kind, or its numbers are used up: it needs another series."""
    series = receipts.series_for(collector, kind, uow.now)
    number = None if series is None else uow.repository(ReceiptCounterRepository).next(series, LAST_NUMBER)
    return None if series is None or number is None else (series, number)
