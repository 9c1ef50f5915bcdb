"""Business conditions (điều kiện kinh doanh), their cutting, and what they cost those who must meet them.

A condition keeps every decision that was made on it, so that the totals of any past day can be computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import groupby
from typing import Any

from catalog.domain.versions.guards import invalid_field
from contracts.agency_codes import canonical
from contracts.catalog import (
    BusinessCondition,
    ComplianceCost,
    ConditionContent,
    ConditionStatus,
    ConditionTotals,
    DecideCondition,
)

MAX_YEARLY_COST = 10**15
"""VND a year. All conditions of the country together stay far below what the database can add up."""
EXACT = Context(prec=60)
MISSING = ("required", "A simplification says what is left.")
NOT_EXPECTED = ("not_expected", "Only a simplification has this.")


@dataclass(frozen=True)
class ConditionRuling:
    """One decision: what became of the condition. `cost_left` a year: None where it is the cost before, or nothing."""

    status: ConditionStatus
    decided_on: date
    cost_left: int | None = None

    def cost(self, before: int) -> int:
        """What is cut costs nothing, what is kept costs what it did."""
        if self.status is ConditionStatus.CUT:
            return 0
        return before if self.cost_left is None else self.cost_left


@dataclass(frozen=True)
class ConditionHistory:
    """What the totals know of one condition. `rulings` are in the order in which they were made."""

    ministry_code: str
    recorded_on: date
    yearly_cost_before: int
    rulings: tuple[ConditionRuling, ...] = ()


def yearly_cost(cost: ComplianceCost, pointer: str = "/cost_after") -> int:
    """Whole VND: exact to the last digit of what was entered, then rounded once, half a dong up.

    Raises ServiceError(INVALID_REQUEST) above a million billion VND.
    """
    each = EXACT.add(
        EXACT.multiply(_exact(cost.hours), Decimal(cost.hourly_income)), Decimal(cost.fees + cost.other)
    )
    yearly = EXACT.multiply(EXACT.multiply(each, _exact(cost.times_a_year)), Decimal(cost.subjects))
    if yearly > MAX_YEARLY_COST:
        raise invalid_field(pointer, "too_large", "The cost of a year is more than 10^15 VND.")
    return int(yearly.to_integral_value(ROUND_HALF_UP))


def new_condition(content: ConditionContent, condition_id: str) -> BusinessCondition:
    """A new condition, in force until something else is decided."""
    new = BusinessCondition(
        **_fields(content),
        condition_id=condition_id,
        version=1,
        status=ConditionStatus.KEPT,
        yearly_cost_before=0,
        yearly_cost_after=0,
    )
    return _with_yearly_costs(new)


def with_content(condition: BusinessCondition, content: ConditionContent) -> BusinessCondition:
    """Another content under the same decision. Raises INVALID_REQUEST when a simplification would cost more then."""
    return _with_yearly_costs(
        condition.model_copy(update={**_fields(content), "version": condition.version + 1})
    )


def with_decision(condition: BusinessCondition, decision: DecideCondition, today: date) -> BusinessCondition:
    """Raises INVALID_REQUEST for a decision that does not hold together."""
    _require_order(condition, decision, today)
    _require_terms(decision)
    names = ("status", "decision", "decided_on", "simplified_text", "cost_after")
    changes = {name: getattr(decision, name) for name in names}
    return _with_yearly_costs(condition.model_copy(update={**changes, "version": condition.version + 1}))


def totals(conditions: Iterable[ConditionHistory], on: date) -> tuple[ConditionTotals, ...]:
    """One for each ministry that had conditions on that local day, by code."""
    there = sorted((c for c in conditions if c.recorded_on <= on), key=lambda c: c.ministry_code)
    grouped = groupby(there, key=lambda condition: condition.ministry_code)
    return tuple(_totals(ministry, list(conditions), on) for ministry, conditions in grouped)


def ruling_of(condition: BusinessCondition) -> ConditionRuling | None:
    """The decision that stands; None before the first."""
    if condition.decided_on is None:
        return None
    left = condition.yearly_cost_after if condition.status is ConditionStatus.SIMPLIFIED else None
    return ConditionRuling(condition.status, condition.decided_on, left)


def ruling_on(condition: ConditionHistory, on: date) -> ConditionRuling:
    """The last decision of that day or before; without one the condition is kept."""
    made = [ruling for ruling in condition.rulings if ruling.decided_on <= on]
    return made[-1] if made else ConditionRuling(ConditionStatus.KEPT, on)


def _totals(ministry: str, conditions: Sequence[ConditionHistory], on: date) -> ConditionTotals:
    ruled = [(condition.yearly_cost_before, ruling_on(condition, on)) for condition in conditions]
    statuses = [ruling.status for _, ruling in ruled]
    return ConditionTotals(
        ministry_code=ministry,
        conditions=len(ruled),
        cut=statuses.count(ConditionStatus.CUT),
        simplified=statuses.count(ConditionStatus.SIMPLIFIED),
        kept=statuses.count(ConditionStatus.KEPT),
        yearly_cost_before=sum(before for before, _ in ruled),
        yearly_cost_after=sum(ruling.cost(before) for before, ruling in ruled),
    )


def _with_yearly_costs(condition: BusinessCondition) -> BusinessCondition:
    """With the cost of a year that follows from what stands. Raises INVALID_REQUEST."""
    before = yearly_cost(condition.cost_before, "/content/cost_before")
    left = None if condition.cost_after is None else yearly_cost(condition.cost_after)
    if left is not None and left > before:
        raise invalid_field(
            "/cost_after", "not_simpler", "A simplified condition may not cost more than before."
        )
    after = ConditionRuling(condition.status, date.min, left).cost(before)
    return condition.model_copy(update={"yearly_cost_before": before, "yearly_cost_after": after})


def _require_order(condition: BusinessCondition, decision: DecideCondition, today: date) -> None:
    if decision.decided_on > today:
        raise invalid_field("/decided_on", "in_future", "The day of the decision is still to come.")
    if condition.decided_on is not None and decision.decided_on < condition.decided_on:
        raise invalid_field(
            "/decided_on", "out_of_order", "A later decision has been made on this condition."
        )


def _require_terms(decision: DecideCondition) -> None:
    """The new text and cost belong to a simplification, and to nothing else."""
    simplified = decision.status is ConditionStatus.SIMPLIFIED
    for name in ("simplified_text", "cost_after"):
        given = getattr(decision, name) is not None
        if given != simplified:
            code, detail = MISSING if simplified else NOT_EXPECTED
            raise invalid_field(f"/{name}", code, detail)


def _fields(content: ConditionContent) -> dict[str, Any]:
    """The ministry in the one spelling of its code, so that its conditions are counted together."""
    fields = {name: getattr(content, name) for name in ConditionContent.model_fields}
    return {**fields, "ministry_code": canonical(content.ministry_code)}


def _exact(number: float) -> Decimal:
    """As it was written: 0.1 is a tenth."""
    return Decimal(str(number))
