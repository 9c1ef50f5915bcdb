"""The clock of a dossier: its due date (ngày hẹn trả) as a pure function of what moved it and of the law.

A due date counted in hours falls to the minute. One counted in days or months falls at the end of its last day (Bộ luật
Dân sự 2015, art 148), moved to the next working day when that day is off; so does one in whole working days, where the
regime ends them with their day. The regime says too what a wait leaves of days and months: the days that were left, or (as
dossiers of earlier regimes keep it) the working time.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from contracts.catalog import SubmissionChannel, TimeLimit, TimeUnit, WorkingCalendar
from contracts.dossiers import ClockMove, ClockMoveKind
from contracts.working_time import (
    add_minutes,
    count_minutes,
    end_of_day,
    local,
    minutes_a_day,
    working_day_from,
)
from dossiers.domain.clock.days import day_after_wait, end_of_working_days, end_on, last_day
from dossiers.domain.clock.interlinked import counted_from, interlinked_terms
from dossiers.domain.model.law import Law, time_limit


def needs_stated_date(limit: TimeLimit | None) -> bool:
    """Whether the law gives no number, so that the officer states the due date."""
    return limit is None or limit.unit is TimeUnit.TEXT or _needs_quantity(limit)


def may_state_date(limit: TimeLimit | None) -> bool:
    """Whether the officer may state the due date: the law gives no number, or its source names several."""
    return limit is None or needs_stated_date(limit) or bool(limit.alternatives)


def latest_stated_date(limit: TimeLimit | None, begun: datetime, law: Law) -> datetime | None:
    """The end of the day on which the longest of the lengths ends that the words name; None where they name none, allow to
    prolong, or reach beyond the calendar."""
    if limit is None or not limit.alternatives or limit.open_ended:
        return None
    number = () if needs_stated_date(limit) else (limit,)
    if law.calendar.covers_to < begun.date() + timedelta(days=_longest_days(limit)):
        return None
    named = (TimeLimit(quantity=each.quantity, unit=each.unit) for each in limit.alternatives)
    regime = law.regime
    longest = max(
        due_date(each, begun, law.calendar, regime.late_after, regime.working_days_end)
        for each in (*named, *number)
    )
    return end_of_day(law.calendar, local(longest).date())


def _longest_days(limit: TimeLimit) -> int:
    """So many days of the calendar hold the longest length, weekends and holidays included."""
    days = {TimeUnit.MONTH: 32.0, TimeUnit.DAY: 1.0}
    longest = max(each.quantity * days.get(each.unit, 2.0) for each in limit.alternatives)
    return math.ceil(longest) + 14


def due_date(
    limit: TimeLimit,
    received_at: datetime,
    calendar: WorkingCalendar,
    late_after: time,
    working_days_end: Literal["minute", "day"] = "minute",
) -> datetime:
    """When the result is due. The limit gives a number (`needs_stated_date` is false). Raises CALENDAR_INCOMPLETE.

    `late_after` is the last local minute of reception that counts as that day's; only a same-day limit reads it.
    `working_days_end`: a limit of a working day and more ends at the minute of reception, or with its last day.
    """
    quantity = limit.quantity or 0
    match limit.unit:
        case TimeUnit.SAME_DAY:
            return _same_day(received_at, calendar, late_after)
        case TimeUnit.HOUR:
            return add_minutes(calendar, received_at, math.ceil(quantity * 60))
        case TimeUnit.WORKING_DAY if working_days_end == "day" and quantity >= 1:
            return end_of_working_days(calendar, received_at, math.ceil(quantity))
        case TimeUnit.WORKING_DAY:
            return add_minutes(calendar, received_at, math.ceil(quantity * minutes_a_day(calendar)))
        case TimeUnit.DAY | TimeUnit.MONTH:
            last = last_day(limit, received_at)
            assert last is not None, "a limit in words has no computed due date"
            return end_on(calendar, last)
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
    """What the clock shows after the moves so far. `last_day` of a limit in days or months, before it is moved to a working
    day; None where none was computed."""

    due_at: datetime | None = None
    stopped_since: datetime | None = None
    moves: tuple[ClockMove, ...] = ()
    last_day: date | None = None


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
            return replace(after, **_begun(move.at, law, limit_key))
        case ClockMoveKind.STATED | ClockMoveKind.EXTENDED:
            return replace(after, due_at=move.stated_due_at, last_day=_stated_day(move, law, limit_key))
        case ClockMoveKind.STOPPED:
            return replace(after, stopped_since=before.stopped_since or move.at)
        case ClockMoveKind.RESUMED:
            return replace(after, stopped_since=None, **_resumed(before, move, law, limit_key))
        case ClockMoveKind.RESTARTED:
            return replace(after, stopped_since=None, **_restarted(before, move, law, limit_key))
        case ClockMoveKind.LAW_CHANGED:
            return replace(after, **_under_new_law(before, law, limit_key))
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


def _begun(start: datetime, law: Law, limit_key: TimeLimitKey) -> dict[str, Any]:
    """Due date and last day from the start on; no due date where the law has words and nobody stated one: an immediate
    result. Of an interlinked group time runs from the next working day when it came after 15:00."""
    limit = limit_key.limit(law)
    if limit is None or needs_stated_date(limit):
        return {"due_at": None, "last_day": None}
    regime, group = law.regime, interlinked_terms(law)
    begun = start if group is None else counted_from(start, law.calendar, group)
    due_at = due_date(limit, begun, law.calendar, regime.late_after, regime.working_days_end)
    return {"due_at": due_at, "last_day": last_day(limit, begun) if _keeps_days(law) else None}


def _keeps_days(law: Law) -> bool:
    return law.regime.days_across_stop == "days"


def _stated_day(move: ClockMove, law: Law, limit_key: TimeLimitKey) -> date | None:
    """The day that a person stated, where the limit is one of days or months."""
    limit = limit_key.limit(law)
    if not _keeps_days(law) or limit is None or move.stated_due_at is None:
        return None
    in_days = limit.unit in (TimeUnit.DAY, TimeUnit.MONTH)
    return local(move.stated_due_at).date() if in_days else None


def _resumed(before: ClockState, move: ClockMove, law: Law, limit_key: TimeLimitKey) -> dict[str, Any]:
    """What was left is left again: days of a limit in days or months, working time of any other (BLDS 2015 art 147)."""
    due_at, since = before.due_at, before.stopped_since
    if due_at is None or since is None or due_at <= since:
        return {}
    last = before.last_day or _last_day_of(before, law, limit_key)
    if last is None:
        return {"due_at": resumed_due_date(due_at, since, move.at, law.calendar)}
    moved = day_after_wait(last, since, move.at)
    return {"due_at": max(due_at, end_on(law.calendar, moved)), "last_day": moved}


def _last_day_of(before: ClockState, law: Law, limit_key: TimeLimitKey) -> date | None:
    """Found again from all moves, where only what the clock shows is at hand. None where the limit keeps no days.

    A date that was stated is of an earlier law, in words: this one gives a number.
    """
    if not _keeps_days(law):
        return None
    return recounted(map(_counted_by_law, before.moves), law, limit_key).last_day


def _restarted(before: ClockState, move: ClockMove, law: Law, limit_key: TimeLimitKey) -> dict[str, Any]:
    """The whole limit again (NĐ 61/2018/NĐ-CP art 19.4).

    A due date that the officer stated is given its own length again, in working time, where the law is in words or names
    several lengths.
    """
    by_law, limit = _begun(move.at, law, limit_key), limit_key.limit(law)
    stated = limit is not None and bool(limit.alternatives) and _was_stated(before)
    if (by_law["due_at"] is not None and not stated) or before.due_at is None:
        return by_law
    begun, until = _stated_span(before)
    length = count_minutes(law.calendar, begun, until or before.due_at)
    return {"due_at": add_minutes(law.calendar, move.at, length), "last_day": None}


def _was_stated(state: ClockState) -> bool:
    return any(move.kind is ClockMoveKind.STATED for move in state.moves)


def _stated_span(before: ClockState) -> tuple[datetime, datetime | None]:
    stated = [move for move in before.moves if move.kind is ClockMoveKind.STATED]
    first = next(reversed(stated), before.moves[0])
    return first.at, first.stated_due_at


def _under_new_law(before: ClockState, law: Law, limit_key: TimeLimitKey) -> dict[str, Any]:
    """All that moved the clock, counted again under the new law from reception on.

    A law in words has no limit of its own: the date that was promised stays, and so does one within what the words allow.
    """
    limit = limit_key.limit(law)
    if limit is None or needs_stated_date(limit) or (limit.alternatives and _was_stated(before)):
        return {"last_day": None}
    again = recounted(map(_counted_by_law, before.moves), law, limit_key)
    return {"due_at": again.due_at, "last_day": again.last_day}


def recounted(moves: Iterable[ClockMove], law: Law, limit_key: TimeLimitKey) -> ClockState:
    """The moves from the first on, all under one law."""
    again = ClockState()
    for move in moves:
        if move.kind is not ClockMoveKind.LAW_CHANGED:
            again = apply_move(again, move, law, limit_key)
    return again


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
