"""Submission: ask the catalogue, records and accounts what is needed, then file."""

from collections.abc import Iterable

from chassis.client import RpcClient
from chassis.context import Context
from chassis.ids import new_id
from chassis.unit import Unit
from contracts import accounts, records
from contracts import dossiers as contract
from contracts.accounts import AccountKind, Contact, GetContact
from contracts.base import ActorKind, AnyMethod
from contracts.dossiers import Applicant, FileAtDesk, Identity, IdentityType, OnBehalf, SubmitDossier
from contracts.errors import Code, ServiceError
from contracts.records import DescribeFiles
from dossiers import reusing
from dossiers.acts import Desk
from dossiers.domain.access import receives
from dossiers.domain.dossier import Scene
from dossiers.domain.guards import invalid_field
from dossiers.domain.law import Law
from dossiers.domain.papers import Files
from dossiers.domain.submission import Filing, bringer_of, filer_for, owner_of
from dossiers.domain.submission import submit as file
from dossiers.lawbook import SERVICE
from dossiers.views import view


def submit(desk: Desk, client: RpcClient, request: SubmitDossier, context: Context) -> contract.Dossier:
    """By a citizen, for himself or for another."""
    if context.actor.kind is not ActorKind.CITIZEN:
        raise ServiceError(Code.FORBIDDEN)
    law = desk.laws.of_agency(request.procedure_code, request.agency_code, context)
    contact = _contact(client, context.actor.account_id, context)
    on_behalf = request.on_behalf
    filing = Filing(
        dossier_id=new_id(),
        request=request,
        applicant=_himself(contact) if on_behalf is None else owner_of(on_behalf.principal),
        agency_code=request.agency_code,
        files=described(client, _files_of(request, on_behalf), context),
        filer=None if on_behalf is None else filer_for(on_behalf, contact.account_id, contact.full_name),
    )
    return _file(desk, contract.submit, filing, law, context)


def file_at_desk(desk: Desk, client: RpcClient, request: FileAtDesk, context: Context) -> contract.Dossier:
    """By an officer of reception, at his own agency."""
    if not receives(context.actor):
        raise ServiceError(Code.FORBIDDEN)
    agency_code = context.actor.agency_code
    if request.applicant_account_id is not None:
        _check_account(client, request.applicant_account_id, context)
    filing = Filing(
        dossier_id=new_id(),
        request=request,
        applicant=owner_of(request.applicant, request.applicant_account_id),
        agency_code=agency_code,
        files=described(client, _files_of(request, request.brought_by), context),
        filer=bringer_of(request.brought_by),
    )
    law = desk.laws.of_agency(request.procedure_code, agency_code, context)
    return _file(desk, contract.file_at_desk, filing, law, context)


def _file(desk: Desk, method: AnyMethod, filing: Filing, law: Law, context: Context) -> contract.Dossier:
    filing = reusing.for_filing(desk.laws.client, filing, law, context)

    def work(unit: Unit) -> contract.Dossier:
        change = file(filing, Scene(context.actor, unit.now, law))
        return view(desk.keep(change, unit, None), context.actor, unit.now)

    filed: contract.Dossier = desk.store.command(method, filing.request, context, work)
    return filed


def _files_of(request: SubmitDossier | FileAtDesk, acting: OnBehalf | None) -> tuple[str | None, ...]:
    papers = tuple(paper.file_id for paper in request.papers)
    return (*papers, acting.authority_file_id if acting else None)


def described(client: RpcClient, file_ids: Iterable[str | None], context: Context) -> Files:
    """What records knows of the files; asks nothing when there are none."""
    wanted = tuple(dict.fromkeys(file_id for file_id in file_ids if file_id))
    if not wanted:
        return {}
    request = DescribeFiles(file_ids=wanted)
    answer = client.call(records.describe_files, request, context.as_service(SERVICE))
    return {info.file_id: info for info in answer.files}


def _himself(contact: Contact) -> Applicant:
    number = contact.personal_number
    return Applicant(
        account_id=contact.account_id,
        full_name=contact.full_name,
        identity=Identity(type=IdentityType.PERSONAL_NUMBER, number=number) if number else None,
        phone=contact.phone,
        email=contact.email,
    )


def _check_account(client: RpcClient, account_id: str, context: Context) -> None:
    try:
        contact = _contact(client, account_id, context)
    except ServiceError as error:
        if error.code is not Code.NOT_FOUND:
            raise
    else:
        if contact.kind is AccountKind.CITIZEN:
            return
    raise invalid_field("/applicant_account_id", "unknown", "No citizen has this account.")


def _contact(client: RpcClient, account_id: str, context: Context) -> Contact:
    request = GetContact(account_id=account_id)
    return client.call(accounts.get_contact, request, context.as_service(SERVICE))
