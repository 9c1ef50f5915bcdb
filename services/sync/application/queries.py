"""Queries of what was received: the dossiers of other systems, their anomalies and refused items."""

from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from contracts.base import ActorKind, Page
from contracts.dossiers import Progress
from contracts.errors import not_found
from contracts.sync import (
    AnomalyCount,
    FindSynced,
    ListAnomalies,
    ListRefused,
    ListSynced,
    LookUpSynced,
    ReadSyncedContent,
    RefusedItem,
    SyncedContent,
    SyncedDossier,
    SyncedDossierDetail,
)
from sync.clients import accounts
from sync.domain import access
from sync.domain.access import SyncViewer
from sync.domain.lifecycle import completion
from sync.repository.anomaly_counts import AnomalyCountRepository
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.refused_items import RefusedItemRepository


def find_synced(
    store: Store, client: RpcClient, request: FindSynced, context: Context
) -> SyncedDossierDetail:
    """Raises `not_found` also for what the caller may not see."""
    viewer = SyncViewer(context.actor, accounts.personal_number(client, context))
    dossier = store.repository(SyncedDossierRepository).find(request.code)
    if dossier is None or not viewer.sees(dossier.sender_code, dossier.owner_numbers):
        raise not_found("dossier")
    return dossier.detail


def read_synced_content(store: Store, request: ReadSyncedContent, context: Context) -> SyncedContent:
    """For systems. Raises `forbidden` for others, `not_found` also for what the caller may not see."""
    access.require(context.actor, ActorKind.SYSTEM)
    found = store.repository(SyncedDossierRepository).find_content(request.code)
    if found is None or not SyncViewer(context.actor).sees(found.sender_code, ()):
        raise not_found("dossier")
    return found


def list_synced(
    store: Store, client: RpcClient, request: ListSynced, context: Context
) -> Page[SyncedDossier]:
    """Those that the caller may see, the latest event first."""
    filter_ = SyncViewer(context.actor, accounts.personal_number(client, context)).filter()
    position = position_of(request.cursor, filter_, datetime)
    return page(
        Page[SyncedDossier],
        store.repository(SyncedDossierRepository).newest(filter_, position, request.limit + 1),
        request.limit,
        key=lambda dossier: (dossier.detail.event_at, dossier.detail.code),
        filter=filter_,
        view=lambda dossier: dossier.summary,
    )


def look_up_synced(store: Store, request: LookUpSynced) -> Progress:
    """For anybody: how far along a dossier is, by its code alone."""
    status = store.repository(SyncedDossierRepository).find_status(request.code)
    if status is None:
        raise not_found("dossier")
    return Progress(code=request.code, completion=completion(status[0]))


def list_anomalies(store: Store, request: ListAnomalies, context: Context) -> Page[AnomalyCount]:
    """The latest day first."""
    span = {"$gte": request.from_day, "$lte": request.to_day}
    days = {operator: day.isoformat() for operator, day in span.items() if day}
    filter_: dict[str, Any] = access.own_reports(context.actor) | ({"day": days} if days else {})
    position = position_of(request.cursor, filter_, str)
    return page(
        Page[AnomalyCount],
        store.repository(AnomalyCountRepository).newest(filter_, position, request.limit + 1),
        request.limit,
        key=lambda row: (row[1].day.isoformat(), row[0]),
        filter=filter_,
        view=lambda row: row[1],
    )


def list_refused(store: Store, request: ListRefused, context: Context) -> Page[RefusedItem]:
    """Newest first."""
    filter_ = access.own_reports(context.actor)
    position = position_of(request.cursor, filter_, datetime)
    return page(
        Page[RefusedItem],
        store.repository(RefusedItemRepository).newest(filter_, position, request.limit + 1),
        request.limit,
        key=lambda item: (item.received_at, item.item_id),
        filter=filter_,
    )
