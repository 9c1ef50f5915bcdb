"""Indicators 1.1 to 1.3 of QĐ 766/QĐ-TTg, on the calendar with its holidays and swapped days."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from tests.support.catalog.versions import content, public

from catalog.domain.calendars.composition import national_calendar
from catalog.domain.calendars.working_days import days_later, is_working_day
from catalog.domain.versions.publication_figures import decided_in_time, figures, publicised_in_time
from contracts.catalog import (
    DayShifts,
    Decision,
    GetPublicationFigures,
    NamedCode,
    ProcedureVersion,
    Shift,
    WeekdayShifts,
)
from contracts.errors import ErrorCode, ServiceError

CALENDAR = national_calendar(2024, 2026, 1)
MORNING = (Shift(start=time(7), end=time(11, 30)),)
PERIOD = GetPublicationFigures(from_day=date(2026, 1, 1), to_day=date(2026, 12, 31))


def version(
    decided: date, effective: date, public_on: date, promulgator: str = "G15", **changes: Any
) -> ProcedureVersion:
    at = datetime.combine(public_on, time(2), UTC)
    named = content(promulgator=NamedCode(code=promulgator, name="Cơ quan mẫu"), **changes)
    ruling = Decision(number="1", decided_on=decided, effective_from=effective)
    return public(2, effective, decision=ruling, content=named, published_at=at, publicised_at=at)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 11, 2), 5, date(2026, 11, 9)),
        (date(2026, 11, 9), -5, date(2026, 11, 2)),
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        (date(2024, 4, 26), 3, date(2024, 5, 4)),
        (date(2026, 11, 7), 0, date(2026, 11, 7)),
    ],
    ids=["a week", "back", "over the holidays", "a worked Saturday counts", "none"],
)
def test_working_days_are_counted_on_the_calendar(day: date, number: int, expected: date) -> None:
    assert days_later(CALENDAR, day, number) == expected


def test_the_nearest_rule_of_the_calendar_decides() -> None:
    saturday, monday = date(2026, 11, 7), date(2026, 11, 9)
    mornings = CALENDAR.model_copy(
        update={
            "weekdays": (WeekdayShifts(weekday=5, shifts=MORNING),),
            "days": (DayShifts(day=monday, shifts=()),),
        }
    )
    assert (is_working_day(mornings, saturday), is_working_day(mornings, monday)) == (True, False)
    assert not is_working_day(CALENDAR, saturday)


def test_a_day_outside_the_calendar_is_not_guessed() -> None:
    with pytest.raises(ServiceError) as refusal:
        days_later(CALENDAR, date(2026, 12, 31), 1)
    assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE


@pytest.mark.parametrize(
    ("promulgator", "decided", "in_time"),
    [
        ("G15", date(2026, 10, 5), True),
        ("G15", date(2026, 10, 6), False),
        ("H26", date(2026, 10, 26), True),
        ("H26.15", date(2026, 10, 27), False),
    ],
)
def test_a_decision_comes_20_working_days_before_it_rules_in_a_province_5(
    promulgator: str, decided: date, in_time: bool
) -> None:
    made = version(decided, date(2026, 11, 2), decided, promulgator)
    assert decided_in_time(made, CALENDAR) is in_time


@pytest.mark.parametrize(
    ("promulgator", "public_on", "in_time"),
    [
        ("G15", date(2026, 10, 19), True),
        ("G15", date(2026, 10, 20), False),
        ("H26", date(2026, 10, 12), True),
        ("H26", date(2026, 10, 13), False),
    ],
)
def test_it_is_made_public_within_10_working_days_in_a_province_5(
    promulgator: str, public_on: date, in_time: bool
) -> None:
    made = version(date(2026, 10, 5), date(2026, 11, 30), public_on, promulgator)
    assert publicised_in_time(made, CALENDAR) is in_time


def test_what_is_not_public_yet_is_not_in_time() -> None:
    made = version(date(2026, 10, 5), date(2026, 11, 30), date(2026, 10, 6))
    assert not publicised_in_time(made.model_copy(update={"publicised_at": None}), CALENDAR)


def test_the_figures_count_each_indicator_of_what_was_published() -> None:
    good = version(date(2026, 10, 5), date(2026, 11, 2), date(2026, 10, 6))
    late = version(date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 30), agencies=())
    found = figures(PERIOD, [good, late], CALENDAR)
    assert (found.published, found.decided_in_time, found.publicised_in_time, found.complete) == (2, 1, 1, 1)


@pytest.mark.parametrize(("agency", "count"), [("G15", 1), ("H26", 1), ("H26.15", 1), ("G01", 0), (None, 2)])
def test_the_figures_of_one_ministry_or_province(agency: str | None, count: int) -> None:
    mine = [
        version(date(2026, 10, 5), date(2026, 11, 2), date(2026, 10, 6), code) for code in ("G15", "H26.15")
    ]
    request = PERIOD.model_copy(update={"agency_code": agency})
    assert figures(request, mine, CALENDAR).published == count


def test_what_was_brought_in_without_a_decision_is_not_counted() -> None:
    undecided = version(date(2026, 10, 5), date(2026, 11, 2), date(2026, 10, 6))
    assert figures(PERIOD, [undecided.model_copy(update={"decision": None})], CALENDAR).published == 0
