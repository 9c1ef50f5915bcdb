"""What would have been due: the clock of a dossier counted again under another regime, from its reception on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.catalog import Regime
from contracts.dossiers import ClockMoveKind, Lateness, MovedDueDate, RegimeTrial
from contracts.errors import ErrorCode, ServiceError
from contracts.working_time import local
from dossiers.domain.clock.due_date import recounted
from dossiers.domain.clock.moves import clock_start, time_limit_key
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law


@dataclass(frozen=True)
class Tried:
    """A dossier with the due date that it would have had; None where it would have none."""

    dossier: DossierState
    would_be_due_at: datetime | None


def tried(dossier: DossierState, law: Law, regime: Regime) -> Tried:
    """All moves of the dossier's clock under its law with this regime in place of its own."""
    assert dossier.received_at is not None, "only what was received has a clock"
    filed_on = local(dossier.submitted_at).date()
    other = law.model_copy(update={"regime": regime.for_procedure(dossier.procedure_code, filed_on)})
    begun = clock_start(dossier, dossier.received_at, regime)
    moves = [
        move.model_copy(update={"at": begun})
        if index == 0 and move.kind in (ClockMoveKind.STARTED, ClockMoveKind.STATED)
        else move
        for index, move in enumerate(dossier.clock)
    ]
    try:
        return Tried(dossier, recounted(moves, other, time_limit_key(dossier)).due_at)
    except ServiceError as error:
        if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
            raise
        return Tried(dossier, None)


def regime_trial(found: Iterable[Tried], now: datetime, *, more: bool) -> RegimeTrial:
    """The trials counted, with those whose due date would be another one, in their order."""
    rows = tuple(found)
    pairs = [
        (row.dossier, row.dossier.due_at, row.would_be_due_at)
        for row in rows
        if row.dossier.due_at is not None and row.would_be_due_at is not None
    ]
    return RegimeTrial(
        tried=len(rows),
        unchanged=sum(before == after for _, before, after in pairs),
        earlier=sum(after < before for _, before, after in pairs),
        later=sum(after > before for _, before, after in pairs),
        late=sum(_is_late(dossier, before, now) for dossier, before, _ in pairs),
        would_be_late=sum(_is_late(dossier, after, now) for dossier, _, after in pairs),
        without_due_date=len(rows) - len(pairs),
        more=more,
        moved=tuple(
            MovedDueDate(
                procedure_code=dossier.procedure_code,
                received_at=dossier.received_at or dossier.submitted_at,
                due_at=before,
                would_be_due_at=after,
            )
            for dossier, before, after in pairs
            if before != after
        ),
    )


MOST_LISTED = 500
"""Dates that move, listed one by one in a trial of many dossiers."""
NOTHING_TRIED = RegimeTrial(
    tried=0, unchanged=0, earlier=0, later=0, late=0, would_be_late=0, without_due_date=0, more=True, moved=()
)
_COUNTS = ("tried", "unchanged", "earlier", "later", "late", "would_be_late", "without_due_date")


def added_up(before: RegimeTrial, next_: RegimeTrial) -> RegimeTrial:
    """Two parts of one trial, the later one saying whether there is more."""
    counts = {name: getattr(before, name) + getattr(next_, name) for name in _COUNTS}
    return RegimeTrial(**counts, more=next_.more, moved=(*before.moved, *next_.moved)[:MOST_LISTED])


def _is_late(dossier: DossierState, due_at: datetime, now: datetime) -> bool:
    stands = lateness(due_at, dossier.ended_at, dossier.clock_stopped_since, now)
    return stands in (Lateness.LATE, Lateness.OVERDUE)
