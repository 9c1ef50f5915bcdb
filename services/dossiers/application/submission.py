"""Submission: ask the catalogue, records and accounts what is needed, then file."""

from collections.abc import Iterable

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts, records
from contracts import dossiers as contract
from contracts.accounts import AccountKind, Contact, GetContact
from contracts.base import ActorKind, AnyMethod
from contracts.dossiers import Applicant, ApplicantIdentity, FileAtDesk, IdentityType, OnBehalf, SubmitDossier
from contracts.errors import ErrorCode, ServiceError
from contracts.records import DescribeFiles
from dossiers.application import paper_reuse
from dossiers.application.commands import DossierCommands
from dossiers.application.laws import SERVICE
from dossiers.application.views import dossier_view
from dossiers.domain.actions.submission import Filing, applicant_from, filer_at_desk, filer_for
from dossiers.domain.actions.submission import submit as file
from dossiers.domain.model.dossier import ActionContext
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.access import is_receptionist
from dossiers.domain.submission_content.papers import Files


def submit(
    desk: DossierCommands, client: RpcClient, request: SubmitDossier, context: Context
) -> contract.Dossier:
    """By a citizen, for himself or for another."""
    if context.actor.kind is not ActorKind.CITIZEN:
        raise ServiceError(ErrorCode.FORBIDDEN)
    law = desk.laws.of_agency(request.procedure_code, request.agency_code, context)
    contact = _contact(client, context.actor.account_id, context)
    on_behalf = request.on_behalf
    filing = Filing(
        dossier_id=new_id(),
        request=request,
        applicant=_applicant_of(contact) if on_behalf is None else applicant_from(on_behalf.principal),
        agency_code=request.agency_code,
        files=describe_files(client, _file_ids_of(request, on_behalf), context),
        filer=None if on_behalf is None else filer_for(on_behalf, contact.account_id, contact.full_name),
    )
    return _submit(desk, contract.submit, filing, law, context)


def file_at_desk(
    desk: DossierCommands, client: RpcClient, request: FileAtDesk, context: Context
) -> contract.Dossier:
    """By an officer of reception, at his own agency."""
    if not is_receptionist(context.actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    agency_code = context.actor.agency_code
    if request.applicant_account_id is not None:
        _check_account(client, request.applicant_account_id, context)
    filing = Filing(
        dossier_id=new_id(),
        request=request,
        applicant=applicant_from(request.applicant, request.applicant_account_id),
        agency_code=agency_code,
        files=describe_files(client, _file_ids_of(request, request.brought_by), context),
        filer=filer_at_desk(request.brought_by),
    )
    law = desk.laws.of_agency(request.procedure_code, agency_code, context)
    return _submit(desk, contract.file_at_desk, filing, law, context)


def _submit(
    desk: DossierCommands, method: AnyMethod, filing: Filing, law: Law, context: Context
) -> contract.Dossier:
    filing = paper_reuse.for_filing(desk.laws.client, filing, law, context)

    def work(uow: UnitOfWork) -> contract.Dossier:
        change = file(filing, ActionContext(context.actor, uow.now, law))
        return dossier_view(desk.save(change, uow, None), context.actor, uow.now)

    filed: contract.Dossier = desk.store.run_idempotent(method, filing.request, context, work)
    return filed


def _file_ids_of(request: SubmitDossier | FileAtDesk, acting: OnBehalf | None) -> tuple[str | None, ...]:
    papers = tuple(paper.file_id for paper in request.papers)
    return (*papers, acting.authority_file_id if acting else None)


def describe_files(client: RpcClient, file_ids: Iterable[str | None], context: Context) -> Files:
    """What records knows of the files; asks nothing when there are none."""
    wanted = tuple(dict.fromkeys(file_id for file_id in file_ids if file_id))
    if not wanted:
        return {}
    request = DescribeFiles(file_ids=wanted)
    answer = client.call(records.describe_files, request, context.as_service(SERVICE))
    return {info.file_id: info for info in answer.files}


def _applicant_of(contact: Contact) -> Applicant:
    number = contact.personal_number
    return Applicant(
        account_id=contact.account_id,
        full_name=contact.full_name,
        identity=ApplicantIdentity(type=IdentityType.PERSONAL_NUMBER, number=number) if number else None,
        phone=contact.phone,
        email=contact.email,
    )


def _check_account(client: RpcClient, account_id: str, context: Context) -> None:
    try:
        contact = _contact(client, account_id, context)
    except ServiceError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
    else:
        if contact.kind is AccountKind.CITIZEN:
            return
    raise invalid_field("/applicant_account_id", "unknown", "No citizen has this account.")


def _contact(client: RpcClient, account_id: str, context: Context) -> Contact:
    request = GetContact(account_id=account_id)
    return client.call(accounts.get_contact, request, context.as_service(SERVICE))
