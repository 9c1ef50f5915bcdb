"""What is open to those who do not work at the desk: the look-up by code, the feed of events for partners."""

from collections.abc import Sequence

from chassis.core.context import Context
from chassis.core.pagination import encode_cursor, position_of
from chassis.storage.event_log import LogEntry
from contracts.base import Actor
from contracts.dossiers import (
    EventFeed,
    EventFeedEntry,
    LookUpDossier,
    Progress,
    ReadFeed,
    is_submission_number,
)
from dossiers.application.dependencies import Dependencies
from dossiers.domain.model.completion import completion
from dossiers.domain.rights.disclosure import audience_of_event, shown_payload
from dossiers.domain.rights.visibility import ground_may_end, visible_filter
from dossiers.repository import DossierRepository
from dossiers.repository.event_log import feed

FEED = "feed"


def look_up(deps: Dependencies, request: LookUpDossier, _: Context) -> Progress:
    """How far the dossier of a code or of a number of submission has come, for anybody. Raises NOT_FOUND."""
    dossiers = deps.store.repository(DossierRepository)
    find = dossiers.by_submission_number if is_submission_number(request.code) else dossiers.by_code
    dossier = find(request.code)
    return Progress(code=request.code, completion=completion(dossier))


def read_feed(deps: Dependencies, request: ReadFeed, context: Context) -> EventFeed:
    """The published events of the dossiers that the caller sees, in the order of the log.

    An agency that takes part no more gets nothing of the dossier, nor what it could read before.
    """
    visible = visible_filter(context.actor)
    last = position_of(request.cursor, visible, int)
    after = last[0] if last else 0
    found, reached = feed(deps.store.database, visible, after, request.limit)
    return EventFeed(
        items=tuple(_entry(entry, context.actor) for entry in _still_visible(deps, found, context.actor)),
        next_cursor=encode_cursor(reached, FEED, visible),
        more=reached > after,
    )


def _still_visible(deps: Dependencies, found: Sequence[LogEntry], actor: Actor) -> list[LogEntry]:
    """The entries of dossiers that the caller sees today; asks the database only where a ground may have ended."""
    doubtful = {entry.payload["dossier_id"] for entry in found} if ground_may_end(actor) else set()
    seen = deps.store.repository(DossierRepository).ids_among(doubtful, visible_filter(actor))
    hidden = doubtful - seen
    return [entry for entry in found if entry.payload["dossier_id"] not in hidden]


def _entry(entry: LogEntry, actor: Actor) -> EventFeedEntry:
    assert entry.seq is not None, "the feed holds published entries only"
    return EventFeedEntry(
        seq=entry.seq,
        event_id=entry.event_id,
        type=entry.type,
        schema_version=entry.schema_version,
        dossier_id=entry.payload["dossier_id"],
        version=entry.version,
        occurred_at=entry.occurred_at,
        payload=shown_payload(entry.type, entry.payload, audience_of_event(actor, entry.payload)),
    )
