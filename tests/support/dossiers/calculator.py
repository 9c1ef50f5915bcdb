"""An independent calculator of due dates: it folds the moves of a clock by its own arithmetic and shares no code with the
service.

Time is whole minutes since the first day of the calendar, on the wall clock of Viet Nam. `worked[n]` is how many minutes
before minute n are working minutes, so that a length of working time is a difference and an end is a search.
"""

from array import array
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate

from contracts.catalog import Regime, TimeLimit, WorkingCalendar
from contracts.dossiers import ClockMove

MINUTES = 24 * 60


class Calculator:
    """The due dates of one calendar."""

    def __init__(self, works: WorkingCalendar) -> None:
        self.first = works.covers_from
        span = (works.covers_to - works.covers_from).days + 1
        self.shifts = [_shifts(works, self.first + timedelta(days=index)) for index in range(span)]
        flags = bytearray(span * MINUTES)
        for index, shifts in enumerate(self.shifts):
            for begin, end in shifts:
                start, stop = index * MINUTES + begin, index * MINUTES + end
                flags[start:stop] = b"\1" * (stop - start)
        self.worked = array("I", accumulate(flags, initial=0))
        self.a_day = sum(_minute(shift.end) - _minute(shift.start) for shift in works.shifts)

    def minute(self, at: datetime) -> int:
        wall = (at.astimezone(UTC) + timedelta(hours=7)).replace(tzinfo=None)
        return int((wall - datetime.combine(self.first, time())) // timedelta(minutes=1))

    def instant(self, minute: int) -> datetime:
        wall = datetime.combine(self.first, time()) + timedelta(minutes=minute)
        return (wall - timedelta(hours=7)).replace(tzinfo=UTC)

    def plus(self, start: int, minutes: int) -> int:
        """The first minute at which so much working time has passed since `start`."""
        if minutes == 0:
            return self._begin(start)
        return bisect_left(self.worked, self.worked[start] + minutes)

    def end_of(self, index: int) -> int:
        """The end of a day, or of the next one that is worked."""
        while not self.shifts[index]:
            index += 1
        return index * MINUTES + max(end for _, end in self.shifts[index])

    def after_working_days(self, start: int, count: int) -> int:
        """The end of the count-th worked day after that of the start."""
        index = start // MINUTES
        while count:
            index += 1
            count -= bool(self.shifts[index])
        return self.end_of(index)

    def _begin(self, start: int) -> int:
        while not self.worked[start + 1] - self.worked[start]:
            day = start // MINUTES
            if any(end == start - day * MINUTES for _, end in self.shifts[day]):
                return start
            start += 1
        return start

    def due(self, moves: list[ClockMove], limit: TimeLimit, rules: Regime) -> datetime | None:
        """The due date after all moves, under one law."""
        due = last = stopped = None
        for move in moves:
            now = self.minute(move.at)
            if move.kind in ("started", "restarted"):
                due, last = self._limit(now, limit, rules)
                stopped = None
            elif move.kind in ("stated", "extended"):
                assert move.stated_due_at is not None
                due = self.minute(move.stated_due_at)
                last = due // MINUTES if limit.unit in ("day", "month") else None
            elif move.kind == "stopped":
                stopped = now if stopped is None else stopped
            elif move.kind == "resumed" and stopped is not None:
                due, last = self._after_wait(due, last, stopped, now, rules)
                stopped = None
        return None if due is None else self.instant(due)

    def _after_wait(
        self, due: int | None, last: int | None, stopped: int, now: int, rules: Regime
    ) -> tuple[int | None, int | None]:
        if due is None or due <= stopped:
            return due, last
        if last is not None and rules.days_across_stop == "days":
            left = max(0, last - stopped // MINUTES)
            last = max(last, now // MINUTES + left)
            return max(due, self.end_of(last)), last
        left = self.worked[due] - self.worked[stopped]
        return max(due, self.plus(now, left)), last

    def _limit(self, now: int, limit: TimeLimit, rules: Regime) -> tuple[int, int | None]:
        quantity, unit, day = limit.quantity or 0, str(limit.unit), now // MINUTES
        if unit == "hour":
            return self.plus(now, _up(quantity * 60)), None
        if unit == "working_day":
            if rules.working_days_end == "day" and quantity >= 1:
                return self.after_working_days(now, _up(quantity)), None
            return self.plus(now, _up(quantity * self.a_day)), None
        if unit == "same_day":
            return self._same_day(now, rules), None
        last = day + _up(quantity) if unit == "day" else self._months(day, quantity)
        return self.end_of(last), last

    def _same_day(self, now: int, rules: Regime) -> int:
        day, of_day = divmod(now, MINUTES)
        at = rules.late_reception_time or time(rules.late_reception_hour)
        shifts = self.shifts[day]
        in_time = bool(shifts) and of_day <= _minute(at) and of_day < max(end for _, end in shifts)
        return self.end_of(day if in_time or not shifts else day + 1)

    def _months(self, day: int, quantity: float) -> int:
        begun = self.first + timedelta(days=day)
        whole = int(quantity)
        years, month = divmod(begun.month - 1 + whole, 12)
        first = date(begun.year + years, month + 1, 1)
        following = (first + timedelta(days=31)).replace(day=1)
        reached = min(first + timedelta(days=begun.day - 1), following - timedelta(days=1))
        return (reached - self.first).days + _up((quantity - whole) * 30)


@cache
def calculator(works: WorkingCalendar) -> Calculator:
    return Calculator(works)


def _up(value: float) -> int:
    whole = int(value)
    return whole if whole == value else whole + 1


def _minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute


def _shifts(works: WorkingCalendar, day: date) -> list[tuple[int, int]]:
    single = [given.shifts for given in works.days if given.day == day]
    weekly = [given.shifts for given in works.weekdays if given.weekday == day.weekday()]
    if single:
        chosen = single[0]
    elif day in works.working_days:
        chosen = works.shifts
    elif day in works.closed_days:
        chosen = ()
    elif weekly:
        chosen = weekly[0]
    else:
        chosen = () if day.weekday() in works.weekend else works.shifts
    return [(_minute(shift.start), _minute(shift.end)) for shift in chosen]
