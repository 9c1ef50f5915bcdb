"""Queries: one dossier, lists, history; all through the one rule of who sees what."""

from chassis import eventlog, pages
from chassis.context import Context
from chassis.eventlog import LogEntry
from chassis.moments import now
from contracts import dossiers as contract
from contracts.base import Page
from contracts.dossiers import GetDossier, GetHistory, HistoryEntry
from dossiers.acts import Desk
from dossiers.delegations import standing
from dossiers.domain.narration import narrated
from dossiers.repository import DelegationRepository, IssuanceRepository
from dossiers.views import view

LONGEST_HISTORY = 1000


def get_dossier(desk: Desk, request: GetDossier, context: Context) -> contract.Dossier:
    """With the documents and seals that have been issued for it."""
    dossier, moment = desk.look(request.dossier_id, context), now()
    standing_for = standing(DelegationRepository(desk.store.database), dossier, context.actor, moment)
    issued = IssuanceRepository(desk.store.database).of(dossier.dossier_id)
    return view(issued.joined(dossier), context.actor, moment, standing_for)


def get_history(desk: Desk, request: GetHistory, context: Context) -> Page[HistoryEntry]:
    """Oldest first."""
    dossier = desk.look(request.dossier_id, context)
    wanted = {"history_of": dossier.dossier_id}
    after = int(pages.decode(request.cursor, wanted)[0]) if request.cursor else request.after_version
    found = eventlog.entries(desk.store.database, dossier.dossier_id, after, request.limit + 1)
    shown = found[: request.limit]
    more = len(found) > len(shown)
    cursor = pages.encode(shown[-1].version, dossier.dossier_id, wanted) if more else None
    return Page[HistoryEntry](
        items=tuple(_line(entry, context.locale) for entry in shown), next_cursor=cursor
    )


def whole_history(desk: Desk, dossier_id: str, locale: str) -> tuple[HistoryEntry, ...]:
    """Oldest first, as far as a history is ever read in one go."""
    entries = eventlog.entries(desk.store.database, dossier_id, 0, LONGEST_HISTORY)
    return tuple(_line(entry, locale) for entry in entries)


def _line(entry: LogEntry, locale: str) -> HistoryEntry:
    return HistoryEntry(
        version=entry.version,
        event=entry.type,
        status=entry.payload["status"],
        occurred_at=entry.occurred_at,
        actor_kind=entry.actor.kind,
        agency_code=entry.actor.agency_code or None,
        note=entry.payload.get("note"),
        text=narrated(entry.type, entry.payload, locale),
        hash=entry.hash,
    )
