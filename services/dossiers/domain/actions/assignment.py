"""Phân công: a dossier passes from a queue to an officer, from one officer to another, and back.

Each change of hands is a row of the control sheet (Phiếu kiểm soát quá trình giải quyết hồ sơ).
"""

from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import (
    AssignDossier,
    Assignment,
    ClaimDossier,
    DossierAction,
    DossierStep,
    HandOver,
    HandOverDossier,
    Lateness,
    ReleaseDossier,
)
from contracts.events import AnyEventType
from dossiers.domain.lateness import lateness
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed
from dossiers.domain.model.responsibility import Assignee, current_responsibility
from dossiers.domain.model.state_machine import TERMINAL, Transition


def claim(
    dossier: DossierState, _: ClaimDossier, context: ActionContext, *, officer_name: str | None = None
) -> Transition:
    """Nhận xử lý: an officer takes the dossier out of the queue."""
    check_possible(dossier, DossierAction.CLAIM, context.now)
    unit = dossier.assignment.unit if dossier.assignment else ""
    to = Assignee(context.actor.account_id, unit or context.actor.unit, officer_name)
    return _reassign(dossier, DossierAction.CLAIM, contract.CLAIMED, to, None, context)


def release(dossier: DossierState, request: ReleaseDossier, context: ActionContext) -> Transition:
    """The officer gives the dossier back to the queue of its unit."""
    check_possible(dossier, DossierAction.RELEASE, context.now)
    unit = dossier.assignment.unit if dossier.assignment else ""
    return _reassign(
        dossier, DossierAction.RELEASE, contract.RELEASED, Assignee(None, unit), request.note, context
    )


def assign(
    dossier: DossierState, request: AssignDossier, context: ActionContext, *, to: Assignee
) -> Transition:
    """Phân công: a supervisor gives the dossier to an officer or to a unit's queue."""
    check_possible(dossier, DossierAction.ASSIGN, context.now)
    return _reassign(dossier, DossierAction.ASSIGN, contract.ASSIGNED, to, request.note, context)


def hand_over(
    dossier: DossierState, request: HandOverDossier, context: ActionContext, *, to: Assignee
) -> Transition:
    """Chuyển hồ sơ: the officer who has the dossier passes it on."""
    check_possible(dossier, DossierAction.HAND_OVER, context.now)
    return _reassign(dossier, DossierAction.HAND_OVER, contract.HANDED_OVER, to, request.note, context)


def requeue_if_moved(
    before: DossierState, change: Transition, action: DossierAction, context: ActionContext
) -> Transition:
    """The transition of an action, with the dossier in the queue of the unit and role to which the work has come.

    A completed step is a row of the control sheet even where the next one is the same officer's.
    """
    after = change.dossier
    if not change.events or after.assignment is not before.assignment:
        return change
    if after.status in TERMINAL:
        return change if after.assignment is None else change.amend(assignment=None)
    stays = current_responsibility(after) == current_responsibility(before)
    if stays and action is not DossierAction.COMPLETE_STEP:
        return change
    to = _current_assignee(before) if stays else Assignee(None, current_responsibility(after).unit)
    row = _hand_over_row(
        before, action, to, context, _completed_step(before, after), _lateness(before, after, context.now)
    ).model_copy(update={"to_agency_codes": _agencies_of(after)})
    moved: dict[str, Any] = {} if stays else {"assignment": _assignment(to, context)}
    return change.amend(hand_overs=(*after.hand_overs, row), **moved)


def _reassign(
    dossier: DossierState,
    action: DossierAction,
    event: AnyEventType,
    to: Assignee,
    note: str | None,
    context: ActionContext,
) -> Transition:
    if to == _current_assignee(dossier) and dossier.assignment is not None:
        raise guard_failed(action, Guard.SAME_HANDS)
    row = HandOver(
        at=context.now,
        from_officer_id=dossier.holder_id,
        from_unit=_current_assignee(dossier).unit,
        to_officer_id=to.officer_id,
        to_unit=to.unit,
        what=action.value,
        note=note,
    )
    return Transition(dossier).record(
        event,
        payload={"officer_id": to.officer_id, "unit": to.unit, "note": note},
        assignment=_assignment(to, context),
        hand_overs=(*dossier.hand_overs, row),
    )


def _hand_over_row(
    before: DossierState,
    action: DossierAction,
    to: Assignee,
    context: ActionContext,
    step: DossierStep | None,
    late: Lateness | None,
) -> HandOver:
    return HandOver(
        at=context.now,
        from_officer_id=context.actor.account_id or None,
        from_unit=context.actor.unit or _current_assignee(before).unit,
        from_agency_code=_other_than(before.agency_code, context.actor.agency_code),
        to_officer_id=to.officer_id,
        to_unit=to.unit,
        what=action.value,
        step_code=None if step is None else step.code,
        lateness=late,
        note=None if step is None else step.note,
    )


def _completed_step(before: DossierState, after: DossierState) -> DossierStep | None:
    """The step that the action completed."""
    open_before = {step.code for step in before.steps if step.completed_at is None}
    done = (step for step in after.steps if step.completed_at is not None and step.code in open_before)
    return next(done, None)


def _lateness(before: DossierState, after: DossierState, now: datetime) -> Lateness | None:
    step = _completed_step(before, after)
    if step is not None:
        return step.lateness
    if before.ended_at is None and after.ended_at is not None:
        return lateness(after.due_at, after.ended_at, None, now)
    return None


def _current_assignee(dossier: DossierState) -> Assignee:
    held = dossier.assignment
    return Assignee(None, "") if held is None else Assignee(held.officer_id, held.unit, held.officer_name)


def _assignment(to: Assignee, context: ActionContext) -> Assignment:
    return Assignment(
        officer_id=to.officer_id,
        officer_name=to.name,
        unit=to.unit,
        since=context.now,
        by=context.actor.account_id or context.actor.name,
    )


def _agencies_of(dossier: DossierState) -> tuple[str, ...]:
    """The agencies whose steps are open; none where that is its own alone."""
    codes = tuple(dict.fromkeys(step.agency_code or dossier.agency_code for step in dossier.open_steps))
    return () if codes == (dossier.agency_code,) else codes


def _other_than(own: str, agency_code: str) -> str | None:
    return agency_code if agency_code and agency_code != own else None
