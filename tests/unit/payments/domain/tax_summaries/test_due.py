"""Until when summaries are sent, by the vector of the law of 2026 and by counting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.law_of_2026 import calendar_of_2026

from contracts.time import local_day
from contracts.working_time import is_working_day
from payments.domain.tax_summaries.due import (
    LinkState,
    after_failure,
    after_success,
    due_after_repair,
    last_day_after_repair,
)

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
CALENDAR = calendar_of_2026()


@pytest.mark.parametrize(
    ("repaired", "last"),
    [
        (date(2026, 11, 20), date(2026, 11, 26)),  # vector 21: Friday; Tuesday 24 is off
        (date(2026, 11, 21), date(2026, 11, 26)),  # Saturday
        (date(2026, 11, 16), date(2026, 11, 19)),
        (date(2026, 8, 20), date(2026, 8, 24)),  # Saturday 22 is worked
        (date(2026, 2, 13), date(2026, 2, 25)),  # Tết
    ],
)
def test_three_working_days_after_the_repair(repaired: date, last: date) -> None:
    assert last_day_after_repair(CALENDAR, repaired) == last


@given(st.dates(date(2026, 1, 1), date(2026, 11, 30)))
def test_exactly_three_working_days_lie_between(repaired: date) -> None:
    last = last_day_after_repair(CALENDAR, repaired)
    between = [repaired + timedelta(days=n) for n in range(1, (last - repaired).days + 1)]
    assert sum(is_working_day(CALENDAR, day) for day in between) == 3
    assert is_working_day(CALENDAR, last)


def test_the_time_runs_to_the_end_of_the_local_day() -> None:
    late = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)
    assert local_day(due_after_repair(CALENDAR, late)) == date(2026, 11, 26)
    assert local_day(due_after_repair(CALENDAR, late + timedelta(minutes=2))) == date(2026, 11, 26)


def test_a_fault_begins_with_its_first_failure_and_ends_with_the_first_answer() -> None:
    down = after_failure(LinkState(), AT)
    assert down.down_since == AT
    assert after_failure(down, AT + timedelta(hours=1)) == down
    up = after_success(down, AT + timedelta(hours=2))
    assert (up.down_since, up.repaired_at) == (None, AT + timedelta(hours=2))
    assert after_success(up, AT + timedelta(hours=3)) == up
