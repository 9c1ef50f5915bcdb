"""Văn thư: documents of dossiers, about what they were when the documents were called for. Several are made at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.timers import Timer
from contracts.base import ActorKind
from contracts.catalog import Agency
from contracts.dossiers import DocumentKind, FailedDocument
from contracts.records import DossierReaders
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents.issuances import MadeDocument, record_documents, record_failed_document
from dossiers.domain.documents.content import (
    DocumentDraft,
    NamedPeople,
    document_content,
    form_number,
    is_decision,
    place_of_issue,
)
from dossiers.domain.documents.failure import failure_reason
from dossiers.domain.documents.issuance import lasting_readers
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.replay import rebuild
from dossiers.repository import DossierRepository
from dossiers.repository.event_log import entries_until


@dataclass(frozen=True)
class _Order:
    """A document that a timer calls for, and whom it is about: the dossier as it was then, under its law."""

    timer: Timer
    kind: DocumentKind
    dossier: DossierState
    law: Law
    officer_id: str | None
    readers: DossierReaders

    def draft(self, form: str, people: NamedPeople) -> DocumentDraft:
        content = document_content(self.kind, self.dossier, self.law, people)
        return DocumentDraft(
            self.kind,
            form,
            self.law,
            people.desk.code if people.desk else self.dossier.agency_code,
            content,
            self.dossier.dossier_id,
            self.dossier.version,
            self.readers,
            signer_id=self.officer_id,
            decides=is_decision(self.kind, self.dossier) and self.officer_id is not None,
        )

    @property
    def desk_code(self) -> str | None:
        """Of the agency whose desk received it for another one, where this is the receipt of that desk."""
        of_desk = self.kind is DocumentKind.RECEIPT and self.dossier.received_at is None
        return self.dossier.forwarded_from if of_desk else None

    @classmethod
    def of(cls, deps: Dependencies, timer: Timer, current: DossierState) -> Self:
        """Reads the log where the dossier has moved on since, or where the release before has set the timer."""
        version, dossier = int(timer.payload["version"]), current
        officer_id = timer.payload.get("officer_id")
        if current.version != version or "officer_id" not in timer.payload:
            entries = entries_until(deps.store.database, current.dossier_id, version)
            dossier = rebuild(current.dossier_id, ((entry.version, entry.private) for entry in entries))
            acted = entries[-1].actor
            officer_id = acted.account_id if acted.kind is ActorKind.OFFICER else None
        kind, law = DocumentKind(timer.payload["kind"]), deps.laws.of(dossier)
        return cls(timer, kind, dossier, law, officer_id, lasting_readers(current))


def issue_scheduled(deps: Dependencies, timers: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
    """Issue the documents of `ISSUE_TIMER`s, all or none; no document where the regime has no such form.

    May block and be repeated. Of one timer alone, the failure is the answer, and one that lasts is marked on the dossier.
    Raises what went wrong with several, so that each is run alone.
    """
    try:
        made = _make(deps, timers, context)
        record_documents(deps.store, made, timers, context)
    except Exception as error:
        if len(timers) > 1:
            raise
        (timer,) = timers
        _mark_failure(deps, timer, error, context)
        return {timer.key: error}
    return {}


def _make(deps: Dependencies, timers: Sequence[Timer], context: Context) -> list[MadeDocument]:
    current = deps.store.repository(DossierRepository).find_all(
        timer.payload["dossier_id"] for timer in timers
    )
    orders = [_Order.of(deps, timer, current[timer.payload["dossier_id"]]) for timer in timers]
    drafts = _drafts(deps, orders, context)
    if not drafts:
        return []
    documents = deps.clients.records.issue_documents(drafts, context)
    return [
        MadeDocument(str(draft.dossier_id), document, draft.readers)
        for draft, document in zip(drafts.values(), documents, strict=True)
    ]


def _drafts(deps: Dependencies, orders: Sequence[_Order], context: Context) -> dict[str, DocumentDraft]:
    """By command id, those that have a form."""
    forms = {order.timer.key: form_number(order.law, order.kind) for order in orders}
    with_form = [order for order in orders if forms[order.timer.key] is not None]
    named = (each for order in with_form for each in (order.officer_id, _applicant_to_ask(order.dossier)))
    contacts = deps.clients.accounts.find_contacts(named, context)
    places: dict[str | None, str] = {}
    drafts = {}
    for order in with_form:
        desk = deps.clients.catalog.find_agency(order.desk_code, context) if order.desk_code else None
        agency = desk or order.law.agency
        unit = agency.unit_code if agency else None
        if unit not in places:
            places[unit] = place_of(deps, agency, context)
        people = NamedPeople(
            officer=contacts.get(order.officer_id or ""),
            applicant=contacts.get(order.dossier.applicant.account_id or ""),
            place=places[unit],
            desk=desk,
        )
        drafts[order.timer.key] = order.draft(str(forms[order.timer.key]), people)
    return drafts


def _applicant_to_ask(dossier: DossierState) -> str | None:
    """The account, where the dossier itself does not say how to reach its owner."""
    applicant = dossier.applicant
    return None if applicant.phone and applicant.email else applicant.account_id


def place_of(deps: Dependencies, agency: Agency | None, context: Context) -> str:
    """Where the agency sits, as its documents name it before their date; empty where that is not known."""
    if agency is None or agency.unit_code is None:
        return ""
    return place_of_issue(deps.clients.catalog.find_unit(agency.unit_code, context))


def _mark_failure(deps: Dependencies, timer: Timer, error: Exception, context: Context) -> None:
    reason = failure_reason(error, timer.attempts)
    if reason is not None:
        failed = FailedDocument(
            kind=DocumentKind(timer.payload["kind"]),
            about_version=int(timer.payload["version"]),
            failed_at=utcnow(),
            reason=reason,
        )
        record_failed_document(deps.store, timer.payload["dossier_id"], failed, context)
