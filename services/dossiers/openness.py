"""What is open to those who are not at the desk: the look-up by code, the feed for partners, the record for services."""

from typing import Any

from chassis import eventlog, pages
from chassis.context import Context
from chassis.eventlog import LogEntry
from chassis.moments import now
from chassis.store import Store
from contracts.base import ActorKind
from contracts.dossiers import DossierRecord, Feed, FeedEntry, GetRecord, LookUp, Progress, ReadFeed
from contracts.errors import Code, ServiceError
from dossiers.acts import Desk
from dossiers.domain.access import query
from dossiers.domain.completion import completion
from dossiers.reading import whole_history
from dossiers.repository import DossierRepository, IssuanceRepository
from dossiers.views import view

FEED = "feed"


def look_up(store: Store, request: LookUp) -> Progress:
    dossier = DossierRepository(store.database).by_code(request.code)
    return Progress(code=request.code, completion=completion(dossier))


def read_feed(store: Store, request: ReadFeed, context: Context) -> Feed:
    rights = query(context.actor)
    after = int(pages.decode(request.cursor, rights)[0]) if request.cursor else 0
    wanted = {"$and": [_on_events(rights), {"payload.dossier_id": {"$exists": True}}]}
    found, reached = eventlog.feed(store.database, wanted, after, request.limit)
    return Feed(
        items=tuple(_entry(entry) for entry in found),
        next_cursor=pages.encode(reached, FEED, rights),
        more=reached > after,
    )


def get_record(desk: Desk, request: GetRecord, context: Context) -> DossierRecord:
    if context.actor.kind is not ActorKind.SERVICE:
        raise ServiceError(Code.FORBIDDEN)
    dossier = DossierRepository(desk.store.database).get(request.dossier_id)
    law = desk.laws.of(dossier)
    field = law.procedure.field
    issued = IssuanceRepository(desk.store.database).of(dossier.dossier_id)
    return DossierRecord(
        dossier=view(issued.joined(dossier), context.actor, now()),
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


def _entry(entry: LogEntry) -> FeedEntry:
    assert entry.seq is not None, "the feed holds published entries only"
    return FeedEntry(
        seq=entry.seq,
        event_id=entry.event_id,
        type=entry.type,
        schema_version=entry.schema_version,
        dossier_id=entry.payload["dossier_id"],
        version=entry.version,
        occurred_at=entry.occurred_at,
        payload=entry.payload,
    )
