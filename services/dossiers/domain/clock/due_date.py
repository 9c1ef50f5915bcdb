"""The clock of a dossier: its due date (ngày hẹn trả) as a pure function of what moved it and of the law.

A due date counted in working time falls to the minute. One counted in days or months falls at the end of its
last day (Bộ luật Dân sự 2015, art 148), moved to the next working day when that day is off.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from contracts.catalog import SubmissionChannel, TimeLimit, TimeUnit, WorkingCalendar
from contracts.dossiers import ClockMove, ClockMoveKind
from contracts.time import add_months
from contracts.working_time import (
    add_minutes,
    count_minutes,
    end_of_day,
    local,
    minutes_a_day,
    working_day_from,
)
from dossiers.domain.model.law import Law, time_limit

DAYS_A_MONTH = 30
"""For the fraction of a month only; whole months run from date to date."""


def needs_stated_date(limit: TimeLimit | None) -> bool:
    """Whether the law gives no number, so that the officer states the due date."""
    return limit is None or limit.unit is TimeUnit.TEXT or _needs_quantity(limit)


def due_date(
    limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar, late_after: time
) -> datetime:
    """When the result is due. The limit gives a number (`needs_stated_date` is false). Raises CALENDAR_INCOMPLETE.

    `late_after` is the last local minute of reception that counts as that day's; only a same-day limit reads it.
    """
    quantity = limit.quantity or 0
    match limit.unit:
        case TimeUnit.SAME_DAY:
            return _same_day(received_at, calendar, late_after)
        case TimeUnit.HOUR:
            return add_minutes(calendar, received_at, math.ceil(quantity * 60))
        case TimeUnit.WORKING_DAY:
            return add_minutes(calendar, received_at, math.ceil(quantity * minutes_a_day(calendar)))
        case TimeUnit.DAY:
            return _end_of(calendar, local(received_at).date() + timedelta(days=math.ceil(quantity)))
        case TimeUnit.MONTH:
            return _end_of(calendar, _months_later(local(received_at).date(), quantity))
        case TimeUnit.TEXT:
            raise AssertionError("a limit in words has no computed due date")


@dataclass(frozen=True)
class TimeLimitKey:
    """Which of the law's time limits counts for a dossier."""

    case_code: str | None
    channel: SubmissionChannel

    def limit(self, law: Law) -> TimeLimit | None:
        return time_limit(law, self.case_code, self.channel)


@dataclass(frozen=True)
class ClockState:
    """What the clock shows after the moves so far."""

    due_at: datetime | None = None
    stopped_since: datetime | None = None
    moves: tuple[ClockMove, ...] = ()


LawOf = Callable[[str], Law]
"""The law of an id that a move names."""


def fold_moves(moves: Sequence[ClockMove], law_of: LawOf, limit_key: TimeLimitKey) -> ClockState:
    """Fold all moves, oldest first. Raises CALENDAR_INCOMPLETE."""
    return deque(clock_states(moves, law_of, limit_key), maxlen=1).pop() if moves else ClockState()


def clock_states(moves: Iterable[ClockMove], law_of: LawOf, limit_key: TimeLimitKey) -> Iterator[ClockState]:
    """What the clock shows after each move."""
    state = ClockState()
    for move in moves:
        state = apply_move(state, move, law_of(move.law_id), limit_key)
        yield state


def apply_move(before: ClockState, move: ClockMove, law: Law, limit_key: TimeLimitKey) -> ClockState:
    """What one more move makes of the clock; `law` is the one that the move names."""
    after = replace(before, moves=(*before.moves, move))
    match move.kind:
        case ClockMoveKind.STARTED:
            return replace(after, due_at=_due_by_law(move.at, law, limit_key))
        case ClockMoveKind.STATED | ClockMoveKind.EXTENDED:
            return replace(after, due_at=move.stated_due_at)
        case ClockMoveKind.STOPPED:
            return replace(after, stopped_since=before.stopped_since or move.at)
        case ClockMoveKind.RESUMED:
            return replace(after, due_at=_resumed(before, move, law), stopped_since=None)
        case ClockMoveKind.RESTARTED:
            return replace(after, due_at=_restarted(before, move, law, limit_key), stopped_since=None)
        case ClockMoveKind.LAW_CHANGED:
            return replace(after, due_at=_under_new_law(before, law, limit_key))
        case ClockMoveKind.ENDED:
            return after


def resumed_due_date(
    due_at: datetime, stopped_at: datetime, resumed_at: datetime, calendar: WorkingCalendar
) -> datetime:
    """The due date moved by the waiting: the working time that was left is left again.

    A dossier that was late when the clock stopped stays late by its old due date.
    """
    if due_at <= stopped_at:
        return due_at
    left = count_minutes(calendar, stopped_at, due_at)
    return max(due_at, add_minutes(calendar, resumed_at, left))


def _due_by_law(received_at: datetime, law: Law, limit_key: TimeLimitKey) -> datetime | None:
    """None where the law has words and nobody stated a date: an immediate result."""
    limit = limit_key.limit(law)
    if limit is None or needs_stated_date(limit):
        return None
    return due_date(limit, received_at, law.calendar, law.regime.late_after)


def _resumed(before: ClockState, move: ClockMove, law: Law) -> datetime | None:
    if before.due_at is None or before.stopped_since is None:
        return before.due_at
    return resumed_due_date(before.due_at, before.stopped_since, move.at, law.calendar)


def _restarted(before: ClockState, move: ClockMove, law: Law, limit_key: TimeLimitKey) -> datetime | None:
    """The whole limit again (NĐ 61/2018/NĐ-CP art 19.4).

    A due date that the officer stated is given its own length again, in working time.
    """
    by_law = _due_by_law(move.at, law, limit_key)
    if by_law is not None or before.due_at is None:
        return by_law
    begun, until = _stated_span(before)
    return add_minutes(law.calendar, move.at, count_minutes(law.calendar, begun, until or before.due_at))


def _stated_span(before: ClockState) -> tuple[datetime, datetime | None]:
    stated = [move for move in before.moves if move.kind is ClockMoveKind.STATED]
    first = next(reversed(stated), before.moves[0])
    return first.at, first.stated_due_at


def _under_new_law(before: ClockState, law: Law, limit_key: TimeLimitKey) -> datetime | None:
    """All that moved the clock, counted again under the new law from reception on.

    A law in words has no limit of its own: the date that was promised stays.
    """
    if needs_stated_date(limit_key.limit(law)):
        return before.due_at
    again = ClockState()
    for move in before.moves:
        if move.kind is not ClockMoveKind.LAW_CHANGED:
            again = apply_move(again, _counted_by_law(move), law, limit_key)
    return again.due_at


def _counted_by_law(move: ClockMove) -> ClockMove:
    if move.kind is not ClockMoveKind.STATED:
        return move
    return move.model_copy(update={"kind": ClockMoveKind.STARTED, "stated_due_at": None})


def _needs_quantity(limit: TimeLimit) -> bool:
    return limit.quantity is None and limit.unit is not TimeUnit.SAME_DAY


def _same_day(received_at: datetime, calendar: WorkingCalendar, late_after: time) -> datetime:
    """Trong ngày; nhận sau giờ chốt (15 giờ) thì trả trong ngày làm việc tiếp theo."""
    received = local(received_at)
    first = working_day_from(calendar, received.date())
    late = received.time().replace(second=0, microsecond=0) > late_after
    closed = end_of_day(calendar, first) <= received_at
    if first == received.date() and (late or closed):
        first = working_day_from(calendar, first + timedelta(days=1))
    return end_of_day(calendar, first)


def _end_of(calendar: WorkingCalendar, day: date) -> datetime:
    return end_of_day(calendar, working_day_from(calendar, day))


def _months_later(day: date, quantity: float) -> date:
    whole = math.floor(quantity)
    return add_months(day, whole) + timedelta(days=math.ceil((quantity - whole) * DAYS_A_MONTH))
