"""Calendars that are refused when they are written."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from catalog import starter
from catalog.domain.calendars.composition import (
    NATIONAL,
    AgencyWeek,
    CalendarDecision,
    national_calendar,
    shifts_on,
)
from catalog.domain.calendars.validation import decision_faults, has_gap, uncovered_days, week_faults
from contracts.catalog import DayShifts, Shift, WeekdayShifts, WorkingCalendar
from contracts.errors import FieldError

CALENDAR = national_calendar(2026, 2026, version=1)


def shift(start: str, end: str) -> Shift:
    return Shift(start=time.fromisoformat(start), end=time.fromisoformat(end))


MORNING, AFTERNOON = shift("07:00", "11:30"), shift("13:30", "17:00")


def week(*shifts: Shift, **fields: Any) -> AgencyWeek:
    return AgencyWeek(calendar_id="own", agency_code="H26", shifts=shifts, **fields)


def decision(**fields: Any) -> CalendarDecision:
    given_ = {"calendar_id": NATIONAL, "decision_number": "1/QĐ", "decided_on": date(2026, 1, 1)} | fields
    return CalendarDecision.model_validate(given_)


def pointers_and_codes(faults: Any) -> list[tuple[str, str]]:
    found: list[FieldError] = list(faults)
    return [(fault.pointer, fault.code) for fault in found]


def test_the_starter_is_sound() -> None:
    assert all(pointers_and_codes(week_faults(made)) == [] for made in starter.weeks())


def test_shifts_may_come_in_any_order_and_touch() -> None:
    assert pointers_and_codes(week_faults(week(AFTERNOON, MORNING))) == []
    assert pointers_and_codes(week_faults(week(shift("07:00", "11:30"), shift("11:30", "12:00")))) == []


@pytest.mark.parametrize("wrong", [shift("17:00", "07:00"), shift("07:00", "07:00")])
def test_a_shift_that_runs_backwards_is_refused(wrong: Shift) -> None:
    assert pointers_and_codes(week_faults(week(wrong))) == [("/shifts", "backwards")]


def test_shifts_that_overlap_are_refused() -> None:
    assert pointers_and_codes(week_faults(week(MORNING, shift("11:00", "12:00")))) == [("/shifts", "overlap")]


def test_a_weekday_is_judged_by_the_same_rules_and_said_once() -> None:
    saturdays = (
        WeekdayShifts(weekday=5, shifts=(MORNING, MORNING)),
        WeekdayShifts(weekday=5, shifts=()),
    )
    assert pointers_and_codes(week_faults(week(MORNING, weekdays=saturdays))) == [
        ("/weekdays/0/weekday", "repeated"),
        ("/weekdays/0/shifts", "overlap"),
        ("/weekdays/1/weekday", "repeated"),
    ]
    twice = week_faults(week(MORNING, reception_weekdays=saturdays))
    assert [pointer for pointer, _ in pointers_and_codes(twice)] == [
        "/reception_weekdays/0/weekday",
        "/reception_weekdays/0/shifts",
        "/reception_weekdays/1/weekday",
    ]


@pytest.mark.parametrize("text", ["07:00Z", "07:00:30", "07:00:00.5", "24:00", "seven"])
def test_a_time_of_day_is_whole_minutes_without_zone(text: str) -> None:
    with pytest.raises(ValidationError):
        Shift.model_validate({"start": text, "end": "23:00"})


def test_a_day_has_one_fate() -> None:
    day = date(2026, 5, 5)
    twice = decision(closed_days=(day,), half_days=(DayShifts(day=day, shifts=(MORNING,)),))
    assert pointers_and_codes(decision_faults(twice, None)) == [
        ("/closed_days/0", "repeated"),
        ("/half_days/0/day", "repeated"),
    ]


def test_half_days_are_judged_too() -> None:
    wrong = decision(half_days=(DayShifts(day=date(2026, 5, 5), shifts=(shift("12:00", "11:00"),)),))
    assert pointers_and_codes(decision_faults(wrong, None)) == [("/half_days/0/shifts", "backwards")]


def test_a_decision_reaches_five_years_at_most() -> None:
    assert pointers_and_codes(decision_faults(decision(), date(2031, 1, 1))) == []
    assert pointers_and_codes(decision_faults(decision(), date(2032, 1, 1))) == [("/covers_to", "too_far")]


def test_days_beyond_the_calendar_are_refused() -> None:
    far = decision(closed_days=(date(2026, 5, 5), date(2027, 1, 1)), working_days=(date(2025, 12, 31),))
    assert pointers_and_codes(uncovered_days(far, CALENDAR)) == [
        ("/closed_days/1", "not_covered"),
        ("/working_days/0", "not_covered"),
    ]


def test_the_law_has_no_hole() -> None:
    assert not has_gap(CALENDAR)


def closed(first: date, days: int) -> dict[str, Any]:
    return {"closed_days": tuple(date.fromordinal(first.toordinal() + number) for number in range(days))}


def test_a_month_without_a_working_day_is_a_hole() -> None:
    may = date(2026, 5, 4)  # a Monday, after a weekend of two days
    assert not has_gap(CALENDAR.model_copy(update=closed(may, 29)))
    assert has_gap(CALENDAR.model_copy(update=closed(may, 31)))


def test_half_days_fill_a_hole_and_empty_ones_make_one() -> None:
    may = date(2026, 5, 4)
    middle = DayShifts(day=date(2026, 5, 20), shifts=(MORNING,))
    assert not has_gap(CALENDAR.model_copy(update={**closed(may, 31), "days": (middle,)}))
    empty = tuple(DayShifts(day=day, shifts=()) for day in closed(may, 31)["closed_days"])
    assert has_gap(CALENDAR.model_copy(update={"days": empty}))


JUNE = [date(2026, 6, 1) + timedelta(days=number) for number in range(92)]


@st.composite
def sparse_calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Three months of which mostly little is worked."""
    closed_days = draw(st.sets(st.sampled_from(JUNE), min_size=40))
    given_days = draw(st.lists(st.sampled_from(JUNE), max_size=5, unique=True))
    weekdays = draw(st.lists(st.integers(0, 6), max_size=7, unique=True))
    return CALENDAR.model_copy(
        update={
            "covers_from": JUNE[0],
            "covers_to": JUNE[-1],
            "closed_days": tuple(closed_days),
            "working_days": tuple(draw(st.sets(st.sampled_from(JUNE), max_size=3))),
            "weekdays": tuple(WeekdayShifts(weekday=weekday, shifts=()) for weekday in weekdays),
            "days": tuple(
                DayShifts(day=day, shifts=draw(st.sampled_from([(), (MORNING,)]))) for day in given_days
            ),
        }
    )


@given(sparse_calendars())
def test_a_hole_is_more_than_a_month_of_days_without_shifts(calendar: WorkingCalendar) -> None:
    worked = "".join("x" if shifts_on(calendar, day) else "." for day in JUNE)
    longest = max(len(rest) for rest in worked.split("x"))
    assert has_gap(calendar) is (longest > 31)


def test_a_week_that_is_never_worked_is_a_hole() -> None:
    never = tuple(WeekdayShifts(weekday=weekday, shifts=()) for weekday in range(7))
    assert has_gap(CALENDAR.model_copy(update={"weekdays": never, "working_days": ()}))


def test_a_calendar_of_two_days_off_has_no_working_day_at_all() -> None:
    weekend = {"covers_from": date(2026, 5, 9), "covers_to": date(2026, 5, 10)}
    assert has_gap(CALENDAR.model_copy(update=weekend))


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 1439)), min_size=1, max_size=4))
def test_shifts_are_refused_exactly_when_a_minute_is_worked_twice_or_backwards(
    pairs: list[tuple[int, int]],
) -> None:
    made = [Shift(start=time(a // 60, a % 60), end=time(b // 60, b % 60)) for a, b in pairs]
    minutes = [minute for a, b in pairs for minute in range(a, b)]
    sound = all(a < b for a, b in pairs) and len(minutes) == len(set(minutes))
    assert (pointers_and_codes(week_faults(week(*made))) == []) is sound
