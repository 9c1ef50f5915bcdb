"""The ten official states, the moves between them, and the transition that an action makes.

The moves follow NĐ 61/2018/NĐ-CP art 17-20 and the status list that ministries and provinces share.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.base import Model
from contracts.dossiers import DossierEvent, DossierStatus
from contracts.events import AnyEventType
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import illegal_transition

S = DossierStatus

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
    S.STOPPED: frozenset({S.PROCESSING, S.PAYMENT_DUE, S.WITHDRAWN, S.PROCESSED}),
    S.PROCESSED: frozenset({S.PAYMENT_DUE, S.RETURNED}),
    S.RETURNED: frozenset(),
}

TERMINAL = frozenset(status for status, targets in MOVES.items() if not targets)
"""The ends of a dossier: not accepted, withdrawn, returned."""
ENDED = TERMINAL | {S.PROCESSED}
"""The dossier has an end (`ended_at`); one for which a fee is due may have it too, as a fee may come with the result."""
IN_WORK = frozenset(MOVES) - TERMINAL
"""There is work left, so the dossier may change hands."""
UNDER_WAY = frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT_REQUESTED, S.PAYMENT_DUE, S.STOPPED})
"""Received, or waiting for a supplement before it, and not ended."""


_PUBLISHED = tuple(name for name in DossierEvent.model_fields if name in DossierState.model_fields)
"""What an event publishes as the dossier has it: a field that both models have is one of them by itself."""


@dataclass(frozen=True)
class RecordedEvent:
    """One event of a transition: its published payload, and the changed fields of the dossier, which stay in its log."""

    type: AnyEventType
    version: int
    payload: Model
    changes: dict[str, Any]


@dataclass(frozen=True)
class Transition:
    """A dossier and the events that led to its present state, in order. Without events nothing has changed."""

    dossier: DossierState
    events: tuple[RecordedEvent, ...] = ()

    def then(self, action: Callable[[DossierState], "Transition"]) -> "Transition":
        """This transition followed by a further action on its result."""
        after = action(self.dossier)
        return Transition(after.dossier, (*self.events, *after.events))

    def record(
        self, event_type: AnyEventType, *, payload: Mapping[str, Any] | None = None, **changes: Any
    ) -> "Transition":
        """One more event: `changes` to the dossier, `payload` beside what every event publishes.

        Raises ILLEGAL_TRANSITION for a move between states that does not exist.
        """
        before = self.dossier
        after = before.model_copy(update={**changes, "version": before.version + 1})
        _check_move(before.status, after.status, event_type)
        published = event_type.payload(**common_payload(after), **(payload or {}))
        private = after.model_dump(mode="json", include=set(changes))
        return Transition(after, (*self.events, RecordedEvent(event_type, after.version, published, private)))

    def amend(self, **changes: Any) -> "Transition":
        """The same events, with more changes in the last of them."""
        *earlier, last = self.events
        after = self.dossier.model_copy(update=changes)
        published = last.payload.model_copy(update=common_payload(after))
        private = {**last.changes, **after.model_dump(mode="json", include=set(changes))}
        return Transition(after, (*earlier, replace(last, payload=published, changes=private)))

    def with_payload(self, **fields: Any) -> "Transition":
        """The same transition, with these fields in the payload of each event."""
        events = (replace(event, payload=event.payload.model_copy(update=fields)) for event in self.events)
        return Transition(self.dossier, tuple(events))


def common_payload(dossier: DossierState) -> dict[str, Any]:
    """What every event of a dossier publishes: nothing that names a person."""
    return {
        **{name: getattr(dossier, name) for name in _PUBLISHED},
        "agency_codes": dossier.agency_codes,
        "consulted_agencies": dossier.consulted_agencies,
        "passing_agencies": dossier.passing_agencies,
        "applicant_id": next(iter(dossier.follower_ids), None),
        "follower_ids": dossier.follower_ids,
        "handler_ids": () if dossier.holder_id is None else (dossier.holder_id,),
    }


def _check_move(before: DossierStatus, after: DossierStatus, event_type: AnyEventType) -> None:
    if after is not before and after not in MOVES[before]:
        raise illegal_transition(before, event_type.name)
