"""Giải quyết: the steps of the internal process, stop and resumption."""

from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import (
    ClockCause,
    CompleteStep,
    DossierAction,
    DossierResult,
    DossierStatus,
    DossierStep,
    ResultOutcome,
    Resume,
    StartProcessing,
    Stop,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.consent import closed
from dossiers.domain.actions.unpaid import due_again, lapse
from dossiers.domain.clock.interlinked_steps import finished, start_due_steps
from dossiers.domain.clock.moves import resume_clock, stop_clock
from dossiers.domain.lateness import lateness
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed, invalid_field
from dossiers.domain.model.result_kinds import known_code
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import acknowledged
from dossiers.domain.rights.rights import may_complete
from dossiers.domain.subjects import Subjects, no_subject_expected, subject_of_result
from dossiers.domain.submission_content.papers import Files, sealable_file, usable_file


def start_processing(dossier: DossierState, request: StartProcessing, context: ActionContext) -> Transition:
    """2 → 4 Đang xử lý: the first steps start."""
    check_possible(dossier, DossierAction.START_PROCESSING, context.now)
    return Transition(dossier).record(
        contract.PROCESSING_STARTED,
        payload={"note": request.note},
        status=DossierStatus.PROCESSING,
        steps=start_due_steps(dossier.steps, context.now, context.law),
    )


def complete_step(
    dossier: DossierState, request: CompleteStep, context: ActionContext, *, files: Files
) -> Transition:
    """A step whose turn it is, by an officer of its agency and role; when its order is done, the next one starts.

    An agency may refuse its part of interlinked procedures with a reason: what comes after it and would yield a result is
    not done then, what runs beside it and what remains goes on (NĐ 61/2018/NĐ-CP art 19.6-8).
    """
    check_possible(dossier, DossierAction.COMPLETE_STEP, context.now)
    step = next((step for step in dossier.open_steps if step.code == request.step_code), None)
    if step is None:
        raise guard_failed(DossierAction.COMPLETE_STEP, Guard.NOT_THE_NEXT_STEP)
    if not may_complete(context.actor, dossier, step):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if request.finished_at is not None and request.finished_at > context.now:
        raise invalid_field("/finished_at", "not_yet", "It has not been finished yet.")
    results, subjects = _yielded(dossier, step, request, context, files)
    return Transition(dossier).record(
        contract.STEP_COMPLETED,
        payload={
            "step_code": step.code,
            "step_name": step.name,
            "note": request.note,
            "outcome": request.outcome if step.result_code else None,
            "reason": request.reason,
            "file_ids": tuple(result.file_id for result in results if result.file_id),
        },
        steps=start_due_steps(_completed(dossier.steps, step, request, context), context.now, context.law),
        results=(*dossier.results, *results),
        subjects=subjects,
    )


def stop(dossier: DossierState, request: Stop, context: ActionContext) -> Transition:
    """→ 8 Dừng xử lý, with its reason. Counted as paused (QĐ 766/QĐ-TTg), so the clock waits too."""
    check_possible(dossier, DossierAction.STOP, context.now)
    return stop_because(dossier, request.reason, request.legal_ground, context)


def stop_because(
    dossier: DossierState, reason: str, legal_ground: str | None, context: ActionContext
) -> Transition:
    """With it the waiting for money ends whose time is over."""
    lapsed = lapse(dossier, context)
    return lapsed.record(
        contract.STOPPED,
        payload={"note": reason},
        status=DossierStatus.STOPPED,
        reason=reason,
        legal_ground=legal_ground,
        interrupted=None,
        **closed(dossier, context.now),
        **stop_clock(lapsed.dossier, context, ClockCause.STOP),
    )


def resume(dossier: DossierState, request: Resume, context: ActionContext) -> Transition:
    """8 → 4: the clock goes on, and the open steps have the time left that they had. 8 → 6 where it was stopped because no
    money came: what is to be paid is asked for again."""
    check_possible(dossier, DossierAction.RESUME, context.now)
    return _resumed(dossier, request, context).then(lambda resumed: due_again(resumed, context))


def _resumed(dossier: DossierState, request: Resume, context: ActionContext) -> Transition:
    clock = resume_clock(dossier, context, ClockCause.STOP)
    steps = start_due_steps(clock.pop("steps", dossier.steps), context.now, context.law)
    return Transition(dossier).record(
        contract.RESUMED,
        payload={"note": request.note},
        status=DossierStatus.PROCESSING,
        reason=None,
        legal_ground=None,
        steps=steps,
        **clock,
    )


def _completed(
    steps: tuple[DossierStep, ...], done: DossierStep, request: CompleteStep, context: ActionContext
) -> tuple[DossierStep, ...]:
    completion: dict[str, Any] = {
        "completed_at": context.now,
        "completed_by": context.actor.account_id,
        "lateness": lateness(done.due_at, context.now, None, context.now),
        "note": request.note,
        "outcome": request.outcome if done.result_code else None,
        "reason": request.reason,
    }
    seen = acknowledged(done.model_copy(update=completion), context.now, context.actor.account_id)
    completed = finished(seen, request.finished_at or context.now, context.law)
    refused = request.outcome is ResultOutcome.REFUSED
    not_begun = {"completed_at": context.now, "outcome": ResultOutcome.REFUSED, "reason": request.reason}
    return tuple(
        completed
        if step == done
        else step.model_copy(update=not_begun)
        if refused and _needs(step, done)
        else step
        for step in steps
    )


def _needs(step: DossierStep, done: DossierStep) -> bool:
    """Whether the result of a step rests on that of another one before it."""
    return step.order > done.order and step.result_code is not None and step.completed_at is None


def _check_outcome(step: DossierStep, request: CompleteStep) -> None:
    refused = request.outcome is ResultOutcome.REFUSED
    if refused and step.result_code is None:
        raise invalid_field("/outcome", "not_expected", "The step yields no result.")
    if refused and request.reason is None:
        raise invalid_field("/reason", "required", "A refusal needs its reason.")
    if request.subject is not None and (refused or step.result_code is None):
        raise no_subject_expected()
    for name in () if refused else ("reason", "result_code"):
        if getattr(request, name) is not None:
            raise invalid_field(f"/{name}", "not_expected", "It belongs to a refusal.")


def _yielded(
    dossier: DossierState, step: DossierStep, request: CompleteStep, context: ActionContext, files: Files
) -> tuple[tuple[DossierResult, ...], Subjects]:
    """The result of a step that yields one, and the subjects of the dossier with its own; what is granted must come with its
    file."""
    _check_outcome(step, request)
    if step.result_code is None:
        if request.file_id is not None:
            raise invalid_field("/file_id", "not_expected", "The step yields no result.")
        return (), dossier.subjects
    refused = request.outcome is ResultOutcome.REFUSED
    if request.file_id is None and not refused:
        raise invalid_field("/file_id", "required", "The step yields a result: upload it first.")
    check = usable_file if refused else sealable_file
    file = None if request.file_id is None else check(request.file_id, files, context.actor.account_id)
    subjects, subject = (
        (dossier.subjects, None)
        if refused
        else subject_of_result(dossier, request.subject, step.result_code, context)
    )
    result = DossierResult(
        outcome=request.outcome,
        result_code=known_code(request.result_code, context.law) if refused else step.result_code,
        number=request.number,
        file_id=request.file_id,
        sha256=None if file is None else file.sha256,
        reason=request.reason,
        issued_at=context.now,
        signed_by=context.actor.account_id,
        agency_code=step.agency_code or dossier.agency_code,
        agency_name=dossier.agency_name_of(step.agency_code or dossier.agency_code),
        step_code=step.code,
        lateness=lateness(dossier.due_at, context.now, None, context.now),
        subject=subject,
    )
    return (result,), subjects
