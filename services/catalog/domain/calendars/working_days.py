"""Counts of whole working days on a calendar (QĐ 766/QĐ-TTg counts the times of publication in them)."""

from datetime import date, timedelta

from catalog.domain.calendars.composition import shifts_on
from contracts.catalog import WorkingCalendar
from contracts.errors import ErrorCode, ServiceError


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    """Half a day counts. Raises CALENDAR_INCOMPLETE outside the calendar."""
    if not calendar.covers_from <= day <= calendar.covers_to:
        raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=calendar.calendar_id)
    return bool(shifts_on(calendar, day))


def days_later(calendar: WorkingCalendar, day: date, number: int) -> date:
    """The `number`-th working day after a day; before it, where `number` is negative."""
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(calendar, day)
    return day
