"""The clock of a dossier: its due date (ngày hẹn trả), what stops it and how it goes on.

A due date counted in working time falls to the minute. One counted in days or months falls at the end of its
last day (Bộ luật Dân sự 2015, art 148), moved to the next working day when that day is off.
"""

import math
from calendar import monthrange
from datetime import date, datetime, timedelta

from contracts.catalog import TimeLimit, TimeUnit, WorkingCalendar
from dossiers.domain.calendar import (
    add_minutes,
    count_minutes,
    end_of_day,
    local,
    minutes_a_day,
    working_day_from,
)

DAYS_A_MONTH = 30
"""For the fraction of a month only; whole months run from date to date."""


def is_stated(limit: TimeLimit | None) -> bool:
    """Whether the law gives no number, so that the officer states the due date."""
    return limit is None or limit.unit is TimeUnit.TEXT or _needs_quantity(limit)


def due_date(
    limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar, late_reception_hour: int
) -> datetime:
    """When the result is due. The limit gives a number (`is_stated` is false). Raises CALENDAR_INCOMPLETE."""
    quantity = limit.quantity or 0
    match limit.unit:
        case TimeUnit.SAME_DAY:
            return _same_day(received_at, calendar, late_reception_hour)
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


def restarted_due_date(
    limit: TimeLimit | None,
    received_at: datetime,
    due_at: datetime,
    restarted_at: datetime,
    calendar: WorkingCalendar,
    late_reception_hour: int,
) -> datetime:
    """The whole limit again from `restarted_at` (NĐ 61/2018/NĐ-CP art 19.4).

    A due date that the officer stated is given its own length again, in working time.
    """
    if limit is not None and not is_stated(limit):
        return due_date(limit, restarted_at, calendar, late_reception_hour)
    return add_minutes(calendar, restarted_at, count_minutes(calendar, received_at, due_at))


def _needs_quantity(limit: TimeLimit) -> bool:
    return limit.quantity is None and limit.unit is not TimeUnit.SAME_DAY


def _same_day(received_at: datetime, calendar: WorkingCalendar, late_reception_hour: int) -> datetime:
    """Trong ngày; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo."""
    received = local(received_at)
    first = working_day_from(calendar, received.date())
    late = (received.hour, received.minute) > (late_reception_hour, 0)
    closed = end_of_day(calendar, first) <= received_at
    if first == received.date() and (late or closed):
        first = working_day_from(calendar, first + timedelta(days=1))
    return end_of_day(calendar, first)


def _end_of(calendar: WorkingCalendar, day: date) -> datetime:
    return end_of_day(calendar, working_day_from(calendar, day))


def _months_later(day: date, quantity: float) -> date:
    whole = math.floor(quantity)
    month = day.month - 1 + whole
    year, month = day.year + month // 12, month % 12 + 1
    same_date = day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
    return same_date + timedelta(days=math.ceil((quantity - whole) * DAYS_A_MONTH))
