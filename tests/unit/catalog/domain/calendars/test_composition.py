"""Composition of calendars, and the days that the test vectors of working time rest on."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import starter
from catalog.domain.calendars.composition import (
    NATIONAL,
    AgencyWeek,
    CalendarDecision,
    compose,
    national_calendar,
    shifts_on,
    statutory_calendar_until,
    with_next_version,
)
from contracts.catalog import DayShifts, Shift, WeekdayShifts, WorkingCalendar

CALENDAR = national_calendar(2018, 2027, version=1)
MORNING = (Shift(start=time(7, 30), end=time(11, 30)),)
POLICE = AgencyWeek(
    calendar_id="police",
    agency_code="G01.26",
    shifts=CALENDAR.shifts,
    weekdays=(WeekdayShifts(weekday=5, shifts=MORNING),),
)
IN_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def decision(number: str = "1/QĐ", decided_on: date = date(2025, 12, 1), **fields: Any) -> CalendarDecision:
    return CalendarDecision(calendar_id=NATIONAL, decision_number=number, decided_on=decided_on, **fields)


def half(day: date) -> DayShifts:
    return DayShifts(day=day, shifts=MORNING)


@st.composite
def decisions(draw: st.DrawFn) -> CalendarDecision:
    days = draw(st.lists(IN_2026, max_size=6, unique=True))
    cuts = sorted((draw(st.integers(0, len(days))), draw(st.integers(0, len(days)))))
    return decision(
        draw(st.sampled_from(["1/QĐ", "2/QĐ", "3/QĐ"])),
        draw(st.dates(date(2025, 1, 1), date(2025, 1, 3))),
        closed_days=tuple(days[: cuts[0]]),
        working_days=tuple(days[cuts[0] : cuts[1]]),
        half_days=tuple(half(day) for day in days[cuts[1] :]),
    )


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
    assert bool(shifts_on(CALENDAR, date.fromisoformat(day))) is working


SWAPS = [
    ("2018-12-31", "2019-01-05"),
    ("2019-04-29", "2019-05-04"),
    ("2024-04-29", "2024-05-04"),
    ("2025-05-02", "2025-04-26"),
    ("2026-01-02", "2026-01-10"),
    ("2026-08-31", "2026-08-22"),
]
"""Day off and the Saturday worked for it, by the Government's decisions. Each year's are added here; those that the
package holidays lacks go into the starter's table."""
DECIDED = compose(CALENDAR, starter.decisions_on_days_off())


@pytest.mark.parametrize(("off", "worked"), SWAPS)
def test_decided_swaps_are_in_the_calendar_that_is_seeded(off: str, worked: str) -> None:
    assert shifts_on(DECIDED, date.fromisoformat(off)) == ()
    assert shifts_on(DECIDED, date.fromisoformat(worked)) == DECIDED.shifts


def test_no_saturday_is_worked_without_a_decision() -> None:
    assert [day.isoformat() for day in DECIDED.working_days] == sorted(worked for _, worked in SWAPS)


def test_a_calendar_says_until_when_it_is_decided() -> None:
    assert DECIDED.decided_to == date(2026, 12, 31)
    of_2027 = decision(decided_on=date(2026, 12, 1), closed_days=(date(2027, 2, 11),))
    assert compose(DECIDED, [of_2027]).decided_to == date(2027, 12, 31)


def test_what_an_agency_decides_for_itself_decides_nothing_for_the_nation() -> None:
    own = CalendarDecision(
        calendar_id="police",
        decision_number="5/QĐ",
        decided_on=date(2026, 12, 1),
        closed_days=(date(2027, 3, 1),),
    )
    assert compose(DECIDED, [own], POLICE).decided_to == date(2026, 12, 31)


def test_whole_years_are_covered() -> None:
    assert (CALENDAR.covers_from, CALENDAR.covers_to) == (date(2018, 1, 1), date(2027, 12, 31))


def test_working_days_of_the_law_are_weekend() -> None:
    assert all(day.weekday() in CALENDAR.weekend for day in CALENDAR.working_days)


def test_a_working_day_has_eight_hours() -> None:
    def since_midnight(at: time) -> timedelta:
        return timedelta(hours=at.hour, minutes=at.minute)

    lengths = [since_midnight(shift.end) - since_midnight(shift.start) for shift in CALENDAR.shifts]
    assert sum(lengths, timedelta()) == timedelta(hours=8)


def test_the_law_may_be_asked_for_up_to_a_day() -> None:
    part = statutory_calendar_until(date(2026, 6, 30))
    assert part.covers_to == date(2026, 6, 30)
    assert date(2026, 4, 30) in part.closed_days
    assert max(part.closed_days) <= part.covers_to


@pytest.mark.parametrize(
    ("day", "shifts"),
    [
        ("2026-11-21", MORNING),  # a usual Saturday
        ("2026-11-22", ()),  # Sunday
        ("2026-11-20", CALENDAR.shifts),  # Friday
        ("2026-08-22", CALENDAR.shifts),  # a Saturday worked in exchange, the whole day
        ("2022-04-30", ()),  # a Saturday that is a public holiday
        ("2026-04-30", ()),  # a Thursday that is one
    ],
)
def test_police_work_on_saturday_mornings_that_are_no_holidays(day: str, shifts: tuple[Shift, ...]) -> None:
    assert shifts_on(compose(CALENDAR, [], POLICE), date.fromisoformat(day)) == shifts


def test_a_decision_takes_the_place_of_what_the_law_said_of_its_days() -> None:
    holiday, friday, saturday = date(2026, 4, 30), date(2026, 11, 20), date(2026, 11, 21)
    decided = compose(
        CALENDAR,
        [
            decision(
                working_days=(holiday, saturday), half_days=(half(friday),), closed_days=(date(2026, 11, 23),)
            )
        ],
    )
    assert shifts_on(decided, holiday) == shifts_on(decided, saturday) == CALENDAR.shifts
    assert shifts_on(decided, friday) == MORNING
    assert shifts_on(decided, date(2026, 11, 23)) == ()


def test_the_later_decision_of_a_day_counts_in_whatever_order_they_came() -> None:
    day = date(2026, 11, 20)
    older = decision("9/QĐ", date(2025, 12, 1), closed_days=(day,))
    newer = decision("1/QĐ", date(2025, 12, 2), half_days=(half(day),))
    for order in ([older, newer], [newer, older]):
        composed = compose(CALENDAR, order)
        assert shifts_on(composed, day) == MORNING
        assert day not in composed.closed_days


def test_an_agency_s_own_decision_stands_above_a_later_national_one() -> None:
    day = date(2026, 11, 20)
    national = compose(CALENDAR, [decision(decided_on=date(2026, 1, 1), working_days=(day,))])
    assert shifts_on(compose(national, [decision(closed_days=(day,))], POLICE), day) == ()


@given(st.lists(decisions(), max_size=4), st.permutations(range(4)))
def test_the_order_of_import_does_not_matter(made: list[CalendarDecision], order: list[int]) -> None:
    numbered = [each.model_copy(update={"decision_number": f"{n}/QĐ"}) for n, each in enumerate(made)]
    shuffled = [numbered[place] for place in order if place < len(numbered)]
    assert compose(CALENDAR, shuffled, POLICE) == compose(CALENDAR, numbered, POLICE)


@given(decisions())
def test_a_decision_changes_its_own_days_and_no_other(made: CalendarDecision) -> None:
    composed = compose(CALENDAR, [made])
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        if day not in made.days:
            assert shifts_on(composed, day) == shifts_on(CALENDAR, day)
    assert all(shifts_on(composed, day) == () for day in made.closed_days)
    assert all(shifts_on(composed, day) == CALENDAR.shifts for day in made.working_days)
    assert all(shifts_on(composed, given.day) == given.shifts for given in made.half_days)


@given(decisions())
def test_a_version_is_counted_only_when_something_changed(made: CalendarDecision) -> None:
    stored = with_next_version(None, CALENDAR.model_copy(update={"version": 9}))
    composed = compose(CALENDAR, [made])
    again = with_next_version(stored, composed)
    unchanged = composed.model_copy(update={"version": 1}) == stored
    assert (stored.version, again.version) == (1, 1 if unchanged else 2)
    assert with_next_version(again, composed) == again


def test_the_starter_lets_the_police_receive_on_saturday_mornings_and_counts_none_of_them() -> None:
    (week,) = starter.weeks()
    composed: WorkingCalendar = compose(CALENDAR, [], week)
    assert week.agency_code == "G01.26"
    assert composed.reception_weekdays == (WeekdayShifts(weekday=5, shifts=MORNING),)
    assert shifts_on(composed, date(2026, 11, 21)) == ()
