"""Văn thư: documents of a dossier, about what it was when they were called for."""

from chassis.core.context import Context
from chassis.storage.event_log import LogEntry
from chassis.storage.timers import Timer
from contracts.accounts import Contact
from contracts.base import ActorKind
from contracts.dossiers import DocumentKind
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents.issuances import record_document
from dossiers.domain.documents.content import DocumentDraft, NamedPeople, document_content
from dossiers.domain.model.replay import rebuild
from dossiers.repository.event_log import entries_until


def issue_scheduled(deps: Dependencies, timer: Timer, context: Context) -> None:
    """Issue the document of an `ISSUE_TIMER`; none where the regime has no such form. May block and be repeated."""
    kind, version = DocumentKind(timer.payload["kind"]), int(timer.payload["version"])
    entries = entries_until(deps.store.database, timer.payload["dossier_id"], version)
    dossier = rebuild(timer.payload["dossier_id"], ((entry.version, entry.private) for entry in entries))
    law = deps.laws.of(dossier)
    form_number = law.regime.forms.get(kind.value)
    if form_number is None:
        return
    accounts = deps.clients.accounts
    people = NamedPeople(
        officer=_officer(deps, entries[-1], context),
        applicant=accounts.find_contact(dossier.applicant.account_id, context),
    )
    content = document_content(kind, dossier, law, people)
    draft = DocumentDraft(kind, law, dossier.agency_code, content, dossier.dossier_id, dossier.version)
    document = deps.clients.records.issue_document(timer.key, draft, form_number, context)
    record_document(deps.store, dossier.dossier_id, document, context)


def _officer(deps: Dependencies, entry: LogEntry, context: Context) -> Contact | None:
    """Who acted, if it was an officer."""
    acted = entry.actor.kind is ActorKind.OFFICER
    return deps.clients.accounts.find_contact(entry.actor.account_id, context) if acted else None
