"""Giải quyết: the steps of the internal process, stop and resumption."""

from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import (
    Action,
    ClockCause,
    CompleteStep,
    Outcome,
    Result,
    Resume,
    StartProcessing,
    Status,
    Step,
    Stop,
)
from contracts.errors import Code, ServiceError
from dossiers.domain.access import may_complete
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import Guard, guard_failed, invalid_field
from dossiers.domain.lateness import lateness
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.papers import Files, usable
from dossiers.domain.steps import with_started
from dossiers.domain.timing import resumed, stopped


def start_processing(dossier: Dossier, request: StartProcessing, scene: Scene) -> Change:
    """2 → 4 Đang xử lý: the first steps start."""
    check(dossier, Action.START_PROCESSING, scene.now)
    return Change(dossier).record(
        contract.PROCESSING_STARTED,
        told={"note": request.note},
        status=Status.PROCESSING,
        steps=with_started(dossier.steps, scene.now, scene.law),
    )


def complete_step(dossier: Dossier, request: CompleteStep, scene: Scene, *, files: Files) -> Change:
    """A step whose turn it is, by an officer of its agency and role; when its order is done, the next one starts."""
    check(dossier, Action.COMPLETE_STEP, scene.now)
    step = next((step for step in dossier.open_steps if step.code == request.step_code), None)
    if step is None:
        raise guard_failed(Action.COMPLETE_STEP, Guard.NOT_THE_NEXT_STEP)
    if not may_complete(scene.actor, dossier, step):
        raise ServiceError(Code.FORBIDDEN)
    results = _yielded(dossier, step, request, scene, files)
    return Change(dossier).record(
        contract.STEP_COMPLETED,
        told={
            "step_code": step.code,
            "step_name": step.name,
            "note": request.note,
            "file_ids": tuple(result.file_id for result in results if result.file_id),
        },
        steps=with_started(_completed(dossier.steps, step, request, scene), scene.now, scene.law),
        results=(*dossier.results, *results),
    )


def stop(dossier: Dossier, request: Stop, scene: Scene) -> Change:
    """→ 8 Dừng xử lý, with its reason. Counted as paused (QĐ 766/QĐ-TTg), so the clock waits too."""
    check(dossier, Action.STOP, scene.now)
    return stopped_for(dossier, request.reason, request.legal_ground, scene)


def stopped_for(dossier: Dossier, reason: str, legal_ground: str | None, scene: Scene) -> Change:
    return Change(dossier).record(
        contract.STOPPED,
        told={"note": reason},
        status=Status.STOPPED,
        reason=reason,
        legal_ground=legal_ground,
        interrupted=None,
        **stopped(dossier, scene, ClockCause.STOP),
    )


def resume(dossier: Dossier, request: Resume, scene: Scene) -> Change:
    """8 → 4."""
    check(dossier, Action.RESUME, scene.now)
    clock = resumed(dossier, scene, ClockCause.STOP)
    steps = with_started(clock.pop("steps", dossier.steps), scene.now, scene.law)
    return Change(dossier).record(
        contract.RESUMED,
        told={"note": request.note},
        status=Status.PROCESSING,
        reason=None,
        legal_ground=None,
        steps=steps,
        **clock,
    )


def _completed(steps: tuple[Step, ...], done: Step, request: CompleteStep, scene: Scene) -> tuple[Step, ...]:
    said: dict[str, Any] = {
        "completed_at": scene.now,
        "completed_by": scene.actor.account_id,
        "lateness": lateness(done.due_at, scene.now, None, scene.now),
        "note": request.note,
    }
    return tuple(step.model_copy(update=said) if step == done else step for step in steps)


def _yielded(
    dossier: Dossier, step: Step, request: CompleteStep, scene: Scene, files: Files
) -> tuple[Result, ...]:
    """The result of a step that yields one; it must come with its file."""
    if step.result_code is None:
        if request.file_id is not None:
            raise invalid_field("/file_id", "not_expected", "The step yields no result.")
        return ()
    if request.file_id is None:
        raise invalid_field("/file_id", "required", "The step yields a result: upload it first.")
    file = usable(request.file_id, files, scene.actor.account_id)
    result = Result(
        outcome=Outcome.APPROVED,
        result_code=step.result_code,
        number=request.number,
        file_id=file.file_id,
        sha256=file.sha256,
        issued_at=scene.now,
        agency_code=step.agency_code or dossier.agency_code,
        step_code=step.code,
        lateness=lateness(dossier.due_at, scene.now, None, scene.now),
    )
    return (result,)
