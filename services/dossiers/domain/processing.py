"""Giải quyết: the steps of the internal process, stop and resumption."""

from contracts import dossiers as contract
from contracts.dossiers import Action, CompleteStep, Resume, StartProcessing, Status, Step, Stop
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import Guard, guard_failed
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.waiting import resumed


def start_processing(dossier: Dossier, request: StartProcessing, scene: Scene) -> Change:
    """2 → 4 Đang xử lý."""
    check(dossier, Action.START_PROCESSING, scene.now)
    return Change(dossier).record(
        contract.PROCESSING_STARTED, told={"note": request.note}, status=Status.PROCESSING
    )


def complete_step(dossier: Dossier, request: CompleteStep, scene: Scene) -> Change:
    """The next open step, and no other."""
    check(dossier, Action.COMPLETE_STEP, scene.now)
    step = dossier.next_step
    if step is None or step.code != request.step_code:
        raise guard_failed(Action.COMPLETE_STEP, Guard.NOT_THE_NEXT_STEP)
    done = step.model_copy(
        update={
            "completed_at": scene.now,
            "completed_by": scene.actor.account_id,
            "note": request.note,
        }
    )
    return Change(dossier).record(
        contract.STEP_COMPLETED,
        told={"step_code": step.code, "step_name": step.name, "note": request.note},
        steps=_with(dossier.steps, done),
    )


def stop(dossier: Dossier, request: Stop, scene: Scene) -> Change:
    """→ 8 Dừng xử lý, with its reason. Counted as paused (QĐ 766/QĐ-TTg), so the clock waits too."""
    check(dossier, Action.STOP, scene.now)
    return Change(dossier).record(
        contract.STOPPED,
        told={"note": request.reason},
        status=Status.STOPPED,
        reason=request.reason,
        interrupted=None,
        clock_stopped_since=dossier.clock_stopped_since or scene.now,
    )


def resume(dossier: Dossier, request: Resume, scene: Scene) -> Change:
    """8 → 4."""
    check(dossier, Action.RESUME, scene.now)
    return Change(dossier).record(
        contract.RESUMED,
        told={"note": request.note},
        status=Status.PROCESSING,
        reason=None,
        **resumed(dossier, scene.now, scene),
    )


def _with(steps: tuple[Step, ...], done: Step) -> tuple[Step, ...]:
    return tuple(done if step.code == done.code and step.completed_at is None else step for step in steps)
