"""The days that the test vectors of working time rest on."""

from datetime import date, timedelta

import pytest

from catalog.domain.calendars import national_calendar
from contracts.catalog import WorkingCalendar

CALENDAR = national_calendar(2018, 2027, version=1)


def is_working(calendar: WorkingCalendar, day: date) -> bool:
    weekend = day.weekday() in calendar.weekend
    return day in calendar.working_days if weekend else day not in calendar.closed_days


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-24", True),
        ("2026-04-27", False),
        ("2026-08-21", True),
        ("2026-08-22", True),
        ("2026-08-23", False),
        ("2026-08-31", False),
        ("2026-09-02", False),
        ("2026-09-03", True),
        ("2020-08-03", True),
    ],
)
def test_days_off_and_working_saturdays(day: str, working: bool) -> None:
    assert is_working(CALENDAR, date.fromisoformat(day)) is working


def test_whole_years_are_covered() -> None:
    assert (CALENDAR.covers_from, CALENDAR.covers_to) == (date(2018, 1, 1), date(2027, 12, 31))


def test_closed_days_are_no_weekend_and_working_days_are() -> None:
    assert all(day.weekday() not in CALENDAR.weekend for day in CALENDAR.closed_days)
    assert all(day.weekday() in CALENDAR.weekend for day in CALENDAR.working_days)


def test_a_working_day_has_eight_hours() -> None:
    def length(start: timedelta, end: timedelta) -> timedelta:
        return end - start

    hours = [
        length(
            timedelta(hours=shift.start.hour, minutes=shift.start.minute),
            timedelta(hours=shift.end.hour, minutes=shift.end.minute),
        )
        for shift in CALENDAR.shifts
    ]
    assert sum(hours, timedelta()) == timedelta(hours=8)
