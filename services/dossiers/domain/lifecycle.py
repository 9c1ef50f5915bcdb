"""The ten states and the moves between them: which act starts where, which move exists, how a move is recorded.

The table follows NĐ 61/2018/NĐ-CP art 17-20 and the status list that ministries and provinces share.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from contracts.base import Model
from contracts.dossiers import Action, Status
from contracts.events import AnyEventType
from dossiers.domain.dossier import Dossier
from dossiers.domain.guards import Guard, guard_failed, illegal_transition

S, A = Status, Action

MOVES: Mapping[Status, frozenset[Status]] = {
    S.SUBMITTED: frozenset({S.ACCEPTED, S.NOT_ACCEPTED, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE, S.WITHDRAWN}),
    S.ACCEPTED: frozenset(
        {S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE, S.WITHDRAWN, S.STOPPED, S.PROCESSED}
    ),
    S.NOT_ACCEPTED: frozenset(),
    S.PROCESSING: frozenset({S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE, S.WITHDRAWN, S.STOPPED, S.PROCESSED}),
    S.SUPPLEMENT_REQUESTED: frozenset(
        {S.SUBMITTED, S.ACCEPTED, S.PROCESSING, S.WITHDRAWN, S.STOPPED, S.NOT_ACCEPTED}
    ),
    S.PAYMENT_DUE: frozenset({S.ACCEPTED, S.PROCESSING, S.WITHDRAWN, S.STOPPED, S.PROCESSED}),
    S.WITHDRAWN: frozenset(),
    S.STOPPED: frozenset({S.PROCESSING}),
    S.PROCESSED: frozenset({S.PAYMENT_DUE, S.RETURNED}),
    S.RETURNED: frozenset(),
}

IN_WORK = frozenset(status for status, targets in MOVES.items() if targets)
"""In whose hands a dossier is may change while there is work left."""

STARTS: Mapping[Action, frozenset[Status]] = {
    A.ACCEPT: frozenset({S.SUBMITTED}),
    A.REFUSE_RECEPTION: frozenset({S.SUBMITTED, S.SUPPLEMENT_REQUESTED}),
    A.REQUEST_SUPPLEMENT: frozenset({S.SUBMITTED, S.ACCEPTED, S.PROCESSING}),
    A.SUPPLEMENT: frozenset({S.SUPPLEMENT_REQUESTED}),
    A.START_PROCESSING: frozenset({S.ACCEPTED}),
    A.COMPLETE_STEP: frozenset({S.PROCESSING}),
    A.STOP: frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE}),
    A.RESUME: frozenset({S.STOPPED}),
    A.ISSUE_RESULT: frozenset({S.ACCEPTED, S.PROCESSING, S.PAYMENT_DUE}),
    A.RETURN_RESULT: frozenset({S.PROCESSED}),
    A.RATE: frozenset({S.RETURNED}),
    A.WITHDRAW: frozenset({S.SUBMITTED, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE}),
    **dict.fromkeys((A.CLAIM, A.RELEASE, A.ASSIGN, A.HAND_OVER), IN_WORK),
}

TERMINAL = frozenset(status for status, targets in MOVES.items() if not targets)


@dataclass(frozen=True)
class Recorded:
    """One event: what is told to all, and the fields of the dossier that it changed, for its own log only."""

    type: AnyEventType
    version: int
    payload: Model
    changes: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A dossier and the events that made it so, in order."""

    dossier: Dossier
    events: tuple[Recorded, ...] = ()

    def record(
        self, event_type: AnyEventType, *, told: Mapping[str, Any] | None = None, **changes: Any
    ) -> "Change":
        """The next event: `changes` to the dossier, `told` beside what every event tells."""
        before = self.dossier
        after = before.model_copy(update={**changes, "version": before.version + 1})
        _check_move(before.status, after.status, event_type)
        payload = event_type.payload(**announcement(after), **(told or {}))
        private = after.model_dump(mode="json", include=set(changes))
        return Change(after, (*self.events, Recorded(event_type, after.version, payload, private)))

    def amended(self, **changes: Any) -> "Change":
        """More that the last event changed, kept and told with it."""
        *earlier, last = self.events
        after = self.dossier.model_copy(update=changes)
        payload = last.payload.model_copy(update=announcement(after))
        private = {**last.changes, **after.model_dump(mode="json", include=set(changes))}
        return Change(after, (*earlier, replace(last, payload=payload, changes=private)))

    def telling(self, **told: Any) -> "Change":
        """The same change, with `told` in each of its events."""
        events = (replace(event, payload=event.payload.model_copy(update=told)) for event in self.events)
        return Change(self.dossier, tuple(events))


def announcement(dossier: Dossier) -> dict[str, Any]:
    """What every event of a dossier tells: nothing that names a person."""
    return {
        "dossier_id": dossier.dossier_id,
        "code": dossier.code,
        "status": dossier.status,
        "procedure_code": dossier.procedure_code,
        "procedure_name": dossier.procedure_name,
        "agency_code": dossier.agency_code,
        "agency_codes": dossier.agency_codes,
        "applicant_id": next(iter(dossier.follower_ids), None),
        "follower_ids": dossier.follower_ids,
        "handler_ids": () if dossier.holder_id is None else (dossier.holder_id,),
        "due_at": dossier.due_at,
    }


def check(dossier: Dossier, action: Action, now: datetime) -> None:
    """Raises ILLEGAL_TRANSITION or GUARD_FAILED when the action cannot be taken in this state."""
    if dossier.status not in STARTS.get(action, frozenset()):
        raise illegal_transition(dossier.status, action)
    guard = unmet_guard(dossier, action, now)
    if guard is not None:
        raise guard_failed(action, guard)


def is_possible(dossier: Dossier, action: Action, now: datetime) -> bool:
    return dossier.status in STARTS.get(action, frozenset()) and unmet_guard(dossier, action, now) is None


def unmet_guard(dossier: Dossier, action: Action, now: datetime) -> Guard | None:
    """What the dossier itself has against the action, whoever asks and with whatever content."""
    received = dossier.received_at is not None
    if action is A.REFUSE_RECEPTION and received:
        return Guard.ALREADY_RECEIVED
    if action is A.STOP and not received:
        return Guard.NOT_RECEIVED
    if action is A.RATE and dossier.rating is not None:
        return Guard.ALREADY_RATED
    if action is A.COMPLETE_STEP and dossier.next_step is None:
        return Guard.NO_OPEN_STEP
    if action is A.CLAIM and dossier.holder_id is not None:
        return Guard.ALREADY_ASSIGNED
    if action is A.RELEASE and dossier.holder_id is None:
        return Guard.NOT_ASSIGNED
    return _supplement_guard(dossier, now) if action is A.REQUEST_SUPPLEMENT else None


def _supplement_guard(dossier: Dossier, now: datetime) -> Guard | None:
    """Once, completely (art 17.1a); after reception within the days that the regime gives (art 19.4)."""
    if len(dossier.supplements) >= dossier.terms.supplement_limit:
        return Guard.SUPPLEMENT_LIMIT
    late = dossier.supplement_until is not None and now > dossier.supplement_until
    return Guard.SUPPLEMENT_TOO_LATE if late else None


def _check_move(before: Status, after: Status, event_type: AnyEventType) -> None:
    if after is not before and after not in MOVES[before]:
        raise illegal_transition(before, event_type.name)
