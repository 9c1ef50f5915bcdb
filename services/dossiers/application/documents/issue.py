"""Documents of a dossier: made by records from what the dossier was when they were called for."""

import logging
from dataclasses import dataclass

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.event_log import LogEntry
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts, catalog, records
from contracts.accounts import Contact, GetContact
from contracts.base import ActorKind
from contracts.catalog import GetAgency
from contracts.dossiers import DocumentKind, IssuedDocument
from contracts.errors import ErrorCode, ServiceError
from contracts.records import DocumentContent, IssueDocument, SignedDocument
from dossiers.application.documents.schedule import record_document
from dossiers.application.laws import SERVICE, Laws
from dossiers.application.persistence import dossiers_of
from dossiers.domain.documents.content import NamedPeople, document_content
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.replay import rebuild
from dossiers.repository.event_log import entries_until

log = logging.getLogger(__name__)

ISSUE_TIMEOUT_S = 60.0


@dataclass(frozen=True)
class DocumentIssuer:
    """Văn thư: one worker's way to issue documents. All that it does may block."""

    store: Store
    laws: Laws
    client: RpcClient

    def issue_scheduled(self, timer: Timer, context: Context) -> None:
        """The document of an `ISSUE` timer; none where the regime knows no such form. May be repeated."""
        kind, version = DocumentKind(timer.payload["kind"]), int(timer.payload["version"])
        entries = entries_until(self.store, timer.payload["dossier_id"], version)
        dossier = rebuild(timer.payload["dossier_id"], ((entry.version, entry.private) for entry in entries))
        law = self.laws.of(dossier)
        if kind.value not in law.regime.forms:
            return
        people = NamedPeople(
            self._officer(entries[-1], context), self._contact(dossier.applicant.account_id, context)
        )
        said = document_content(kind, dossier, law, people)
        self.issue(timer.key, kind, dossier, law, said, context)

    def issue(
        self,
        command_id: str,
        kind: DocumentKind,
        dossier: DossierState,
        law: Law,
        said: DocumentContent,
        context: Context,
    ) -> IssuedDocument:
        """Have it made, and keep it with the dossier. Repeated with the same id, the document made first."""
        request = IssueDocument(
            command_id=command_id,
            kind=kind.value,
            form_number=law.regime.forms[kind.value],
            regime_id=law.regime.regime_id,
            agency_code=dossier.agency_code,
            dossier_id=dossier.dossier_id,
            content=said,
        )
        made = self.client.call(
            records.issue_document, request, context.as_service(SERVICE), timeout_s=ISSUE_TIMEOUT_S
        )
        document = _document(kind, request.form_number, dossier.version, made)

        def keep(uow: UnitOfWork) -> None:
            record_document(uow, dossiers_of(uow).get(dossier.dossier_id), document)

        self.store.transaction(context, keep)
        return document

    def agency_name(self, code: str, law: Law, context: Context) -> str:
        """As kept with the dossier; of another agency that takes part, as the catalogue knows it, or its code."""
        if law.agency is not None and law.agency.code == code:
            return law.agency.name
        try:
            found = self.client.call(catalog.get_agency, GetAgency(code=code), context.as_service(SERVICE))
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return code
        return found.name

    def _officer(self, entry: LogEntry, context: Context) -> Contact | None:
        """Who acted, if it was an officer."""
        known = entry.actor.kind is ActorKind.OFFICER
        return self._contact(entry.actor.account_id, context) if known else None

    def _contact(self, account_id: str | None, context: Context) -> Contact | None:
        if not account_id:
            return None
        try:
            request = GetContact(account_id=account_id)
            return self.client.call(accounts.get_contact, request, context.as_service(SERVICE))
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return None


def _document(kind: DocumentKind, form_number: str, version: int, made: SignedDocument) -> IssuedDocument:
    return IssuedDocument(
        kind=kind,
        form_number=form_number,
        file_id=made.file_id,
        sha256=made.sha256,
        verification_code=made.verification_code,
        issued_at=made.issued_at,
        about_version=version,
    )
