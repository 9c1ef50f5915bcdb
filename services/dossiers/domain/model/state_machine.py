"""The ten states and the moves between them: which act starts where, which move exists, how a move is recorded.

The table follows NĐ 61/2018/NĐ-CP art 17-20 and the status list that ministries and provinces share.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from contracts.base import Model
from contracts.dossiers import DossierAction, DossierStatus
from contracts.events import AnyEventType
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard, guard_failed, illegal_transition

S, A = DossierStatus, DossierAction

MOVES: Mapping[DossierStatus, frozenset[DossierStatus]] = {
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
UNDER_WAY = frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE, S.STOPPED})
"""Received, or waiting for a supplement before it, and not ended."""

STARTS: Mapping[DossierAction, frozenset[DossierStatus]] = {
    A.ACCEPT: frozenset({S.SUBMITTED}),
    A.SERVE_AT_ONCE: frozenset({S.SUBMITTED}),
    A.REFUSE_RECEPTION: frozenset({S.SUBMITTED, S.SUPPLEMENT_REQUESTED}),
    A.REQUEST_SUPPLEMENT: frozenset({S.SUBMITTED, S.ACCEPTED, S.PROCESSING}),
    A.SUPPLEMENT: frozenset({S.SUPPLEMENT_REQUESTED}),
    A.START_PROCESSING: frozenset({S.ACCEPTED}),
    A.COMPLETE_STEP: frozenset({S.PROCESSING}),
    A.EXTEND: frozenset({S.ACCEPTED, S.PROCESSING}),
    A.REQUEST_CONSULTATION: frozenset({S.ACCEPTED, S.PROCESSING}),
    A.ANSWER_CONSULTATION: UNDER_WAY,
    A.SCHEDULE_VERIFICATION: frozenset({S.ACCEPTED, S.PROCESSING}),
    A.RECORD_VERIFICATION: UNDER_WAY,
    A.STOP: frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE}),
    A.RESUME: frozenset({S.STOPPED}),
    A.ISSUE_RESULT: frozenset({S.ACCEPTED, S.PROCESSING, S.PAYMENT_DUE}),
    A.RETURN_RESULT: frozenset({S.PROCESSED}),
    A.RATE: frozenset({S.RETURNED}),
    A.WITHDRAW: frozenset({S.SUBMITTED, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE}),
    **dict.fromkeys((A.CLAIM, A.RELEASE, A.ASSIGN, A.HAND_OVER), IN_WORK),
    A.RECORD_ERROR: UNDER_WAY | {S.PROCESSED, S.RETURNED},
    A.CORRECT_RESULT: frozenset({S.PROCESSED, S.RETURNED}),
    A.ADOPT_LAW: UNDER_WAY,
}

TERMINAL = frozenset(status for status, targets in MOVES.items() if not targets)


@dataclass(frozen=True)
class RecordedEvent:
    """One event: what is told to all, and the fields of the dossier that it changed, for its own log only."""

    type: AnyEventType
    version: int
    payload: Model
    changes: dict[str, Any]


@dataclass(frozen=True)
class Transition:
    """A dossier and the events that made it so, in order."""

    dossier: DossierState
    events: tuple[RecordedEvent, ...] = ()

    def then(self, act: Callable[[DossierState], "Transition"]) -> "Transition":
        """A further act upon what this change made of the dossier."""
        after = act(self.dossier)
        return Transition(after.dossier, (*self.events, *after.events))

    def record(
        self, event_type: AnyEventType, *, told: Mapping[str, Any] | None = None, **changes: Any
    ) -> "Transition":
        """The next event: `changes` to the dossier, `told` beside what every event tells."""
        before = self.dossier
        after = before.model_copy(update={**changes, "version": before.version + 1})
        _check_move(before.status, after.status, event_type)
        payload = event_type.payload(**common_payload(after), **(told or {}))
        private = after.model_dump(mode="json", include=set(changes))
        return Transition(after, (*self.events, RecordedEvent(event_type, after.version, payload, private)))

    def amend(self, **changes: Any) -> "Transition":
        """More that the last event changed, kept and told with it."""
        *earlier, last = self.events
        after = self.dossier.model_copy(update=changes)
        payload = last.payload.model_copy(update=common_payload(after))
        private = {**last.changes, **after.model_dump(mode="json", include=set(changes))}
        return Transition(after, (*earlier, replace(last, payload=payload, changes=private)))

    def with_payload(self, **told: Any) -> "Transition":
        """The same change, with `told` in each of its events."""
        events = (replace(event, payload=event.payload.model_copy(update=told)) for event in self.events)
        return Transition(self.dossier, tuple(events))


def common_payload(dossier: DossierState) -> dict[str, Any]:
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


def check_possible(
    dossier: DossierState, action: DossierAction, now: datetime, *, overriding: bool = False
) -> None:
    """Raises ILLEGAL_TRANSITION or GUARD_FAILED when the action cannot be taken in this state."""
    if dossier.status not in STARTS.get(action, frozenset()):
        raise illegal_transition(dossier.status, action)
    guard = unmet_guard(dossier, action, now, overriding=overriding)
    if guard is not None:
        raise guard_failed(action, guard)


def is_possible(
    dossier: DossierState, action: DossierAction, now: datetime, *, overriding: bool = False
) -> bool:
    starts = dossier.status in STARTS.get(action, frozenset())
    return starts and unmet_guard(dossier, action, now, overriding=overriding) is None


def unmet_guard(
    dossier: DossierState, action: DossierAction, now: datetime, *, overriding: bool = False
) -> Guard | None:
    """What the dossier itself has against the action, whoever asks and with whatever content.

    `overriding`: a leader takes it upon himself to ask for a supplement once more, or too late.
    """
    if action is A.REQUEST_SUPPLEMENT:
        return None if overriding else _supplement_guard(dossier, now)
    return next((guard for guard, unmet in _GUARDS.get(action, ()) if unmet(dossier)), None)


def _supplement_guard(dossier: DossierState, now: datetime) -> Guard | None:
    """Once, completely (art 17.1a); after reception within the days that the regime gives (art 19.4)."""
    if len(dossier.supplements) >= dossier.terms.supplement_limit:
        return Guard.SUPPLEMENT_LIMIT
    late = dossier.supplement_until is not None and now > dossier.supplement_until
    return Guard.SUPPLEMENT_TOO_LATE if late else None


def _is_received(dossier: DossierState) -> bool:
    return dossier.received_at is not None


def _is_not_received(dossier: DossierState) -> bool:
    return dossier.received_at is None


def _is_extended(dossier: DossierState) -> bool:
    """At most once (art 19.9), whatever a regime may say."""
    return dossier.extension is not None or dossier.terms.extension_limit < 1


_NOT_RECEIVED = ((Guard.NOT_RECEIVED, _is_not_received),)
_GUARDS: Mapping[DossierAction, tuple[tuple[Guard, Callable[[DossierState], bool]], ...]] = {
    A.REFUSE_RECEPTION: ((Guard.ALREADY_RECEIVED, _is_received),),
    A.SERVE_AT_ONCE: ((Guard.NOT_IMMEDIATE, lambda dossier: not dossier.immediate),),
    A.STOP: _NOT_RECEIVED,
    A.RECORD_ERROR: _NOT_RECEIVED,
    A.ADOPT_LAW: _NOT_RECEIVED,
    A.COMPLETE_STEP: ((Guard.NO_OPEN_STEP, lambda dossier: not dossier.open_steps),),
    A.CLAIM: ((Guard.ALREADY_ASSIGNED, lambda dossier: dossier.holder_id is not None),),
    A.RELEASE: ((Guard.NOT_ASSIGNED, lambda dossier: dossier.holder_id is None),),
    A.RATE: ((Guard.ALREADY_RATED, lambda dossier: dossier.rating is not None),),
    A.EXTEND: (
        (Guard.EXTENSION_LIMIT, _is_extended),
        (Guard.NO_DUE_DATE, lambda dossier: dossier.due_at is None),
    ),
    A.ANSWER_CONSULTATION: ((Guard.NO_OPEN_CONSULTATION, lambda dossier: not dossier.open_consultations),),
    A.RECORD_VERIFICATION: ((Guard.NO_OPEN_VERIFICATION, lambda dossier: not dossier.open_verifications),),
    A.CORRECT_RESULT: (
        (Guard.NO_RECORDED_ERROR, lambda dossier: not dossier.open_errors),
        (Guard.FEE_UNPAID, lambda dossier: dossier.has_unpaid_fee),
    ),
}


def _check_move(before: DossierStatus, after: DossierStatus, event_type: AnyEventType) -> None:
    if after is not before and after not in MOVES[before]:
        raise illegal_transition(before, event_type.name)
