"""Văn thư: documents of a dossier, about what it was when they were called for."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.event_log import LogEntry
from chassis.storage.timers import Timer
from contracts.accounts import Contact
from contracts.base import ActorKind
from contracts.catalog import Agency
from contracts.dossiers import DocumentKind, FailedDocument, IssuedDocument
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents.issuances import record_document, record_failed_document
from dossiers.domain.documents.content import (
    DocumentDraft,
    NamedPeople,
    document_content,
    place_of_issue,
)
from dossiers.domain.documents.failure import failure_reason
from dossiers.domain.model.replay import rebuild
from dossiers.repository.event_log import entries_until


def issue_scheduled(deps: Dependencies, timer: Timer, context: Context) -> None:
    """Issue the document of an `ISSUE_TIMER`; none where the regime has no such form. May block and be repeated.

    A failure that lasts is marked on the dossier; it is tried again all the same, as the timer has it.
    """
    dossier_id, kind = timer.payload["dossier_id"], DocumentKind(timer.payload["kind"])
    version = int(timer.payload["version"])
    try:
        document = _make(deps, dossier_id, kind, version, timer.key, context)
    except Exception as error:
        reason = failure_reason(error, timer.attempts)
        if reason is not None:
            failed = FailedDocument(kind=kind, about_version=version, failed_at=utcnow(), reason=reason)
            record_failed_document(deps.store, dossier_id, failed, context)
        raise
    if document is not None:
        record_document(deps.store, dossier_id, document, context)


def _make(
    deps: Dependencies, dossier_id: str, kind: DocumentKind, version: int, command_id: str, context: Context
) -> IssuedDocument | None:
    entries = entries_until(deps.store.database, dossier_id, version)
    dossier = rebuild(dossier_id, ((entry.version, entry.private) for entry in entries))
    law = deps.laws.of(dossier)
    form_number = law.regime.forms.get(kind.value)
    if form_number is None:
        return None
    accounts = deps.clients.accounts
    people = NamedPeople(
        officer=_officer(deps, entries[-1], context),
        applicant=accounts.find_contact(dossier.applicant.account_id, context),
        place=place_of(deps, law.agency, context),
    )
    content = document_content(kind, dossier, law, people)
    draft = DocumentDraft(kind, law, dossier.agency_code, content, dossier.dossier_id, dossier.version)
    return deps.clients.records.issue_document(command_id, draft, form_number, context)


def place_of(deps: Dependencies, agency: Agency | None, context: Context) -> str:
    """Where the agency sits, as its documents name it before their date; empty where that is not known."""
    if agency is None or agency.unit_code is None:
        return ""
    return place_of_issue(deps.clients.catalog.find_unit(agency.unit_code, context))


def _officer(deps: Dependencies, entry: LogEntry, context: Context) -> Contact | None:
    """Who acted, if it was an officer."""
    acted = entry.actor.kind is ActorKind.OFFICER
    return deps.clients.accounts.find_contact(entry.actor.account_id, context) if acted else None
