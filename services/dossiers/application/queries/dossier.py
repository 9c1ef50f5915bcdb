"""One dossier, its history, and its record for other services."""

from collections.abc import Sequence

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage import event_log
from chassis.storage.event_log import LogEntry
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, Page
from contracts.data_readings import ReadPart
from contracts.dossiers import DossierRecord, GetDossier, GetHistory, GetRecord, HistoryEntry, RecordedEntry
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.dossier_access import rights_in, visible_dossier, with_powers
from dossiers.application.readings import record_reading
from dossiers.application.views import dossier_view
from dossiers.domain.history_text import history_sentence
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.disclosure import Audience, audience, shown_entry, shown_officers
from dossiers.domain.rights.rights import Rights
from dossiers.repository import DossierRepository

_SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")
LONGEST_HISTORY = 1000
"""Entries in a record."""


def get_dossier(deps: Dependencies, request: GetDossier, context: Context) -> contract.Dossier:
    """The dossier as the caller sees it, with what has been issued for it.

    Raises NOT_FOUND, READING_GROUND_REQUIRED, as every reading of one dossier.
    """
    now, dossier = utcnow(), _as_issued(deps, request.dossier_id)
    rights = rights_in(deps.store, dossier, context.actor, now)
    record_reading(deps, dossier, ReadPart.DOSSIER, context, rights.deputised_for)
    view = dossier_view(with_powers(deps, rights, context), now)
    names = deps.clients.accounts.names(shown_officers(view), context)
    return view.model_copy(update={"officer_names": names})


def get_history(deps: Dependencies, request: GetHistory, context: Context) -> Page[HistoryEntry]:
    """Its history, oldest first, in the caller's language. Raises NOT_FOUND."""
    dossier = visible_dossier(deps.store, request.dossier_id, context)
    dossier_id, to = dossier.dossier_id, audience(context.actor, dossier)
    list_ = {"history_of": dossier_id}
    last = position_of(request.cursor, list_, int)
    after = last[0] if last else request.after_version
    entries = event_log.entries(deps.store.database, dossier_id, after, request.limit + 1)
    if entries:
        record_reading(deps, dossier, ReadPart.HISTORY, context)
    names = {} if to is not Audience.OFFICE else _names(deps, entries, context)

    def view(entry: LogEntry) -> HistoryEntry:
        shown = shown_entry(history_entry(entry, dossier, context.locale), to)
        return shown.model_copy(update={"officer_name": names.get(entry.actor.account_id)})

    return page(
        Page[HistoryEntry],
        entries,
        request.limit,
        key=lambda entry: (entry.version, dossier_id),
        filter=list_,
        view=view,
    )


def get_record(deps: Dependencies, request: GetRecord, context: Context) -> DossierRecord:
    """The whole record for another service, with the history in Vietnamese. Raises FORBIDDEN, NOT_FOUND."""
    if context.actor.kind is not ActorKind.SERVICE:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return record_of(deps, request.dossier_id)


def record_of(deps: Dependencies, dossier_id: str) -> DossierRecord:
    """As a service is shown it. Raises NOT_FOUND."""
    dossier = _as_issued(deps, dossier_id)
    law = deps.laws.of(dossier)
    field = law.procedure.field
    entries = event_log.entries(deps.store.database, dossier.dossier_id, 0, LONGEST_HISTORY)
    return DossierRecord(
        dossier=dossier_view(Rights(_SERVICE, dossier), utcnow()),
        agency_name=law.agency.name if law.agency else dossier.agency_code,
        field_code=field.code if field else "",
        field_name=field.name if field else "",
        supplements=dossier.supplements,
        fee_items=dossier.fee_items,
        history=tuple(_recorded_entry(entry, dossier) for entry in entries),
        result_kinds=law.procedure.results,
        filer_assurance=_filer_assurance(entries),
    )


def _recorded_entry(entry: LogEntry, dossier: DossierState) -> RecordedEntry:
    """With who it was, and the due date then."""
    by_officer = entry.actor.kind is ActorKind.OFFICER
    return RecordedEntry(
        **history_entry(entry, dossier, "vi").model_dump(),
        officer_id=(entry.actor.account_id or None) if by_officer else None,
        officer_roles=entry.actor.roles if by_officer else (),
        due_at=entry.payload.get("due_at"),
    )


def _filer_assurance(entries: Sequence[LogEntry]) -> int | None:
    filed = next((entry for entry in entries if entry.type == contract.SUBMITTED.name), None)
    return filed.actor.assurance if filed and filed.actor.kind is ActorKind.CITIZEN else None


def _names(deps: Dependencies, entries: Sequence[LogEntry], context: Context) -> dict[str, str]:
    """Of the officers among those who acted: no applicant's, who is named where he is shown."""
    actors = (entry.actor for entry in entries)
    ids = [actor.account_id for actor in actors if actor.kind is ActorKind.OFFICER]
    return deps.clients.accounts.names(ids, context)


def _as_issued(deps: Dependencies, dossier_id: str) -> DossierState:
    stored = deps.store.repository(DossierRepository).with_issuance(dossier_id)
    return stored.issuance.applied_to(stored.state)


def history_entry(entry: LogEntry, dossier: DossierState, locale: str) -> HistoryEntry:
    """An entry of the log as one of the history."""
    return HistoryEntry(
        version=entry.version,
        event=entry.type,
        status=entry.payload["status"],
        occurred_at=entry.occurred_at,
        actor_kind=entry.actor.kind,
        agency_code=entry.actor.agency_code or None,
        agency_name=dossier.agency_name_of(entry.actor.agency_code),
        note=entry.payload.get("note"),
        text=history_sentence(entry.type, entry.payload, locale),
        hash=entry.hash,
    )
