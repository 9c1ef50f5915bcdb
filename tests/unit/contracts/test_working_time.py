"""Working time: the vectors of a real system, and what must hold for any start and length."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import at, calendar

from contracts.errors import ErrorCode, ServiceError
from contracts.working_time import (
    add_minutes,
    count_minutes,
    is_working_day,
    local,
    minutes_a_day,
    working_day_from,
)

CALENDAR = calendar()
VECTORS = [
    ("2026-04-23 15:30", 24, "2026-04-29 15:30"),
    ("2026-08-28 14:00", 4, "2026-09-03 08:00"),
    ("2026-08-21 10:00", 8, "2026-08-22 10:00"),
    ("2026-02-13 17:30", 24, "2026-02-25 17:00"),
    ("2026-04-24 06:10", 8, "2026-04-24 17:00"),
    ("2026-04-24 12:00", 8, "2026-04-28 11:30"),
    ("2020-07-31 16:00", 56, "2020-08-11 16:00"),
]
moments = st.datetimes(datetime(2019, 1, 1), datetime(2026, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.integers(0, 60 * 8 * 60)


@pytest.mark.parametrize(("start", "hours", "due"), VECTORS)
def test_due_date_of_a_real_system(start: str, hours: int, due: str) -> None:
    assert add_minutes(CALENDAR, at(start), hours * 60) == at(due)


@pytest.mark.parametrize(("start", "hours", "due"), VECTORS)
def test_counting_gives_the_hours_back(start: str, hours: int, due: str) -> None:
    assert count_minutes(CALENDAR, at(start), at(due)) == hours * 60


def test_a_working_day_has_eight_hours() -> None:
    assert minutes_a_day(CALENDAR) == 480


def test_no_time_added_at_the_end_of_a_day_stays_there() -> None:
    assert add_minutes(CALENDAR, at("2026-04-22 17:00"), 0) == at("2026-04-22 17:00")


def test_seconds_are_dropped() -> None:
    assert add_minutes(CALENDAR, at("2026-04-22 08:00:59.9"), 1) == at("2026-04-22 08:01")


def test_counting_backwards_gives_nothing() -> None:
    assert count_minutes(CALENDAR, at("2026-04-23 08:00"), at("2026-04-22 08:00")) == 0


def test_counting_skips_lunch() -> None:
    assert count_minutes(CALENDAR, at("2026-04-22 11:00"), at("2026-04-22 14:00")) == 60


@given(moments, moments, lengths)
def test_a_later_start_never_ends_earlier(one: datetime, other: datetime, minutes: int) -> None:
    first, second = sorted((one, other))
    assert add_minutes(CALENDAR, first, minutes) <= add_minutes(CALENDAR, second, minutes)


@given(moments, lengths, lengths)
def test_more_time_never_ends_earlier(start: datetime, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert add_minutes(CALENDAR, start, less) <= add_minutes(CALENDAR, start, more)


@given(moments, lengths)
def test_adding_then_counting_gives_the_minutes_back(start: datetime, minutes: int) -> None:
    assert count_minutes(CALENDAR, start, add_minutes(CALENDAR, start, minutes)) == minutes


@given(moments, lengths, lengths)
def test_adding_twice_is_adding_the_sum(start: datetime, one: int, other: int) -> None:
    twice = add_minutes(CALENDAR, add_minutes(CALENDAR, start, one), other)
    once = add_minutes(CALENDAR, start, one + other)
    assert count_minutes(CALENDAR, min(twice, once), max(twice, once)) == 0


@given(moments, lengths)
def test_the_end_is_never_off_shift(start: datetime, minutes: int) -> None:
    end = local(add_minutes(CALENDAR, start, minutes))
    assert is_working_day(CALENDAR, end.date())
    assert any(shift.start <= end.time() <= shift.end for shift in CALENDAR.shifts)


@given(moments, lengths)
def test_the_end_never_precedes_the_start(start: datetime, minutes: int) -> None:
    assert add_minutes(CALENDAR, start, minutes) >= start.replace(second=0, microsecond=0)


@pytest.mark.parametrize("start", ["2017-12-31 08:00", "2028-01-01 08:00", "2027-12-31 16:00"])
def test_outside_its_cover_a_calendar_answers_nothing(start: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        add_minutes(CALENDAR, at(start), 480)
    assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE


def test_counting_past_the_cover_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        count_minutes(CALENDAR, at("2027-12-30 08:00"), at("2028-01-03 08:00"))
    assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE


def test_a_calendar_without_working_days_is_refused() -> None:
    closed = CALENDAR.model_copy(update={"weekend": (0, 1, 2, 3, 4, 5, 6), "working_days": ()})
    with pytest.raises(ServiceError) as refusal:
        add_minutes(closed, at("2026-04-22 08:00"), 1)
    assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE


def test_a_calendar_without_shifts_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        add_minutes(CALENDAR.model_copy(update={"shifts": ()}), at("2026-04-22 08:00"), 1)
    assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE


def test_a_month_of_rest_is_the_most() -> None:
    month = tuple(date(2026, 3, 1) + timedelta(days=day) for day in range(32))
    closed = CALENDAR.model_copy(update={"closed_days": month, "working_days": ()})
    with pytest.raises(ServiceError) as refusal:
        working_day_from(closed, date(2026, 3, 1))
    assert refusal.value.code is ErrorCode.CALENDAR_INCOMPLETE
