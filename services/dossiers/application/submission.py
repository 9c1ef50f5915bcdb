"""Nộp hồ sơ: what other services know about a submission is gathered, then one decision files it."""

import secrets
from dataclasses import dataclass

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.accounts import Contact, HolderKind
from contracts.base import ActorKind, AnyMethod
from contracts.catalog import Agency, UnitKind
from contracts.dossiers import (
    ALPHABET,
    RANDOM_LENGTH,
    Applicant,
    ApplicantIdentity,
    ApplicantKind,
    FileAtDesk,
    Filer,
    IdentityType,
    OnBehalf,
    SubmitDossier,
    submission_number,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day
from dossiers.application.codes import next_code
from dossiers.application.dependencies import Dependencies
from dossiers.application.paper_reuse import with_stored_papers
from dossiers.application.persistence import save
from dossiers.application.views import dossier_view
from dossiers.domain.actions import submission
from dossiers.domain.actions.submission import (
    Filing,
    applicant_from,
    filer_at_desk,
    filer_by_act,
    filer_for,
)
from dossiers.domain.competence import Seat, check_competence, check_reception_area, reception_area
from dossiers.domain.model.dossier import ActionContext
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import localised
from dossiers.domain.rights.identity import (
    NOBODY,
    StoreOwner,
    check_identity,
    is_owner,
    own_store,
    store_at_desk,
)
from dossiers.domain.rights.officers import is_receptionist
from dossiers.domain.rights.rights import Rights
from dossiers.repository import DossierRepository


def submit(deps: Dependencies, request: SubmitDossier, context: Context) -> contract.Dossier:
    """A new dossier of a citizen, filed for himself or for another.

    Raises FORBIDDEN, and what the decision and the neighbours raise.
    """
    if context.actor.kind is not ActorKind.CITIZEN:
        raise ServiceError(ErrorCode.FORBIDDEN)
    submission.require_may_file(context.actor, request)
    return _file(deps, contract.submit, request, request.agency_code, context)


def file_at_desk(deps: Dependencies, request: FileAtDesk, context: Context) -> contract.Dossier:
    """A new dossier, filed by an officer of reception at his own agency, or there for another. Raises as `submit`."""
    if not is_receptionist(context.actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    agency_code = request.forward_to or context.actor.agency_code
    return _file(deps, contract.file_at_desk, request, agency_code, context)


def gather(
    deps: Dependencies, request: SubmitDossier | FileAtDesk, agency_code: str, context: Context
) -> tuple[Filing, Law]:
    """The submission with all that accounts, the catalogue and records know about it.

    Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE, INVALID_REQUEST for an agency that is not competent and for people that
    accounts does not know, IDENTITY_NOT_PROVED, PAPER_NOT_USABLE.
    """
    law, competence = deps.laws.of_agency(request.procedure_code, agency_code, context)
    check_competence(competence, _agency_pointer(request), context.locale)
    _check_area(deps, request, law, context)
    people = _people(deps, request, law, context)
    representation = people.representation
    file_ids = [paper.file_id for paper in request.papers]
    authority_id = representation.authority_file_id if representation else None
    filing = Filing(
        dossier_id=new_id(),
        submission_number=submission_number(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH)),
        request=request,
        applicant=people.applicant,
        agency_code=_own_code(law, agency_code, context),
        files=deps.clients.records.describe_files([*file_ids, authority_id], context),
        filer=people.filer,
        agency_names=_agency_names(deps, request, law, context),
    )
    return with_stored_papers(deps, filing, people.store, law, context), law


def _check_area(deps: Dependencies, request: SubmitDossier | FileAtDesk, law: Law, context: Context) -> None:
    """What a desk receives for another agency is within the area of the procedure on the day. Raises INVALID_REQUEST."""
    if not isinstance(request, FileAtDesk) or request.forward_to is None or law.agency is None:
        return
    own = deps.clients.catalog.find_agency(context.actor.agency_code, context)
    if own is None:
        return
    area = reception_area(law.procedure, law.regime, local_day(utcnow()))
    desk, competent = (_seat(deps, agency, context) for agency in (own, law.agency))
    check_reception_area(area, desk, law.agency, competent, "/forward_to", context.locale)


def _seat(deps: Dependencies, agency: Agency, context: Context) -> Seat:
    """Where the agency sits, by its administrative unit and those above it."""
    code = agency.unit_code
    for _ in UnitKind:
        unit = deps.clients.catalog.find_unit(code, context) if code else None
        if unit is None or unit.kind is UnitKind.PROVINCE:
            return Seat(agency.code, None if unit is None else unit.code)
        code = _code_of_unit(unit.parent_id)
    return Seat(agency.code)


def _code_of_unit(unit_id: str | None) -> str | None:
    """The code in the id of a unit (vn34:01); None for an id of another form."""
    code = (unit_id or "").rpartition(":")[2]
    return code if code.isascii() and code.isdigit() and len(code) <= 5 else None


def _agency_names(
    deps: Dependencies, request: SubmitDossier | FileAtDesk, law: Law, context: Context
) -> dict[str, str]:
    """By code, of the agencies that steps are done by, and of the desk that receives for another agency."""
    forwards = isinstance(request, FileAtDesk) and request.forward_to is not None
    codes = dict.fromkeys((*law.step_agencies.values(), *((context.actor.agency_code,) if forwards else ())))
    agencies = ((code, deps.clients.catalog.find_agency(code, context)) for code in codes)
    return {code: agency.name for code, agency in agencies if agency is not None}


def _own_code(law: Law, named: str, context: Context) -> str:
    """The code that the agency's officers carry, whichever of its codes names it."""
    return named if named == context.actor.agency_code or law.agency is None else law.agency.code


def _agency_pointer(request: SubmitDossier | FileAtDesk) -> str:
    """The field that names the agency; at the desk it is the caller's own, so that the procedure is the wrong one."""
    if isinstance(request, SubmitDossier):
        return "/agency_code"
    return "/procedure_code" if request.forward_to is None else "/forward_to"


def _file(
    deps: Dependencies,
    method: AnyMethod,
    request: SubmitDossier | FileAtDesk,
    agency_code: str,
    context: Context,
) -> contract.Dossier:
    try:
        return _filed_once(deps, method, request, agency_code, context)
    except ServiceError as error:
        raise localised(error, context.locale) from error


def _filed_once(
    deps: Dependencies,
    method: AnyMethod,
    request: SubmitDossier | FileAtDesk,
    agency_code: str,
    context: Context,
) -> contract.Dossier:
    filing, law = gather(deps, request, agency_code, context)
    deps.store.repository(DossierRepository).prepare_key(filing.dossier_id, filing.applicant)

    def work(uow: UnitOfWork) -> contract.Dossier:
        code = _code_of_desk(uow, request, context)
        transition = submission.submit(filing, ActionContext(context.actor, uow.now, law), code=code)
        save(uow, deps.laws, transition, None)
        return dossier_view(Rights(context.actor, transition.dossier), uow.now)

    filed: contract.Dossier = deps.store.run_in_batch(method, request, context, lambda: work)
    return filed


def _code_of_desk(uow: UnitOfWork, request: SubmitDossier | FileAtDesk, context: Context) -> str | None:
    """The code of the desk that receives for another agency: on its receipt, and kept by the other."""
    if not isinstance(request, FileAtDesk) or request.forward_to is None:
        return None
    return next_code(uow, context.actor.agency_code)


@dataclass(frozen=True)
class _People:
    """Who owns the dossier, whose stored papers it may take, who files it for the owner, and by which right."""

    applicant: Applicant
    store: StoreOwner
    filer: Filer | None = None
    representation: OnBehalf | None = None


def _people(deps: Dependencies, request: SubmitDossier | FileAtDesk, law: Law, context: Context) -> _People:
    """Raises IDENTITY_NOT_PROVED, INVALID_REQUEST; REPRESENTATION_NOT_IN_FORCE for another who has an account: for that one
    is filed by an act of representation alone."""
    accounts = deps.clients.accounts
    if isinstance(request, FileAtDesk):
        account_id = request.applicant_account_id
        if account_id is not None:
            accounts.check_citizen(account_id, "/applicant_account_id", context)
        applicant = applicant_from(request.applicant, account_id)
        holder = None if account_id else accounts.find_holder(applicant.identity, context)
        if holder is not None and is_owner(applicant, holder):
            applicant = applicant.model_copy(update={"account_id": holder.account_id})
        filer = filer_at_desk(request.brought_by)
        return _People(applicant, store_at_desk(applicant), filer, request.brought_by)
    acting = context.actor.acting
    if acting is not None:
        contact, person = accounts.both_contacts(context.actor.account_id, acting.person_id, context)
        check_identity(law.procedure, context.actor, contact, for_another=True)
        filer = filer_by_act(acting, person.full_name)
        return _People(_applicant_of(contact), own_store(context.actor, contact), filer)
    contact, on_behalf = accounts.contact(context.actor.account_id, context), request.on_behalf
    check_identity(law.procedure, context.actor, contact, for_another=on_behalf is not None)
    if on_behalf is None:
        return _People(_applicant_of(contact), own_store(context.actor, contact))
    filer = filer_for(on_behalf, contact.account_id, contact.full_name)
    if accounts.find_holder(on_behalf.principal.identity, context) is not None:
        raise ServiceError(ErrorCode.REPRESENTATION_NOT_IN_FORCE)
    return _People(applicant_from(on_behalf.principal), NOBODY, filer, on_behalf)


def _applicant_of(contact: Contact) -> Applicant:
    kinds = {HolderKind.ORGANISATION: ApplicantKind.ORGANISATION}
    named = (
        (IdentityType.PERSONAL_NUMBER, contact.personal_number),
        (IdentityType.TAX_CODE, contact.tax_code),
    )
    identities = (ApplicantIdentity(type=kind, number=number) for kind, number in named if number)
    return Applicant(
        account_id=contact.account_id,
        kind=ApplicantKind.PERSON
        if contact.holder.is_person
        else kinds.get(contact.holder, ApplicantKind.BUSINESS),
        full_name=contact.full_name,
        identity=next(identities, None),
        phone=contact.phone,
        email=contact.email,
    )
