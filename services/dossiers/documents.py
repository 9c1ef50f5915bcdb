"""Documents of a dossier: made by records from what the dossier was when they were called for."""

import logging
from dataclasses import dataclass

from chassis.client import RpcClient
from chassis.context import Context
from chassis.eventlog import LogEntry
from chassis.store import Store
from chassis.timer_rows import Timer
from chassis.unit import Unit
from contracts import accounts, catalog, records
from contracts.accounts import Contact, GetContact
from contracts.base import ActorKind
from contracts.catalog import GetAgency
from contracts.dossiers import DocumentKind, IssuedDocument
from contracts.errors import Code, ServiceError
from contracts.records import DocumentContent, DocumentIssued, IssueDocument
from dossiers.domain.documents import People, content
from dossiers.domain.dossier import Dossier
from dossiers.domain.law import Law
from dossiers.domain.replay import rebuilt
from dossiers.issuing import keep_document
from dossiers.keeping import dossiers_of
from dossiers.lawbook import SERVICE, LawBook
from dossiers.logbook import log_until

log = logging.getLogger(__name__)

MAKING_S = 60.0


@dataclass(frozen=True)
class Registry:
    """Văn thư: one worker's way to issue documents. All that it does may block."""

    store: Store
    laws: LawBook
    client: RpcClient

    def issue_called_for(self, timer: Timer, context: Context) -> None:
        """The document of an `ISSUE` timer; none where the regime knows no such form. May be repeated."""
        kind, version = DocumentKind(timer.payload["kind"]), int(timer.payload["version"])
        entries = log_until(self.store, timer.payload["dossier_id"], version)
        dossier = rebuilt(timer.payload["dossier_id"], ((entry.version, entry.private) for entry in entries))
        law = self.laws.of(dossier)
        if kind.value not in law.regime.forms:
            return
        people = People(
            self._officer(entries[-1], context), self._contact(dossier.applicant.account_id, context)
        )
        said = content(kind, dossier, law, people)
        self.issue(timer.key, kind, dossier, law, said, context)

    def issue(
        self,
        command_id: str,
        kind: DocumentKind,
        dossier: Dossier,
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
            records.issue_document, request, context.as_service(SERVICE), timeout_s=MAKING_S
        )
        document = _document(kind, request.form_number, dossier.version, made)

        def keep(unit: Unit) -> None:
            keep_document(unit, dossiers_of(unit).get(dossier.dossier_id), document)

        self.store.transaction(context, keep)
        return document

    def agency_name(self, code: str, law: Law, context: Context) -> str:
        """As kept with the dossier; of another agency that takes part, as the catalogue knows it, or its code."""
        if law.agency is not None and law.agency.code == code:
            return law.agency.name
        try:
            found = self.client.call(catalog.get_agency, GetAgency(code=code), context.as_service(SERVICE))
        except ServiceError as error:
            if error.code is not Code.NOT_FOUND:
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
            if error.code is not Code.NOT_FOUND:
                raise
            return None


def _document(kind: DocumentKind, form_number: str, version: int, made: DocumentIssued) -> IssuedDocument:
    return IssuedDocument(
        kind=kind,
        form_number=form_number,
        file_id=made.file_id,
        sha256=made.sha256,
        verification_code=made.verification_code,
        issued_at=made.issued_at,
        about_version=version,
    )
