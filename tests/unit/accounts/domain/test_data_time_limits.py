"""Times of requests of data subjects: the vectors of the decrees, over working calendars with swapped days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import at, calendar

from accounts.domain.personal_data.time_limits import (
    ND_13_2023,
    ND_356_2025,
    answer_due,
    execution_due,
    last_extension,
    regime_on,
)
from contracts.accounts import DataRequestKind
from contracts.time import VIETNAM, end_of_day, local_day

Kind = DataRequestKind
CALENDAR = calendar()
MONDAY = "2026-08-24 10:00"
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 10, 30), timezones=st.just(VIETNAM))  # noqa: DTZ001
kinds = st.sampled_from(Kind)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (MONDAY, "2026-08-26"),
        ("2026-08-28 16:59", "2026-09-04"),  # 31/8 to 2/9 off
        ("2026-02-13 23:59", "2026-02-24"),  # Tết
        ("2026-08-20 10:00", "2026-08-22"),  # a working Saturday
        ("2026-11-23 09:00", "2026-11-26"),  # 24/11 off
    ],
)
def test_vector_18_it_is_answered_in_two_working_days(received: str, due: str) -> None:
    assert local_day(answer_due(ND_356_2025, at(received), CALENDAR)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("kind", "due", "by_processor"),
    [
        (Kind.COPY, "2026-09-03", "2026-09-08"),
        (Kind.CORRECT, "2026-09-03", "2026-09-08"),
        (Kind.WITHDRAW_CONSENT, "2026-09-08", "2026-09-14"),  # 13/9 is a Sunday
        (Kind.RESTRICT, "2026-09-08", "2026-09-14"),
        (Kind.OBJECT, "2026-09-08", "2026-09-14"),
        (Kind.PROTECT, "2026-09-08", "2026-09-08"),
        (Kind.ERASE, "2026-09-14", "2026-09-23"),
    ],
)
def test_vector_18_it_is_done_within_the_days_of_its_kind(kind: Kind, due: str, by_processor: str) -> None:
    assert execution_due(ND_356_2025, kind, at(MONDAY), CALENDAR) == end_of_day(date.fromisoformat(due))
    longer = execution_due(ND_356_2025, kind, at(MONDAY), CALENDAR, by_processor=True)
    assert longer == end_of_day(date.fromisoformat(by_processor))


@pytest.mark.parametrize("kind", Kind)
def test_the_decree_before_gives_72_hours_day_off_or_not(kind: Kind) -> None:
    received = at("2025-12-30 18:40")
    assert answer_due(ND_13_2023, received, CALENDAR) == at("2026-01-02 18:40")
    assert execution_due(ND_13_2023, kind, received, CALENDAR) == at("2026-01-02 18:40")


def test_a_request_has_the_regime_of_its_day() -> None:
    assert regime_on(date(2025, 12, 31)) is ND_13_2023
    assert regime_on(date(2026, 1, 1)) is ND_356_2025
    assert regime_on(date(2020, 1, 1)) is ND_13_2023


def test_one_extension_is_no_longer_than_the_first_time() -> None:
    due = execution_due(ND_356_2025, Kind.ERASE, at(MONDAY), CALENDAR)
    assert last_extension(ND_356_2025, Kind.ERASE, due) == date(2026, 10, 4)
    assert last_extension(ND_356_2025, Kind.ERASE, due, by_processor=True) == date(2026, 10, 14)
    assert last_extension(ND_13_2023, Kind.COPY, at("2025-12-05 09:00")) == date(2025, 12, 8)


@given(moments, kinds)
def test_it_falls_due_at_the_end_of_a_working_day_no_earlier_than_its_days(at: datetime, kind: Kind) -> None:
    due = execution_due(ND_356_2025, kind, at, CALENDAR)
    first = local_day(at) + timedelta(days=ND_356_2025.days[kind].usual)
    assert due == end_of_day(local_day(due))
    assert first <= local_day(due) <= first + timedelta(days=10)
    if (
        first - local_day(at)
    ).days > 12:  # ten calendar days may end within Tết, before two working days have gone by
        assert answer_due(ND_356_2025, at, CALENDAR) <= due


@given(moments, moments)
def test_who_asks_later_is_answered_no_earlier(one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert answer_due(ND_356_2025, early, CALENDAR) <= answer_due(ND_356_2025, late, CALENDAR)
