"""Working time (giờ hành chính) over a calendar: whole minutes, Asia/Ho_Chi_Minh; results in UTC.

The zone has kept one offset since 1975, so local wall-clock time can be added to without folds or gaps.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.catalog import WorkingCalendar
from contracts.errors import Code, ServiceError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_REST = timedelta(days=31)
"""A calendar without a working day for longer than this is wrong; Tết takes nine to ten days."""

MINUTE = timedelta(minutes=1)
Stretch = tuple[datetime, datetime]


def local(moment: datetime) -> datetime:
    """Wall-clock time in Viet Nam, without zone, seconds dropped."""
    return moment.astimezone(ZONE).replace(tzinfo=None, second=0, microsecond=0)


def utc(wall_clock: datetime) -> datetime:
    return wall_clock.replace(tzinfo=ZONE).astimezone(UTC)


def incomplete(calendar: WorkingCalendar) -> ServiceError:
    return ServiceError(Code.CALENDAR_INCOMPLETE, calendar=calendar.calendar_id)


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    """Raises CALENDAR_INCOMPLETE for a day that the calendar does not cover."""
    if not calendar.covers_from <= day <= calendar.covers_to:
        raise incomplete(calendar)
    if day in calendar.working_days:
        return True
    return day.weekday() not in calendar.weekend and day not in calendar.closed_days


def working_day_from(calendar: WorkingCalendar, day: date) -> date:
    """This day or the next working one. Raises CALENDAR_INCOMPLETE when none comes within a month."""
    last = day + LONGEST_REST
    while not is_working_day(calendar, day):
        day += timedelta(days=1)
        if day > last:
            raise incomplete(calendar)
    return day


def end_of_day(calendar: WorkingCalendar, day: date) -> datetime:
    """The end of the last shift of a working day."""
    return utc(datetime.combine(day, max(shift.end for shift in calendar.shifts)))


def minutes_a_day(calendar: WorkingCalendar) -> int:
    return sum(_minutes(stretch) for stretch in _shifts_of(calendar, calendar.covers_from))


def add_minutes(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """The instant when `minutes` of working time have passed; always within a shift or at its end.

    A start off shift counts from the next shift. Raises CALENDAR_INCOMPLETE.
    """
    left = timedelta(minutes=minutes)
    for begin, end in _stretches(calendar, local(start)):
        if left <= end - begin:
            return utc(begin + left)
        left -= end - begin
    raise incomplete(calendar)


def count_minutes(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Working minutes from `start` to `end`; 0 when `end` is not later. Raises CALENDAR_INCOMPLETE."""
    until = local(end)
    total = 0
    for begin, close in _stretches(calendar, local(start), until.date()):
        if begin >= until:
            break
        total += _minutes((begin, min(close, until)))
    return total


def _stretches(calendar: WorkingCalendar, start: datetime, last: date | None = None) -> Iterator[Stretch]:
    """Working stretches after `start`, the first cut to it, day by day; to the end of `last` when given."""
    if not calendar.shifts:
        raise incomplete(calendar)
    day = start.date()
    while last is None or day <= last:
        if is_working_day(calendar, day):
            yield from ((max(begin, start), end) for begin, end in _shifts_of(calendar, day) if end >= start)
        elif last is None:
            working_day_from(calendar, day)
        day += timedelta(days=1)


def _shifts_of(calendar: WorkingCalendar, day: date) -> list[Stretch]:
    return sorted((_at(day, shift.start), _at(day, shift.end)) for shift in calendar.shifts)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment)


def _minutes(stretch: Stretch) -> int:
    return (stretch[1] - stretch[0]) // MINUTE
