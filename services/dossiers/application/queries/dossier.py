"""Queries: one dossier, lists, history; all through the one rule of who sees what."""

from chassis.core import pagination
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log
from chassis.storage.event_log import LogEntry
from contracts import dossiers as contract
from contracts.base import Page
from contracts.dossiers import GetDossier, GetHistory, HistoryEntry
from dossiers.application.commands import DossierCommands
from dossiers.application.delegations import deputised_for
from dossiers.application.views import dossier_view
from dossiers.domain.history_text import history_sentence
from dossiers.repository import DelegationRepository, IssuanceRepository

LONGEST_HISTORY = 1000


def get_dossier(desk: DossierCommands, request: GetDossier, context: Context) -> contract.Dossier:
    """With the documents and seals that have been issued for it."""
    dossier, moment = desk.get_visible(request.dossier_id, context), utcnow()
    standing_for = deputised_for(DelegationRepository(desk.store.database), dossier, context.actor, moment)
    issued = IssuanceRepository(desk.store.database).of(dossier.dossier_id)
    return dossier_view(issued.with_issued(dossier), context.actor, moment, standing_for)


def get_history(desk: DossierCommands, request: GetHistory, context: Context) -> Page[HistoryEntry]:
    """Oldest first."""
    dossier = desk.get_visible(request.dossier_id, context)
    wanted = {"history_of": dossier.dossier_id}
    after = (
        int(pagination.decode_cursor(request.cursor, wanted)[0]) if request.cursor else request.after_version
    )
    found = event_log.entries(desk.store.database, dossier.dossier_id, after, request.limit + 1)
    shown = found[: request.limit]
    more = len(found) > len(shown)
    cursor = pagination.encode_cursor(shown[-1].version, dossier.dossier_id, wanted) if more else None
    return Page[HistoryEntry](
        items=tuple(_history_entry(entry, context.locale) for entry in shown), next_cursor=cursor
    )


def whole_history(desk: DossierCommands, dossier_id: str, locale: str) -> tuple[HistoryEntry, ...]:
    """Oldest first, as far as a history is ever read in one go."""
    entries = event_log.entries(desk.store.database, dossier_id, 0, LONGEST_HISTORY)
    return tuple(_history_entry(entry, locale) for entry in entries)


def _history_entry(entry: LogEntry, locale: str) -> HistoryEntry:
    return HistoryEntry(
        version=entry.version,
        event=entry.type,
        status=entry.payload["status"],
        occurred_at=entry.occurred_at,
        actor_kind=entry.actor.kind,
        agency_code=entry.actor.agency_code or None,
        note=entry.payload.get("note"),
        text=history_sentence(entry.type, entry.payload, locale),
        hash=entry.hash,
    )
