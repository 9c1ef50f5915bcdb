"""Bộ chỉ số phục vụ người dân, doanh nghiệp (QĐ 766/QĐ-TTg), digitisation: points of an indicator from what was counted."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Indicator:
    """`points` of one that is met; `threshold`: the share in per cent from which on it is, None where only all is all."""

    points: Decimal
    threshold: Decimal | None = None


@dataclass(frozen=True)
class IndexRule:
    """Indicators of digitisation, in force from a local day on until the next rule."""

    from_day: date
    digitised: Indicator
    reused: Indicator


RULES = (
    IndexRule(
        date(2022, 6, 23),
        digitised=Indicator(Decimal(4)),
        reused=Indicator(Decimal(2), Decimal(80)),
    ),
)
"""As the index of the national portal counts: 4.2 has no threshold, 4.3 is met at 80 %."""


def rule_on(day: date, rules: tuple[IndexRule, ...] = RULES) -> IndexRule:
    """The one in force; before the first one the first."""
    return next((rule for rule in reversed(rules) if rule.from_day <= day), rules[0])


def rate(count: int, needed: int) -> Decimal:
    """The share in per cent, of two decimals; 0 of none."""
    return (HUNDRED * count / needed).quantize(CENT, ROUND_HALF_UP) if needed else Decimal(0)


def points(indicator: Indicator, rate_: Decimal) -> Decimal:
    """What a share is worth, of two decimals: in proportion up to the threshold."""
    share = min(Decimal(1), rate_ / (indicator.threshold or HUNDRED))
    return (indicator.points * share).quantize(CENT, ROUND_HALF_UP)
