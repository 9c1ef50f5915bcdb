"""What may be looked at, by whom."""

from datetime import datetime
from typing import Any

from chassis.core import pagination
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import Progress
from contracts.errors import not_found
from contracts.sync import (
    AnomalyCount,
    FindSynced,
    ListAnomalies,
    ListRefused,
    ListSynced,
    LookUpSynced,
    RefusedItem,
    SyncedDossier,
    SyncedDossierDetail,
)
from sync.domain import access, views
from sync.domain.access import SyncViewer
from sync.domain.lifecycle import completion
from sync.repository.anomaly_counts import AnomalyCountRepository
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.refused_items import RefusedItemRepository


def viewer_of(client: RpcClient, context: Context, service: str) -> SyncViewer:
    """Accounts says which personal number a citizen has; nobody else has one."""
    if context.actor.kind is not ActorKind.CITIZEN:
        return SyncViewer(context.actor)
    ask = accounts.GetContact(account_id=context.actor.account_id)
    contact = client.call(accounts.get_contact, ask, context.as_service(service))
    return SyncViewer(context.actor, contact.personal_number)


def find_synced(
    dossiers: SyncedDossierRepository, request: FindSynced, reader: SyncViewer
) -> SyncedDossierDetail:
    document = dossiers.get(request.code)
    if document is None or not reader.sees(document["sender"], views.owners(document)):
        raise not_found("dossier")
    return views.detail(document)


def list_synced(
    dossiers: SyncedDossierRepository, request: ListSynced, reader: SyncViewer
) -> Page[SyncedDossier]:
    wanted = reader.filter()
    after: tuple[datetime, str] | None = (
        pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    )
    found = [views.summary(document) for document in dossiers.newest(wanted, after, request.limit + 1)]
    shown, more = found[: request.limit], len(found) > request.limit
    cursor = pagination.encode_cursor(shown[-1].event_at, shown[-1].code, wanted) if more else None
    return Page[SyncedDossier](items=tuple(shown), next_cursor=cursor)


def look_up_synced(dossiers: SyncedDossierRepository, request: LookUpSynced) -> Progress:
    found = dossiers.status_of(request.code)
    if found is None:
        raise not_found("dossier")
    return Progress(code=request.code, completion=completion(found.get("n")))


def list_anomalies(
    anomalies: AnomalyCountRepository, request: ListAnomalies, actor: Actor
) -> Page[AnomalyCount]:
    span = {"$gte": request.from_day, "$lte": request.to_day}
    days = {sign: day.isoformat() for sign, day in span.items() if day}
    wanted: dict[str, Any] = {**access.own_reports(actor), **({"day": days} if days else {})}
    after = pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    found = anomalies.newest(wanted, after, request.limit + 1)
    shown, more = found[: request.limit], len(found) > request.limit
    cursor = pagination.encode_cursor(shown[-1][1].day.isoformat(), shown[-1][0], wanted) if more else None
    return Page[AnomalyCount](items=tuple(count for _, count in shown), next_cursor=cursor)


def list_refused(refused: RefusedItemRepository, request: ListRefused, actor: Actor) -> Page[RefusedItem]:
    wanted = access.own_reports(actor)
    after = pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    found = refused.newest(wanted, after, request.limit + 1)
    shown, more = found[: request.limit], len(found) > request.limit
    cursor = pagination.encode_cursor(shown[-1].received_at, shown[-1].item_id, wanted) if more else None
    return Page[RefusedItem](items=tuple(shown), next_cursor=cursor)
