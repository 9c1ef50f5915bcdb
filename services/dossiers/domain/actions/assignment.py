"""Phân công: in whose hands a dossier is, who may act on it there, and how it passes on.

Each passing on is a row of the control sheet (Phiếu kiểm soát quá trình giải quyết hồ sơ).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.base import Actor, OfficerRole
from contracts.dossiers import (
    AssignDossier,
    Assignment,
    ClaimDossier,
    DossierAction,
    DossierStatus,
    DossierStep,
    HandOver,
    HandOverDossier,
    Lateness,
    ReleaseDossier,
)
from contracts.events import AnyEventType
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed
from dossiers.domain.model.state_machine import TERMINAL, Transition, check_possible

DeputisedFor = frozenset[str]
NOBODY: DeputisedFor = frozenset()
"""Standing in for nobody."""

ASSIGNEE_ONLY = frozenset(
    {
        DossierAction.ACCEPT,
        DossierAction.REFUSE_RECEPTION,
        DossierAction.SERVE_AT_ONCE,
        DossierAction.REQUEST_SUPPLEMENT,
        DossierAction.START_PROCESSING,
        DossierAction.COMPLETE_STEP,
        DossierAction.EXTEND,
        DossierAction.REQUEST_CONSULTATION,
        DossierAction.SCHEDULE_VERIFICATION,
        DossierAction.RECORD_VERIFICATION,
        DossierAction.STOP,
        DossierAction.RESUME,
        DossierAction.ISSUE_RESULT,
        DossierAction.RELEASE,
        DossierAction.HAND_OVER,
    }
)
"""What only the one may do in whose hands the dossier is, while it is in anybody's."""


@dataclass(frozen=True)
class Responsibility:
    """Where the work lies: the unit and the role whose turn it is."""

    unit: str
    role: OfficerRole


@dataclass(frozen=True)
class Assignee:
    """An officer, or with no officer the queue of a unit."""

    officer_id: str | None
    unit: str


def is_supervisor(actor: Actor) -> bool:
    """The head of the one-stop shop and the leaders of the agency."""
    return bool({OfficerRole.MANAGER, OfficerRole.LEADER}.intersection(actor.roles))


def may_act_on_assignment(
    actor: Actor, action: DossierAction, dossier: DossierState, standing_for: DeputisedFor
) -> bool:
    """Whether the assignment leaves the action to this officer. Another agency's part is not in its hands."""
    if actor.agency_code != dossier.agency_code or is_supervisor(actor):
        return True
    if action is DossierAction.CLAIM:
        return _may_claim(actor, dossier)
    if action not in ASSIGNEE_ONLY:
        return True
    if dossier.holder_id is None:
        return action is not DossierAction.HAND_OVER
    return dossier.holder_id == actor.account_id or dossier.holder_id in standing_for


def deputised_officer(actor: Actor, dossier: DossierState, standing_for: DeputisedFor) -> str | None:
    """The officer whose dossier it is, when the actor has a say in it as his stand-in only."""
    stands_in = dossier.holder_id in standing_for and not is_supervisor(actor)
    return dossier.holder_id if stands_in and dossier.holder_id != actor.account_id else None


def claim(dossier: DossierState, _: ClaimDossier, scene: ActionContext) -> Transition:
    """Nhận xử lý: out of the queue."""
    check_possible(dossier, DossierAction.CLAIM, scene.now)
    unit = dossier.assignment.unit if dossier.assignment else ""
    to = Assignee(scene.actor.account_id, unit or scene.actor.unit)
    return _reassign(dossier, DossierAction.CLAIM, contract.CLAIMED, to, None, scene)


def release(dossier: DossierState, request: ReleaseDossier, scene: ActionContext) -> Transition:
    """Back into the queue of its unit."""
    check_possible(dossier, DossierAction.RELEASE, scene.now)
    unit = dossier.assignment.unit if dossier.assignment else ""
    return _reassign(
        dossier, DossierAction.RELEASE, contract.RELEASED, Assignee(None, unit), request.note, scene
    )


def assign(
    dossier: DossierState, request: AssignDossier, scene: ActionContext, *, to: Assignee
) -> Transition:
    """Phân công."""
    check_possible(dossier, DossierAction.ASSIGN, scene.now)
    return _reassign(dossier, DossierAction.ASSIGN, contract.ASSIGNED, to, request.note, scene)


def hand_over(
    dossier: DossierState, request: HandOverDossier, scene: ActionContext, *, to: Assignee
) -> Transition:
    """Chuyển hồ sơ."""
    check_possible(dossier, DossierAction.HAND_OVER, scene.now)
    return _reassign(dossier, DossierAction.HAND_OVER, contract.HANDED_OVER, to, request.note, scene)


def requeue_if_moved(
    before: DossierState, change: Transition, action: DossierAction, scene: ActionContext
) -> Transition:
    """An act by which the work comes to another unit or role puts the dossier in its queue.

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
        before, action, to, scene, _completed_step(before, after), _lateness(before, after, scene.now)
    )
    moved: dict[str, Any] = {} if stays else {"assignment": _assignment(to, scene)}
    return change.amend(hand_overs=(*after.hand_overs, row), **moved)


def current_responsibility(dossier: DossierState) -> Responsibility:
    """The reception desk until it is received and when the result is ready; between, who has the agency's next step."""
    if dossier.received_at is None or dossier.status is DossierStatus.PROCESSED:
        return Responsibility("", OfficerRole.RECEPTION)
    left = [step for step in dossier.steps if step.completed_at is None and _is_own(dossier, step)]
    first = min(left, key=lambda step: step.order, default=None)
    return (
        Responsibility("", OfficerRole.PROCESSING)
        if first is None
        else Responsibility(first.unit, first.role)
    )


def _is_own(dossier: DossierState, step: DossierStep) -> bool:
    return step.agency_code in (None, dossier.agency_code)


def _may_claim(actor: Actor, dossier: DossierState) -> bool:
    """By an officer of the role whose turn it is, from no other unit's queue than his own."""
    turn = current_responsibility(dossier)
    unit = dossier.assignment.unit if dossier.assignment else turn.unit
    return turn.role in actor.roles and (not unit or not actor.unit or unit == actor.unit)


def _reassign(
    dossier: DossierState,
    action: DossierAction,
    event: AnyEventType,
    to: Assignee,
    note: str | None,
    scene: ActionContext,
) -> Transition:
    if to == _current_assignee(dossier) and dossier.assignment is not None:
        raise guard_failed(action, Guard.SAME_HANDS)
    row = HandOver(
        at=scene.now,
        from_officer_id=dossier.holder_id,
        from_unit=_current_assignee(dossier).unit,
        to_officer_id=to.officer_id,
        to_unit=to.unit,
        what=action.value,
        note=note,
    )
    return Transition(dossier).record(
        event,
        told={"officer_id": to.officer_id, "unit": to.unit, "note": note},
        assignment=_assignment(to, scene),
        hand_overs=(*dossier.hand_overs, row),
    )


def _hand_over_row(
    before: DossierState,
    action: DossierAction,
    to: Assignee,
    scene: ActionContext,
    step: DossierStep | None,
    late: Lateness | None,
) -> HandOver:
    return HandOver(
        at=scene.now,
        from_officer_id=scene.actor.account_id or None,
        from_unit=scene.actor.unit or _current_assignee(before).unit,
        to_officer_id=to.officer_id,
        to_unit=to.unit,
        what=action.value,
        step_code=None if step is None else step.code,
        lateness=late,
        note=None if step is None else step.note,
    )


def _completed_step(before: DossierState, after: DossierState) -> DossierStep | None:
    """The step that the act completed."""
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
    return Assignee(None, "") if held is None else Assignee(held.officer_id, held.unit)


def _assignment(to: Assignee, scene: ActionContext) -> Assignment:
    return Assignment(
        officer_id=to.officer_id, unit=to.unit, since=scene.now, by=scene.actor.account_id or scene.actor.name
    )
