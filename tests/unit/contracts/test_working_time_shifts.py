"""Saturday mornings, half days, closed days: which rule of a calendar decides, and holes that compute nothing."""

from datetime import date, time

import pytest
from tests.support.dossiers.samples import at, calendar

from contracts.catalog import DayShifts, Shift, WeekdayShifts, WorkingCalendar
from contracts.errors import ErrorCode, ServiceError
from contracts.working_time import (
    add_minutes,
    count_minutes,
    end_of_day,
    is_working_time,
    minutes_a_day,
    minutes_before,
    shifts_on,
)

MORNING = (Shift(start=time(7, 30), end=time(11, 30)),)
SATURDAY, MONDAY = date(2026, 4, 18), date(2026, 4, 20)


def police(**changes: object) -> WorkingCalendar:
    """Receives on Saturday mornings."""
    return calendar().model_copy(update={"weekdays": (WeekdayShifts(weekday=5, shifts=MORNING),), **changes})


def test_a_saturday_morning_is_worked() -> None:
    assert add_minutes(police(), at("2026-04-17 16:30"), 60) == at("2026-04-18 08:00")


def test_a_day_of_the_limit_is_a_usual_day_even_so() -> None:
    assert minutes_a_day(police()) == 480


@pytest.mark.parametrize(
    ("changes", "day", "shifts"),
    [
        ({}, SATURDAY, MORNING),
        ({"closed_days": (SATURDAY,)}, SATURDAY, ()),
        ({"working_days": (SATURDAY,)}, SATURDAY, calendar().shifts),
        ({"working_days": (SATURDAY,), "closed_days": (SATURDAY,)}, SATURDAY, calendar().shifts),
        ({"days": (DayShifts(day=SATURDAY, shifts=()),), "working_days": (SATURDAY,)}, SATURDAY, ()),
        ({"days": (DayShifts(day=MONDAY, shifts=MORNING),)}, MONDAY, MORNING),
        ({"days": (DayShifts(day=MONDAY, shifts=MORNING),), "closed_days": (MONDAY,)}, MONDAY, MORNING),
        ({}, MONDAY, calendar().shifts),
        ({}, date(2026, 4, 19), ()),
    ],
)
def test_the_first_rule_that_speaks_of_a_day_decides(
    changes: dict[str, object], day: date, shifts: tuple[Shift, ...]
) -> None:
    assert shifts_on(police(**changes), day) == shifts


def test_a_half_day_ends_at_noon() -> None:
    half = calendar().model_copy(update={"days": (DayShifts(day=MONDAY, shifts=MORNING),)})
    assert end_of_day(half, MONDAY) == at("2026-04-20 11:30")
    assert add_minutes(half, at("2026-04-20 11:00"), 60) == at("2026-04-21 07:30")


@pytest.mark.parametrize(
    ("when", "worked"),
    [
        ("2026-04-20 06:59", False),
        ("2026-04-20 07:00", True),
        ("2026-04-20 11:30", True),
        ("2026-04-20 12:00", False),
        ("2026-04-20 17:00", True),
        ("2026-04-19 09:00", False),
    ],
)
def test_working_time_is_within_a_shift_or_at_its_end(when: str, worked: bool) -> None:
    assert is_working_time(calendar(), at(when)) is worked


@pytest.mark.parametrize(
    ("end", "minutes", "begin"),
    [
        ("2026-04-20 17:00", 60, "2026-04-20 16:00"),
        ("2026-04-20 14:00", 60, "2026-04-20 11:00"),
        ("2026-04-20 08:00", 480, "2026-04-17 08:00"),
        ("2026-04-19 12:00", 60, "2026-04-17 16:00"),
    ],
)
def test_working_time_is_counted_back(end: str, minutes: int, begin: str) -> None:
    assert minutes_before(calendar(), at(end), minutes) == at(begin)


def holed() -> WorkingCalendar:
    """Nobody works in March and on the first days of April."""
    shut = tuple(DayShifts(day=date(2026, 3 + n // 31, 1 + n % 31), shifts=()) for n in range(31 + 3))
    return calendar().model_copy(update={"days": shut})


def test_a_hole_is_not_counted_over_in_either_direction() -> None:
    for count in (
        lambda: add_minutes(holed(), at("2026-02-27 16:00"), 480),
        lambda: minutes_before(holed(), at("2026-04-07 09:00"), 480 * 3),
        lambda: count_minutes(holed(), at("2026-02-27 16:00"), at("2026-04-07 09:00")),
    ):
        with pytest.raises(ServiceError) as refusal:
            count()
        assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE


def test_beside_a_hole_a_calendar_answers() -> None:
    assert add_minutes(holed(), at("2026-02-26 16:00"), 60) == at("2026-02-26 17:00")
