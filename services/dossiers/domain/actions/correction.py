"""Errors and losses by the agency, and how they are made good (NĐ 61/2018/NĐ-CP art 21)."""

from contracts import dossiers as contract
from contracts.dossiers import (
    AgencyError,
    CorrectResult,
    DossierAction,
    DossierResult,
    RecordError,
    ResultOutcome,
)
from contracts.subjects import Subject
from contracts.typed_codes import find_code
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard, guard_failed
from dossiers.domain.model.result_kinds import known_code, only_code
from dossiers.domain.model.signing import may_take_the_place_of
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.subjects import Subjects, is_about, subject_of_result
from dossiers.domain.submission_content.papers import Files, sealable_file


def record_error(dossier: DossierState, request: RecordError, context: ActionContext) -> Transition:
    """What went wrong, with the apology to the applicant."""
    check_possible(dossier, DossierAction.RECORD_ERROR, context.now)
    error = AgencyError(
        kind=request.kind,
        description=request.description,
        apology=request.apology,
        recorded_at=context.now,
    )
    return Transition(dossier).record(
        contract.ERROR_RECORDED,
        payload={"kind": request.kind, "apology": request.apology},
        errors=(*dossier.errors, error),
    )


def correct_result(
    dossier: DossierState, request: CorrectResult, context: ActionContext, *, files: Files
) -> Transition:
    """The corrected result after the wrong one, which stays stored; the state stays as it is."""
    check_possible(dossier, DossierAction.CORRECT_RESULT, context.now)
    corrected, subjects = _corrected(dossier, request, context, files)
    return Transition(dossier).record(
        contract.RESULT_CORRECTED,
        payload={
            "outcome": corrected.outcome,
            "file_ids": (corrected.file_id,),
            "lateness": corrected.lateness,
        },
        results=(*dossier.results, corrected),
        subjects=subjects,
        errors=tuple(
            error.model_copy(update={"corrected_at": error.corrected_at or context.now})
            for error in dossier.errors
        ),
    )


def _corrected(
    dossier: DossierState, request: CorrectResult, context: ActionContext, files: Files
) -> tuple[DossierResult, Subjects]:
    """In the place of the last result of its kind: of the same step and agency, as late as that was, and about the same
    person where the officer states nobody else."""
    code = _code_of(dossier, request, context.law)
    wrong = _result_to_correct(dossier, code, request.subject)
    if not may_take_the_place_of(dossier, wrong):
        raise guard_failed(DossierAction.CORRECT_RESULT, Guard.STEPS_OPEN)
    code = code or (wrong.result_code if wrong else None) or only_code(context.law)
    file = sealable_file(request.file_id, files, context.actor.account_id)
    if request.subject is None and wrong is not None and wrong.outcome is ResultOutcome.APPROVED:
        subjects, subject = dossier.subjects, wrong.subject
    else:
        subjects, subject = subject_of_result(dossier, request.subject, code, context)
    corrected = DossierResult(
        outcome=ResultOutcome.APPROVED,
        result_code=code,
        number=request.number,
        file_id=file.file_id,
        sha256=file.sha256,
        issued_at=context.now,
        signed_by=context.actor.account_id,
        agency_code=wrong.agency_code if wrong else dossier.agency_code,
        agency_name=wrong.agency_name if wrong else dossier.agency_name,
        step_code=wrong.step_code if wrong else None,
        lateness=wrong.lateness if wrong else None,
        subject=subject,
        corrects_file_id=wrong.file_id if wrong else None,
    )
    return corrected, subjects


def _code_of(dossier: DossierState, request: CorrectResult, law: Law) -> str | None:
    """Of a result of the dossier, also where the law that it was moved to has it no more, or of its procedure."""
    issued = [result.result_code for result in dossier.results if result.result_code]
    return find_code(request.result_code or "", issued) or known_code(request.result_code, law)


def _result_to_correct(
    dossier: DossierState, result_code: str | None, subject: Subject | None
) -> DossierResult | None:
    """The last one of its kind about this person; where there is none about this person, the last one of its kind: it names
    the wrong one."""
    same = [result for result in dossier.results if result.result_code == result_code]
    if result_code is None or not same:
        return dossier.result
    about = [result for result in same if subject is not None and is_about(dossier, result.subject, subject)]
    return (about or same)[-1]
