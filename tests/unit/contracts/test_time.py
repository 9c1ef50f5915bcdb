"""Days and months of Viet Nam."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.time import VIETNAM, add_months, end_of_day, local_day, start_of_day

DAYS = st.dates(date(1976, 1, 1), date(2200, 12, 31))
"""Since the clocks of the whole country agree (13 June 1975): before, days were an hour longer or shorter."""


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 27, 16, 59, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 27, 0, 0, tzinfo=VIETNAM), date(2026, 11, 27)),
    ],
)
def test_local_day(at: datetime, day: date) -> None:
    assert local_day(at) == day


def test_a_time_without_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        local_day(datetime(2026, 11, 27))  # noqa: DTZ001 - that is the mistake


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
    ],
)
def test_add_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_datetime_keeps_its_time_and_offset() -> None:
    at = datetime(2026, 8, 31, 9, 30, tzinfo=VIETNAM)
    assert add_months(at, 6) == datetime(2027, 2, 28, 9, 30, tzinfo=VIETNAM)


@given(DAYS, st.integers(-1200, 1200))
def test_months_are_counted_by_the_calendar(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_there_is_no_year_ten_thousand() -> None:
    with pytest.raises(ValueError, match="no year"):
        add_months(date(9999, 12, 1), 1)


@given(DAYS)
def test_a_day_begins_and_ends_within_itself(day: date) -> None:
    first, last = start_of_day(day).astimezone(UTC), end_of_day(day).astimezone(UTC)
    assert local_day(first) == local_day(last) == day
    assert local_day(first - timedelta(milliseconds=1)) < day < local_day(last + timedelta(milliseconds=1))
