"""Queries: one dossier, lists, history; all through the one rule of who sees what."""

from typing import Any

from chassis import eventlog, pages
from chassis.context import Context
from chassis.eventlog import LogEntry
from chassis.moments import now
from chassis.mongo import Store
from contracts import dossiers as contract
from contracts.base import Page
from contracts.dossiers import DossierSummary, GetDossier, GetHistory, HistoryEntry, ListDossiers
from dossiers.acts import Desk
from dossiers.domain.access import query
from dossiers.domain.narration import narrated
from dossiers.repository import DossierRepository
from dossiers.views import view


def get_dossier(desk: Desk, request: GetDossier, context: Context) -> contract.Dossier:
    return view(desk.look(request.dossier_id, context), context.actor, now())


def list_dossiers(store: Store, request: ListDossiers, context: Context) -> Page[DossierSummary]:
    """Newest first."""
    wanted = {**query(context.actor), **_narrowed(request)}
    before = pages.decode(request.cursor, wanted)[1] if request.cursor else None
    found = DossierRepository(store.database).newest(wanted, before, request.limit + 1, now())
    items = tuple(found[: request.limit])
    return Page[DossierSummary](items=items, next_cursor=_cursor(len(found) > len(items), items, wanted))


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


def _narrowed(request: ListDossiers) -> dict[str, Any]:
    asked = {
        "status": None if request.status is None else request.status.value,
        "procedure_code": request.procedure_code,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _cursor(more: bool, items: tuple[DossierSummary, ...], wanted: dict[str, Any]) -> str | None:
    last = items[-1].dossier_id if more else None
    return None if last is None else pages.encode(last, last, wanted)


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
