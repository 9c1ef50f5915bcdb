"""Points of digitisation and reuse (QĐ 766/QĐ-TTg, as the national portal counts)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.domain.service_index import RULES, IndexRule, Indicator, points, rate, rule_on

RULE = RULES[0]


def test_vector_22_of_the_law_of_2026() -> None:
    digitised, reused = rate(1_520, 2_618), rate(1_543, 2_618)
    assert (digitised, points(RULE.digitised, digitised)) == (Decimal("58.06"), Decimal("2.32"))
    assert (reused, points(RULE.reused, reused)) == (Decimal("58.94"), Decimal("1.47"))


@pytest.mark.parametrize(
    ("indicator", "share", "worth"),
    [
        (RULE.digitised, "80.00", "3.20"),
        (RULE.digitised, "100", "4.00"),
        (RULE.reused, "79.99", "2.00"),
        (RULE.reused, "80.00", "2.00"),
        (RULE.reused, "100", "2.00"),
        (RULE.reused, "40", "1.00"),
        (RULE.reused, "0", "0.00"),
    ],
)
def test_a_threshold_is_where_all_points_are_given_and_4_2_has_none(
    indicator: Indicator, share: str, worth: str
) -> None:
    assert points(indicator, Decimal(share)) == Decimal(worth)


def test_nothing_of_nothing_is_nothing() -> None:
    assert points(RULE.digitised, rate(0, 0)) == 0


COUNTS = st.integers(0, 5_000)


@given(COUNTS, COUNTS, COUNTS, st.sampled_from([RULE.digitised, RULE.reused]))
def test_more_is_never_worth_less_nor_more_than_all(
    first: int, second: int, more: int, indicator: Indicator
) -> None:
    less, greater = sorted((first, second))
    needed = greater + more
    low, high = (points(indicator, rate(count, needed)) for count in (less, greater))
    assert 0 <= low <= high <= indicator.points


def test_a_rule_counts_from_its_day_on() -> None:
    later = IndexRule(date(2027, 1, 1), Indicator(Decimal(6)), Indicator(Decimal(4)))
    days = (date(2020, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [rule_on(day, (*RULES, later)) for day in days] == [RULE, RULE, later]
