"""The actions that the service offers, one row each: contract method, decision, and what the decision needs."""

from collections.abc import Mapping
from typing import Any

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import dossiers as contract
from contracts.dossiers import AnswerSupplement, DossierAction, PassOn, RequestConsultation, ResultOutcome
from contracts.records import DecisionKind
from contracts.time import local_day
from dossiers.application import paper_reuse
from dossiers.application.commands import ActionCommand, Input
from dossiers.application.dependencies import Dependencies
from dossiers.application.laws import Laws
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.actions import (
    acknowledgement,
    assignment,
    consent,
    consultation,
    correction,
    draft,
    extension,
    immediate_result,
    law_change,
    obligations,
    passing,
    processing,
    rating,
    reception,
    result,
    suspension,
)
from dossiers.domain.actions.passing import Destination
from dossiers.domain.competence import check_competence, check_in_force
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.signing_powers import kind_of_result


def files(*fields: str, to_be_sealed: bool = False) -> Input:
    """`files`: what records knows of the files that these fields of the request name; of results that it can seal them."""

    def describe(deps: Dependencies, _: DossierState, request: Any, context: Context) -> Mapping[str, Any]:
        file_ids = (getattr(request, field) for field in fields)
        described = deps.clients.records.describe_files(file_ids, context, to_be_sealed=to_be_sealed)
        return {"files": described}

    return describe


def decision(deps: Dependencies, dossier: DossierState, request: Any, context: Context) -> Mapping[str, Any]:
    """`files`: as of the file of a result, where the request names one. Raises SIGNATURE_REFUSED where the caller's agency
    has a seal of its own and the caller is not competent to sign in its name (NĐ 30/2020/NĐ-CP art 13)."""
    kind = kind_of_result(getattr(request, "outcome", ResultOutcome.APPROVED))
    file_id = getattr(request, "file_id", None)
    described = deps.clients.records.describe_decision(file_id, dossier.procedure_code, kind, context)
    return {"files": described}


def competent_signer(kind: DecisionKind) -> Input:
    """As `decision`, of what needs no file: nothing, once the caller is found competent."""

    def ask(deps: Dependencies, dossier: DossierState, _: Any, context: Context) -> Mapping[str, Any]:
        deps.clients.records.describe_decision(None, dossier.procedure_code, kind, context)
        return {}

    return ask


def step_result(
    deps: Dependencies, dossier: DossierState, request: Any, context: Context
) -> Mapping[str, Any]:
    """As `decision`, of a step that yields a result; of any other step nobody is asked."""
    return {"files": {}} if request.file_id is None else decision(deps, dossier, request, context)


def fresh_id(argument: str) -> Input:
    """A new id under this name."""
    return lambda *_: {argument: new_id()}


def assignee(deps: Dependencies, dossier: DossierState, request: Any, context: Context) -> Mapping[str, Any]:
    """`to`: the officer or queue named by the request."""
    directory = OfficerDirectory(deps.clients.accounts, context)
    return {"to": directory.assignee(request.officer_id, request.unit, dossier.agency_code)}


def own_name(deps: Dependencies, _: DossierState, __: Any, context: Context) -> Mapping[str, Any]:
    """`officer_name`: that of the caller."""
    contact = deps.clients.accounts.find_contact(context.actor.account_id, context)
    return {"officer_name": None if contact is None else contact.full_name}


def supplemented_papers(
    deps: Dependencies, dossier: DossierState, request: AnswerSupplement, context: Context
) -> Mapping[str, Any]:
    """`files` and `stored`: what records knows of the papers handed in."""
    described = deps.clients.records.describe_files((paper.file_id for paper in request.papers), context)
    return {
        "files": described,
        "stored": paper_reuse.for_supplement(deps, dossier, request, described, context),
    }


def consulted_agency(
    deps: Dependencies, _: DossierState, request: RequestConsultation, context: Context
) -> Mapping[str, Any]:
    """`agency`: that of any of its codes.

    Raises INVALID_REQUEST for one that does not exist, has ended or has not begun.
    """
    agency = deps.clients.catalog.find_agency(request.agency_code, context)
    if agency is None:
        raise invalid_field("/agency_code", "unknown_code", "There is no such agency.")
    check_in_force(agency, local_day(utcnow()), "/agency_code", context.locale)
    return {"agency": agency}


def destination(
    deps: Dependencies, dossier: DossierState, request: PassOn, context: Context
) -> Mapping[str, Any]:
    """`destination`: the competent agency that the request names, by any of its codes, and the dossier's law there.

    Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE, INVALID_REQUEST for an agency that is not competent.
    """
    law, competence = deps.laws.at_agency(dossier, request.to_agency, context)
    check_competence(competence, "/to_agency", context.locale)
    codes = dict.fromkeys(law.step_agencies.values())
    found = ((code, deps.clients.catalog.find_agency(code, context)) for code in codes)
    names = {code: agency.name for code, agency in found if agency is not None}
    code = law.agency.code if law.agency else request.to_agency
    return {"destination": Destination(code, law, names)}


_ROWS: tuple[ActionCommand[Any], ...] = (
    ActionCommand(contract.accept, reception.accept, law=Laws.at_reception, gives_code=True),
    ActionCommand(contract.refuse_reception, reception.refuse_reception),
    ActionCommand(
        contract.serve_at_once,
        immediate_result.serve_at_once,
        inputs=(decision,),
        law=Laws.at_reception,
        gives_code=True,
    ),
    ActionCommand(contract.pass_on, passing.pass_on, inputs=(destination,)),
    ActionCommand(contract.request_supplement, suspension.request_supplement),
    ActionCommand(contract.supplement, suspension.answer_supplement, inputs=(supplemented_papers,)),
    ActionCommand(contract.start_processing, processing.start_processing),
    ActionCommand(contract.complete_step, processing.complete_step, inputs=(step_result,)),
    ActionCommand(contract.impose_obligation, obligations.impose_obligation),
    ActionCommand(contract.acknowledge_step, acknowledgement.acknowledge_step),
    ActionCommand(contract.request_consent, consent.request_consent, inputs=(fresh_id("consent_id"),)),
    ActionCommand(contract.record_consent, consent.record_consent),
    ActionCommand(
        contract.extend, extension.extend, inputs=(competent_signer(DecisionKind.APOLOGY_EXTENSION),)
    ),
    ActionCommand(
        contract.request_consultation,
        consultation.request_consultation,
        inputs=(fresh_id("consultation_id"), consulted_agency),
    ),
    ActionCommand(contract.answer_consultation, consultation.answer_consultation),
    ActionCommand(
        contract.schedule_verification,
        consultation.schedule_verification,
        inputs=(fresh_id("verification_id"),),
    ),
    ActionCommand(
        contract.record_verification, consultation.record_verification, inputs=(files("minutes_file_id"),)
    ),
    ActionCommand(contract.stop, processing.stop, inputs=(competent_signer(DecisionKind.STOP_NOTICE),)),
    ActionCommand(contract.resume, processing.resume),
    ActionCommand(
        contract.propose_result, draft.propose_result, inputs=(files("file_id", to_be_sealed=True),)
    ),
    ActionCommand(contract.issue_result, result.issue_result, inputs=(decision,)),
    ActionCommand(contract.return_result, result.return_result),
    ActionCommand(contract.withdraw, result.withdraw),
    ActionCommand(contract.record_error, correction.record_error),
    ActionCommand(contract.correct_result, correction.correct_result, inputs=(decision,)),
    ActionCommand(contract.adopt_law, law_change.adopt_law, law=Laws.of_today),
    ActionCommand(contract.claim, assignment.claim, inputs=(own_name,)),
    ActionCommand(contract.release, assignment.release),
    ActionCommand(contract.assign, assignment.assign, inputs=(assignee,)),
    ActionCommand(contract.hand_over, assignment.hand_over, inputs=(assignee,)),
    ActionCommand(contract.rate, rating.rate),
)

COMMANDS: Mapping[DossierAction, ActionCommand[Any]] = {row.action: row for row in _ROWS}
"""Every action has its row."""
