"""Phân công: in whose hands a dossier is, who may act on it there, and how it passes on.

Each passing on is a row of the control sheet (Phiếu kiểm soát quá trình giải quyết hồ sơ).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.base import Actor, Role
from contracts.dossiers import (
    Action,
    AssignDossier,
    Assignment,
    ClaimDossier,
    HandOver,
    HandOverDossier,
    Lateness,
    ReleaseDossier,
    Status,
    Step,
)
from contracts.events import AnyEventType
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import Guard, guard_failed
from dossiers.domain.lateness import lateness
from dossiers.domain.lifecycle import TERMINAL, Change, check

Standing = frozenset[str]
ALONE: Standing = frozenset()
"""Standing in for nobody."""

HELD = frozenset(
    {
        Action.ACCEPT,
        Action.REFUSE_RECEPTION,
        Action.SERVE_AT_ONCE,
        Action.REQUEST_SUPPLEMENT,
        Action.START_PROCESSING,
        Action.COMPLETE_STEP,
        Action.EXTEND,
        Action.REQUEST_CONSULTATION,
        Action.SCHEDULE_VERIFICATION,
        Action.RECORD_VERIFICATION,
        Action.STOP,
        Action.RESUME,
        Action.ISSUE_RESULT,
        Action.RELEASE,
        Action.HAND_OVER,
    }
)
"""What only the one may do in whose hands the dossier is, while it is in anybody's."""


@dataclass(frozen=True)
class Place:
    """Where the work lies: the unit and the role whose turn it is."""

    unit: str
    role: Role


@dataclass(frozen=True)
class Receiver:
    """An officer, or with no officer the queue of a unit."""

    officer_id: str | None
    unit: str


def oversees(actor: Actor) -> bool:
    """The head of the one-stop shop and the leaders of the agency."""
    return bool({Role.MANAGER, Role.LEADER}.intersection(actor.roles))


def in_right_hands(actor: Actor, action: Action, dossier: Dossier, standing_for: Standing) -> bool:
    """Whether the assignment leaves the action to this officer. Another agency's part is not in its hands."""
    if actor.agency_code != dossier.agency_code or oversees(actor):
        return True
    if action is Action.CLAIM:
        return _may_claim(actor, dossier)
    if action not in HELD:
        return True
    if dossier.holder_id is None:
        return action is not Action.HAND_OVER
    return dossier.holder_id == actor.account_id or dossier.holder_id in standing_for


def stood_in_for(actor: Actor, dossier: Dossier, standing_for: Standing) -> str | None:
    """The officer whose dossier it is, when the actor has a say in it as his stand-in only."""
    stands_in = dossier.holder_id in standing_for and not oversees(actor)
    return dossier.holder_id if stands_in and dossier.holder_id != actor.account_id else None


def claim(dossier: Dossier, _: ClaimDossier, scene: Scene) -> Change:
    """Nhận xử lý: out of the queue."""
    check(dossier, Action.CLAIM, scene.now)
    unit = dossier.assignment.unit if dossier.assignment else ""
    to = Receiver(scene.actor.account_id, unit or scene.actor.unit)
    return _moved(dossier, Action.CLAIM, contract.CLAIMED, to, None, scene)


def release(dossier: Dossier, request: ReleaseDossier, scene: Scene) -> Change:
    """Back into the queue of its unit."""
    check(dossier, Action.RELEASE, scene.now)
    unit = dossier.assignment.unit if dossier.assignment else ""
    return _moved(dossier, Action.RELEASE, contract.RELEASED, Receiver(None, unit), request.note, scene)


def assign(dossier: Dossier, request: AssignDossier, scene: Scene, *, to: Receiver) -> Change:
    """Phân công."""
    check(dossier, Action.ASSIGN, scene.now)
    return _moved(dossier, Action.ASSIGN, contract.ASSIGNED, to, request.note, scene)


def hand_over(dossier: Dossier, request: HandOverDossier, scene: Scene, *, to: Receiver) -> Change:
    """Chuyển hồ sơ."""
    check(dossier, Action.HAND_OVER, scene.now)
    return _moved(dossier, Action.HAND_OVER, contract.HANDED_OVER, to, request.note, scene)


def passed_on(before: Dossier, change: Change, action: Action, scene: Scene) -> Change:
    """An act by which the work comes to another unit or role puts the dossier in its queue.

    A completed step is a row of the control sheet even where the next one is the same officer's.
    """
    after = change.dossier
    if not change.events or after.assignment is not before.assignment:
        return change
    if after.status in TERMINAL:
        return change if after.assignment is None else change.amended(assignment=None)
    stays = place(after) == place(before)
    if stays and action is not Action.COMPLETE_STEP:
        return change
    to = _holder(before) if stays else Receiver(None, place(after).unit)
    row = _row(before, action, to, scene, _finished(before, after), _lateness(before, after, scene.now))
    moved: dict[str, Any] = {} if stays else {"assignment": _assignment(to, scene)}
    return change.amended(hand_overs=(*after.hand_overs, row), **moved)


def place(dossier: Dossier) -> Place:
    """The reception desk until it is received and when the result is ready; between, who has the agency's next step."""
    if dossier.received_at is None or dossier.status is Status.PROCESSED:
        return Place("", Role.RECEPTION)
    left = [step for step in dossier.steps if step.completed_at is None and _is_own(dossier, step)]
    first = min(left, key=lambda step: step.order, default=None)
    return Place("", Role.PROCESSING) if first is None else Place(first.unit, first.role)


def _is_own(dossier: Dossier, step: Step) -> bool:
    return step.agency_code in (None, dossier.agency_code)


def _may_claim(actor: Actor, dossier: Dossier) -> bool:
    """By an officer of the role whose turn it is, from no other unit's queue than his own."""
    turn = place(dossier)
    unit = dossier.assignment.unit if dossier.assignment else turn.unit
    return turn.role in actor.roles and (not unit or not actor.unit or unit == actor.unit)


def _moved(
    dossier: Dossier, action: Action, event: AnyEventType, to: Receiver, note: str | None, scene: Scene
) -> Change:
    if to == _holder(dossier) and dossier.assignment is not None:
        raise guard_failed(action, Guard.SAME_HANDS)
    row = HandOver(
        at=scene.now,
        from_officer_id=dossier.holder_id,
        from_unit=_holder(dossier).unit,
        to_officer_id=to.officer_id,
        to_unit=to.unit,
        what=action.value,
        note=note,
    )
    return Change(dossier).record(
        event,
        told={"officer_id": to.officer_id, "unit": to.unit, "note": note},
        assignment=_assignment(to, scene),
        hand_overs=(*dossier.hand_overs, row),
    )


def _row(
    before: Dossier, action: Action, to: Receiver, scene: Scene, step: Step | None, late: Lateness | None
) -> HandOver:
    return HandOver(
        at=scene.now,
        from_officer_id=scene.actor.account_id or None,
        from_unit=scene.actor.unit or _holder(before).unit,
        to_officer_id=to.officer_id,
        to_unit=to.unit,
        what=action.value,
        step_code=None if step is None else step.code,
        lateness=late,
        note=None if step is None else step.note,
    )


def _finished(before: Dossier, after: Dossier) -> Step | None:
    """The step that the act completed."""
    open_before = {step.code for step in before.steps if step.completed_at is None}
    done = (step for step in after.steps if step.completed_at is not None and step.code in open_before)
    return next(done, None)


def _lateness(before: Dossier, after: Dossier, now: datetime) -> Lateness | None:
    step = _finished(before, after)
    if step is not None:
        return step.lateness
    if before.ended_at is None and after.ended_at is not None:
        return lateness(after.due_at, after.ended_at, None, now)
    return None


def _holder(dossier: Dossier) -> Receiver:
    held = dossier.assignment
    return Receiver(None, "") if held is None else Receiver(held.officer_id, held.unit)


def _assignment(to: Receiver, scene: Scene) -> Assignment:
    return Assignment(
        officer_id=to.officer_id, unit=to.unit, since=scene.now, by=scene.actor.account_id or scene.actor.name
    )
