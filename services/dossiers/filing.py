"""Submission: ask the catalogue, records and accounts what is needed, then file."""

from collections.abc import Iterable

from chassis.client import RpcClient
from chassis.context import Context
from chassis.ids import new_id
from chassis.mongo import Store, Unit
from contracts import accounts, records
from contracts import dossiers as contract
from contracts.accounts import GetContact
from contracts.base import ActorKind
from contracts.dossiers import Applicant, Identity, IdentityType, SubmitDossier
from contracts.errors import Code, ServiceError
from contracts.records import DescribeFiles
from dossiers import reusing
from dossiers.domain.dossier import Scene
from dossiers.domain.law import Law
from dossiers.domain.papers import Files
from dossiers.domain.reception import Filing
from dossiers.domain.reception import submit as file
from dossiers.keeping import keep
from dossiers.lawbook import SERVICE, LawBook
from dossiers.views import view


def submit(
    store: Store, laws: LawBook, client: RpcClient, request: SubmitDossier, context: Context
) -> contract.Dossier:
    """By a citizen, for himself."""
    if context.actor.kind is not ActorKind.CITIZEN:
        raise ServiceError(Code.FORBIDDEN)
    law = laws.keep(Law.of(laws.today(request.procedure_code, request.agency_code, context)))
    filing = Filing(
        dossier_id=new_id(),
        request=request,
        applicant=_applicant(client, context),
        agency_code=request.agency_code,
        files=described(client, (paper.file_id for paper in request.papers), context),
    )

    filing = reusing.for_filing(client, filing, law, context)

    def work(unit: Unit) -> contract.Dossier:
        dossier = keep(file(filing, Scene(context.actor, unit.now, law)), unit)
        return view(dossier, context.actor, unit.now)

    return store.command(contract.submit, request, context, work)


def described(client: RpcClient, file_ids: Iterable[str | None], context: Context) -> Files:
    """What records knows of the files; asks nothing when there are none."""
    wanted = tuple(dict.fromkeys(file_id for file_id in file_ids if file_id))
    if not wanted:
        return {}
    request = DescribeFiles(file_ids=wanted)
    answer = client.call(records.describe_files, request, context.as_service(SERVICE))
    return {info.file_id: info for info in answer.files}


def _applicant(client: RpcClient, context: Context) -> Applicant:
    account_id = context.actor.account_id
    request = GetContact(account_id=account_id)
    contact = client.call(accounts.get_contact, request, context.as_service(SERVICE))
    number = contact.personal_number
    identity = Identity(type=IdentityType.PERSONAL_NUMBER, number=number) if number else None
    return Applicant(account_id=account_id, full_name=contact.full_name, identity=identity)
