"""Working time (giờ hành chính) over a calendar: whole minutes, Asia/Ho_Chi_Minh; results in UTC.

The zone has had one offset since 1975, so local wall-clock time can be added to without folds or gaps.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from contracts.catalog import Shift, WorkingCalendar
from contracts.errors import ErrorCode, ServiceError
from contracts.time import VIETNAM

LONGEST_REST = timedelta(days=31)
"""A calendar without a working day for longer than this is wrong; Tết takes nine to ten days."""

MINUTE = timedelta(minutes=1)
Interval = tuple[datetime, datetime]


def local(at: datetime) -> datetime:
    """Wall-clock time in Viet Nam, without zone, seconds dropped."""
    return at.astimezone(VIETNAM).replace(tzinfo=None, second=0, microsecond=0)


def utc(wall_clock: datetime) -> datetime:
    return wall_clock.replace(tzinfo=VIETNAM).astimezone(UTC)


def to_minute(at: datetime) -> datetime:
    """The same instant in UTC, seconds dropped."""
    return utc(local(at))


def calendar_incomplete(calendar: WorkingCalendar) -> ServiceError:
    return ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=calendar.calendar_id)


def shifts_on(calendar: WorkingCalendar, day: date) -> tuple[Shift, ...]:
    """The shifts of one date, none on a day off. Raises CALENDAR_INCOMPLETE for a day that is not covered."""
    if not calendar.covers_from <= day <= calendar.covers_to:
        raise calendar_incomplete(calendar)
    single = next((given.shifts for given in calendar.days if given.day == day), None)
    return _usual_shifts(calendar, day) if single is None else single


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    """Whether the day has a shift. Raises CALENDAR_INCOMPLETE for a day that the calendar does not cover."""
    return bool(shifts_on(calendar, day))


def is_working_time(calendar: WorkingCalendar, at: datetime) -> bool:
    """Whether the instant is within a shift or at its end. Raises CALENDAR_INCOMPLETE."""
    wall_clock = local(at)
    return any(begin <= wall_clock <= end for begin, end in _intervals_of(calendar, wall_clock.date()))


def working_day_from(calendar: WorkingCalendar, day: date) -> date:
    """This day or the next working one. Raises CALENDAR_INCOMPLETE when none comes within a month."""
    last = day + LONGEST_REST
    while not is_working_day(calendar, day):
        day += timedelta(days=1)
        if day > last:
            raise calendar_incomplete(calendar)
    return day


def end_of_day(calendar: WorkingCalendar, day: date) -> datetime:
    """The end of the last shift of a working day."""
    return utc(datetime.combine(day, max(shift.end for shift in shifts_on(calendar, day))))


def minutes_a_day(calendar: WorkingCalendar) -> int:
    """A working day as a measure of time: what the usual shifts hold. Raises CALENDAR_INCOMPLETE without any."""
    if not calendar.shifts:
        raise calendar_incomplete(calendar)
    return sum(_minutes(_at(calendar.covers_from, shift)) for shift in calendar.shifts)


def add_minutes(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """The instant when `minutes` of working time have passed; always within a shift or at its end.

    A start off shift counts from the next shift. Raises CALENDAR_INCOMPLETE.
    """
    left = timedelta(minutes=minutes)
    for begin, end in _intervals(calendar, local(start)):
        if left <= end - begin:
            return utc(begin + left)
        left -= end - begin
    raise calendar_incomplete(calendar)


def minutes_before(calendar: WorkingCalendar, end: datetime, minutes: int) -> datetime:
    """The last instant from which `minutes` of working time are left until `end`. Raises CALENDAR_INCOMPLETE."""
    left = timedelta(minutes=minutes)
    for begin, close in _intervals_back(calendar, local(end)):
        if left <= close - begin:
            return utc(close - left)
        left -= close - begin
    raise calendar_incomplete(calendar)


def count_minutes(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Working minutes from `start` to `end`; 0 when `end` is not later. Raises CALENDAR_INCOMPLETE."""
    until = local(end)
    total = 0
    for begin, close in _intervals(calendar, local(start), until.date()):
        if begin >= until:
            break
        total += _minutes((begin, min(close, until)))
    return total


def _usual_shifts(calendar: WorkingCalendar, day: date) -> tuple[Shift, ...]:
    if day in calendar.working_days:
        return calendar.shifts
    if day in calendar.closed_days:
        return ()
    weekly = next((given.shifts for given in calendar.weekdays if given.weekday == day.weekday()), None)
    if weekly is not None:
        return weekly
    return () if day.weekday() in calendar.weekend else calendar.shifts


def _intervals(calendar: WorkingCalendar, start: datetime, last: date | None = None) -> Iterator[Interval]:
    """Working stretches after `start`, the first cut to it, day by day; to the end of `last` when given."""
    for day in _days(calendar, start.date(), 1):
        if last is not None and day > last:
            return
        whole = _intervals_of(calendar, day)
        yield from ((max(begin, start), end) for begin, end in whole if end >= start)


def _intervals_back(calendar: WorkingCalendar, end: datetime) -> Iterator[Interval]:
    """Working stretches before `end`, the latest first and cut to it."""
    for day in _days(calendar, end.date(), -1):
        whole = reversed(_intervals_of(calendar, day))
        yield from ((begin, min(close, end)) for begin, close in whole if begin <= end)


def _days(calendar: WorkingCalendar, day: date, step: int) -> Iterator[date]:
    """Day after day. A rest longer than a month is a hole in the calendar: raises CALENDAR_INCOMPLETE."""
    worked = day
    while True:
        yield day
        worked = day if is_working_day(calendar, day) else worked
        day += timedelta(days=step)
        if abs(day - worked) > LONGEST_REST:
            raise calendar_incomplete(calendar)


def _intervals_of(calendar: WorkingCalendar, day: date) -> list[Interval]:
    return sorted(_at(day, shift) for shift in shifts_on(calendar, day))


def _at(day: date, shift: Shift) -> Interval:
    return datetime.combine(day, shift.start), datetime.combine(day, shift.end)


def _minutes(stretch: Interval) -> int:
    return (stretch[1] - stretch[0]) // MINUTE
