"""What is open to those who are not at the desk: the look-up by code, the feed for partners, the record for services."""

from typing import Any

from chassis.core import pagination
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log
from chassis.storage.event_log import LogEntry
from chassis.storage.store import Store
from contracts.base import ActorKind
from contracts.dossiers import (
    DossierRecord,
    EventFeed,
    EventFeedEntry,
    GetRecord,
    LookUpDossier,
    Progress,
    ReadFeed,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.commands import DossierCommands
from dossiers.application.queries.dossier import whole_history
from dossiers.application.views import dossier_view
from dossiers.domain.model.completion import completion
from dossiers.domain.rights.access import visible_filter
from dossiers.repository import DossierRepository, IssuanceRepository

FEED = "feed"


def look_up(store: Store, request: LookUpDossier) -> Progress:
    dossier = DossierRepository(store.database).by_code(request.code)
    return Progress(code=request.code, completion=completion(dossier))


def read_feed(store: Store, request: ReadFeed, context: Context) -> EventFeed:
    rights = visible_filter(context.actor)
    after = int(pagination.decode_cursor(request.cursor, rights)[0]) if request.cursor else 0
    wanted = {"$and": [_on_events(rights), {"payload.dossier_id": {"$exists": True}}]}
    found, reached = event_log.feed(store.database, wanted, after, request.limit)
    return EventFeed(
        items=tuple(_entry(entry) for entry in found),
        next_cursor=pagination.encode_cursor(reached, FEED, rights),
        more=reached > after,
    )


def get_record(desk: DossierCommands, request: GetRecord, context: Context) -> DossierRecord:
    if context.actor.kind is not ActorKind.SERVICE:
        raise ServiceError(ErrorCode.FORBIDDEN)
    dossier = DossierRepository(desk.store.database).get(request.dossier_id)
    law = desk.laws.of(dossier)
    field = law.procedure.field
    issued = IssuanceRepository(desk.store.database).of(dossier.dossier_id)
    return DossierRecord(
        dossier=dossier_view(issued.with_issued(dossier), context.actor, utcnow()),
        agency_name=law.agency.name if law.agency else dossier.agency_code,
        field_code=field.code if field else "",
        field_name=field.name if field else "",
        supplements=dossier.supplements,
        fee_items=dossier.fee_items,
        history=whole_history(desk, dossier.dossier_id, "vi"),
    )


def _on_events(rights: dict[str, Any]) -> dict[str, Any]:
    """The rule of who sees a dossier, asked of what its events tell: an agency that joins later sees from then on."""
    return {
        name if name.startswith(("$", "_")) else f"payload.{name}": [_on_events(part) for part in wanted]
        if name in ("$or", "$and")
        else wanted
        for name, wanted in rights.items()
    }


def _entry(entry: LogEntry) -> EventFeedEntry:
    assert entry.seq is not None, "the feed holds published entries only"
    return EventFeedEntry(
        seq=entry.seq,
        event_id=entry.event_id,
        type=entry.type,
        schema_version=entry.schema_version,
        dossier_id=entry.payload["dossier_id"],
        version=entry.version,
        occurred_at=entry.occurred_at,
        payload=entry.payload,
    )
