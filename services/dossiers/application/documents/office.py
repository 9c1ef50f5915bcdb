"""The papers of the office as signed documents: made by records, readable by the officers of the agency.

They are not told to who follows the dossier: they name officers, and are no part of what the applicant is given.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from contracts import dossiers as contract
from contracts import records
from contracts.base import Command, Method
from contracts.dossiers import (
    DocumentKind,
    IssueControlSheet,
    IssuedDocument,
    IssuedDocumentAnswer,
    IssueRegister,
)
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import DocumentContent, IssueDocument
from dossiers.application.commands import DossierCommands
from dossiers.application.laws import SERVICE
from dossiers.application.queries.register import get_visible_to_office, register_of
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.documents import office as said
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard, localised
from dossiers.repository import DossierRepository

MAKING_S = 60.0
Cmd = TypeVar("Cmd", bound=Command)
BuildDraft = Callable[[], "DocumentDraft"]
_SPACE = uuid.UUID("5f0c3a52-5a0e-5c39-8d0e-0f6f0c9d7b21")


@dataclass(frozen=True)
class DocumentDraft:
    """What is to be made, under which law, about which version of which dossier (0 of none)."""

    kind: DocumentKind
    law: Law
    agency_code: str
    content: DocumentContent
    dossier_id: str | None = None
    about_version: int = 0


@dataclass(frozen=True)
class OfficeDocumentIssuer:
    """One request's way to a signed document."""

    desk: DossierCommands
    client: RpcClient
    context: Context

    def control_sheet(self, request: IssueControlSheet) -> IssuedDocumentAnswer:
        return self._once(contract.issue_control_sheet, request, lambda: self._sheet(request))

    def register(self, request: IssueRegister) -> IssuedDocumentAnswer:
        return self._once(contract.issue_register, request, lambda: self._register(request))

    def _sheet(self, request: IssueControlSheet) -> DocumentDraft:
        dossier = get_visible_to_office(self.desk, request.dossier_id, self.context)
        law, officers = self.desk.laws.of(dossier), OfficerDirectory(self.client, self.context)
        issuer = officers.name(self.context.actor.account_id)
        content = said.control_sheet_content(dossier, law.agency, officers.name, issuer)
        kind, agency_code = DocumentKind.CONTROL_SHEET, dossier.agency_code
        return DocumentDraft(kind, law, agency_code, content, dossier.dossier_id, dossier.version)

    def _register(self, request: IssueRegister) -> DocumentDraft:
        """Under the law of the dossier received last. Raises NOT_FOUND when none was received."""
        said.check_days(request.from_day, request.to_day)
        kept = register_of(self.desk.store, request.from_day, request.to_day, self.context)
        said.check_rows(kept.count())
        rows = kept.rows(None, said.MOST_ROWS, utcnow())
        if not rows:
            raise not_found("dossier")
        law = self.desk.laws.of(DossierRepository(self.desk.store.database).get(rows[-1].dossier_id))
        issuer = OfficerDirectory(self.client, self.context).name(self.context.actor.account_id)
        agency_code, days = self.context.actor.agency_code, (request.from_day, request.to_day)
        content = said.register_content(agency_code, law.agency, days, rows, issuer)
        return DocumentDraft(DocumentKind.REGISTER, law, agency_code, content)

    def _once(
        self, method: Method[Cmd, IssuedDocumentAnswer], request: Cmd, want: BuildDraft
    ) -> IssuedDocumentAnswer:
        store: Store = self.desk.store
        answered = store.previous_result(method, request, self.context)
        if answered is not None:
            return answered
        made = IssuedDocumentAnswer(document=self._issue(request.command_id, want()))
        return store.run_idempotent(method, request, self.context, lambda _: made)

    def _issue(self, command_id: str, wanted: DocumentDraft) -> IssuedDocument:
        form_number = wanted.law.regime.forms.get(wanted.kind.value)
        if form_number is None:
            error = ServiceError(
                ErrorCode.GUARD_FAILED, action="issue_document", reason=Guard.NO_SUCH_FORM.value
            )
            raise localised(error, self.context.locale)
        request = IssueDocument(
            command_id=str(uuid.uuid5(_SPACE, f"{self.context.actor.key} {wanted.kind} {command_id}")),
            kind=wanted.kind.value,
            form_number=form_number,
            regime_id=wanted.law.regime.regime_id,
            agency_code=wanted.agency_code,
            dossier_id=wanted.dossier_id,
            content=wanted.content,
        )
        myself = self.context.as_service(SERVICE)
        made = self.client.call(records.issue_document, request, myself, timeout_s=MAKING_S)
        return IssuedDocument(
            kind=wanted.kind,
            form_number=form_number,
            file_id=made.file_id,
            sha256=made.sha256,
            verification_code=made.verification_code,
            issued_at=made.issued_at,
            about_version=wanted.about_version,
        )
