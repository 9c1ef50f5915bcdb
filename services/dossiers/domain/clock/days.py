"""Limits counted in days: the day of the start is not counted, the time ends with the last day (BLDS 2015 art 147.2, 148).

A last day off moves to the next working day (art 148.5). What is left across a wait are days, not hours.
"""

import math
from datetime import date, datetime, timedelta

from contracts.catalog import TimeLimit, TimeUnit, WorkingCalendar
from contracts.time import add_months
from dossiers.domain.working_time import end_of_day, local, working_day_from

ONE_DAY = timedelta(days=1)
DAYS_A_MONTH = 30
"""For the fraction of a month only; whole months run from date to date."""


def last_day(limit: TimeLimit, start: datetime) -> date | None:
    """The last day of a limit in calendar days or months, as it is before it is moved to a working day; None for any other
    limit."""
    quantity, begun = limit.quantity, local(start).date()
    if quantity is None:
        return None
    match limit.unit:
        case TimeUnit.DAY:
            return begun + timedelta(days=math.ceil(quantity))
        case TimeUnit.MONTH:
            whole = math.floor(quantity)
            return add_months(begun, whole) + timedelta(days=math.ceil((quantity - whole) * DAYS_A_MONTH))
        case _:
            return None


def day_after_wait(last: date, stopped_at: datetime, resumed_at: datetime) -> date:
    """The last day, moved by a wait: the days that were left after the day of the stop are left after that of the end."""
    left = max(last - local(stopped_at).date(), timedelta())
    return max(last, local(resumed_at).date() + left)


def end_on(calendar: WorkingCalendar, last: date) -> datetime:
    """The end of the last day, or of the next working day when that one is off. Raises CALENDAR_INCOMPLETE."""
    return end_of_day(calendar, working_day_from(calendar, last))


def end_of_working_days(calendar: WorkingCalendar, start: datetime, days: int) -> datetime:
    """The end of the last of so many working days, the day of the start not counted. Raises CALENDAR_INCOMPLETE."""
    day = local(start).date()
    for _ in range(days):
        day = working_day_from(calendar, day + ONE_DAY)
    return end_on(calendar, day)
