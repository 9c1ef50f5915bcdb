"""Papers of the office as signed documents: the control sheet of a dossier, the register of some days.

The officers of the agency may read them. No event tells the followers of the dossier: the papers name officers and are
no part of what the applicant is given.
"""

import uuid
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts import dossiers as contract
from contracts.base import Command, Method
from contracts.catalog import Agency
from contracts.dossiers import (
    DocumentKind,
    IssueControlSheet,
    IssuedDocument,
    IssuedDocumentAnswer,
    IssueRegister,
)
from contracts.errors import ErrorCode, ServiceError, not_found
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents.issue import place_of
from dossiers.application.queries.register import own_dossier, record_rows, register_period
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.documents.content import DocumentDraft, form_number
from dossiers.domain.documents.office import (
    MOST_ROWS,
    Names,
    check_days,
    check_rows,
    control_sheet_content,
    register_content,
)
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard, localised
from dossiers.repository import DossierRepository
from dossiers.repository.register import RegisterRepository

Cmd = TypeVar("Cmd", bound=Command)
_NAMESPACE = uuid.UUID("5f0c3a52-5a0e-5c39-8d0e-0f6f0c9d7b21")
"""Of the command ids under which records is asked for these documents."""


def issue_control_sheet(
    deps: Dependencies, request: IssueControlSheet, context: Context
) -> IssuedDocumentAnswer:
    """The control sheet as a document, by an officer of the dossier's agency, made once per command id.

    Raises NOT_FOUND, FORBIDDEN, GUARD_FAILED where the regime has no such form.
    """

    def draft() -> DocumentDraft:
        dossier = own_dossier(deps, request.dossier_id, context)
        law, officers = deps.laws.of(dossier), OfficerDirectory(deps.clients.accounts, context)
        issuer = officers.name(context.actor.account_id)
        names = Names(officers.name, partial(_agency_name, deps, law.agency, context))
        place = place_of(deps, law.agency, context)
        content = control_sheet_content(dossier, law.agency, names, issuer, place)
        kind, agency_code = DocumentKind.CONTROL_SHEET, dossier.agency_code
        form = _form_number(law, kind, context)
        about = (dossier.dossier_id, dossier.version)
        return DocumentDraft(
            kind, form, law, agency_code, content, *about, signer_id=context.actor.account_id
        )

    return _issue_once(deps, contract.issue_control_sheet, request, draft, context)


def issue_register(deps: Dependencies, request: IssueRegister, context: Context) -> IssuedDocumentAnswer:
    """The register as a document, made once per command id, under the law of the dossier received last.

    Raises FORBIDDEN, INVALID_REQUEST for too many days or rows, NOT_FOUND when no dossier was received, GUARD_FAILED
    where the regime has no such form.
    """

    def draft() -> DocumentDraft:
        check_days(request.from_day, request.to_day)
        period = register_period(request.from_day, request.to_day, context)
        register = deps.store.repository(RegisterRepository)
        check_rows(register.count(period))
        rows = register.rows(period, None, MOST_ROWS, utcnow())
        if not rows:
            raise not_found("dossier")
        record_rows(deps, rows, context)
        law = deps.laws.of(deps.store.repository(DossierRepository).get(rows[-1].dossier_id))
        issuer = OfficerDirectory(deps.clients.accounts, context).name(context.actor.account_id)
        agency_code, days = period.agency_code, (request.from_day, request.to_day)
        place = place_of(deps, law.agency, context)
        content = register_content(agency_code, law.agency, days, rows, issuer, place)
        form = _form_number(law, DocumentKind.REGISTER, context)
        signer_id = context.actor.account_id
        return DocumentDraft(DocumentKind.REGISTER, form, law, agency_code, content, signer_id=signer_id)

    return _issue_once(deps, contract.issue_register, request, draft, context)


def _agency_name(deps: Dependencies, own: Agency | None, context: Context, code: str) -> str:
    """As the catalogue knows it; the code of one that it does not know."""
    if own is not None and own.code == code:
        return own.name
    found = deps.clients.catalog.find_agency(code, context)
    return code if found is None else found.name


def _issue_once(
    deps: Dependencies,
    method: Method[Cmd, IssuedDocumentAnswer],
    request: Cmd,
    draft: Callable[[], DocumentDraft],
    context: Context,
) -> IssuedDocumentAnswer:
    previous = deps.store.previous_result(method, request, context)
    if previous is not None:
        return previous
    answer = IssuedDocumentAnswer(document=_issue(deps, request.command_id, draft(), context))
    return deps.store.run_idempotent(method, request, context, lambda _: answer)


def _issue(deps: Dependencies, command_id: str, draft: DocumentDraft, context: Context) -> IssuedDocument:
    own_id = str(uuid.uuid5(_NAMESPACE, f"{context.actor.key} {draft.kind} {command_id}"))
    return deps.clients.records.issue_document(own_id, draft, context)


def _form_number(law: Law, kind: DocumentKind, context: Context) -> str:
    """Raises GUARD_FAILED where the regime has no such form."""
    number = form_number(law, kind)
    if number is None:
        error = ServiceError(ErrorCode.GUARD_FAILED, action="issue_document", reason=Guard.NO_SUCH_FORM.value)
        raise localised(error, context.locale)
    return number
