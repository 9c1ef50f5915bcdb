"""What business conditions cost, what decisions save, and the totals of the ministries."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.conditions import (
    MAX_YEARLY_COST,
    ConditionHistory,
    ConditionRuling,
    new_condition,
    ruling_of,
    ruling_on,
    totals,
    with_content,
    with_decision,
    yearly_cost,
)
from contracts.catalog import (
    BusinessCondition,
    ComplianceCost,
    ConditionContent,
    ConditionStatus,
    DecideCondition,
)
from contracts.errors import ServiceError

TODAY = date(2026, 11, 21)
COST = ComplianceCost(
    hours=8, hourly_income=50_000, fees=200_000, other=100_000, times_a_year=2, subjects=1_000
)
LESS = ComplianceCost(
    hours=2, hourly_income=50_000, fees=200_000, other=100_000, times_a_year=1, subjects=1_000
)
STATUSES = (ConditionStatus.KEPT, ConditionStatus.CUT, ConditionStatus.SIMPLIFIED)


def content(**changes: Any) -> ConditionContent:
    fields: dict[str, Any] = {
        "text": "Có kho chứa rộng ít nhất 100 m²",
        "sector": "Kinh doanh mẫu",
        "ministry_code": "G12",
        "legal_basis": "Nghị định mẫu, điều 7",
        "cost_before": COST,
    }
    return ConditionContent(**fields | changes)


def condition(**changes: Any) -> BusinessCondition:
    return new_condition(content(**changes), "c-1")


def decision(status: ConditionStatus, **changes: Any) -> DecideCondition:
    fields: dict[str, Any] = {
        "command_id": "k",
        "condition_id": "c-1",
        "expected_version": 1,
        "status": status,
        "decision": "163/QĐ-TTg",
        "decided_on": TODAY,
    }
    if status is ConditionStatus.SIMPLIFIED:
        fields |= {"simplified_text": "Có kho chứa", "cost_after": LESS}
    return DecideCondition(**fields | changes)


def refused(status: ConditionStatus, **changes: Any) -> tuple[str, str]:
    """The pointer and the code of the one wrong field."""
    with pytest.raises(ServiceError) as error:
        with_decision(condition(), decision(status, **changes), TODAY)
    (wrong,) = error.value.errors
    return wrong.pointer, wrong.code


@pytest.mark.parametrize(
    ("cost", "vnd"),
    [
        (ComplianceCost(), 0),
        (COST, 1_400_000_000),  # (8 × 50,000 + 200,000 + 100,000) × 2 × 1,000
        (ComplianceCost(hours=0.1, hourly_income=3, subjects=10), 3),
        (ComplianceCost(fees=1, times_a_year=0.5, subjects=1), 1),
        (ComplianceCost(fees=1, times_a_year=0.4, subjects=1), 0),
        (ComplianceCost(fees=1, times_a_year=2.5, subjects=1), 3),
        (ComplianceCost(fees=10**12, subjects=1_000), MAX_YEARLY_COST),
    ],
    ids=["nothing", "a year", "a tenth", "half up", "down", "half up again", "the most"],
)
def test_the_cost_of_a_year_is_whole_dong(cost: ComplianceCost, vnd: int) -> None:
    assert yearly_cost(cost) == vnd


def test_a_cost_beyond_the_most_is_refused() -> None:
    with pytest.raises(ServiceError) as error:
        yearly_cost(ComplianceCost(fees=10**12, subjects=1_001))
    assert error.value.errors[0].code == "too_large"


amounts = st.integers(0, 10**7)
rates = st.decimals(0, 1_000, places=3).map(float)
costs = st.builds(
    ComplianceCost,
    hours=rates,
    hourly_income=st.integers(0, 10**5),
    fees=amounts,
    other=amounts,
    times_a_year=st.decimals(0, 10, places=3).map(float),
    subjects=st.integers(0, 10**5),
)


@given(costs)
def test_the_cost_is_the_formula_within_half_a_dong(cost: ComplianceCost) -> None:
    hours, times = Fraction(str(cost.hours)), Fraction(str(cost.times_a_year))
    exact = (hours * cost.hourly_income + cost.fees + cost.other) * times * cost.subjects
    assert -Fraction(1, 2) < yearly_cost(cost) - exact <= Fraction(1, 2)


def test_a_new_condition_is_kept_at_its_cost() -> None:
    new = condition()
    assert (new.version, new.status) == (1, ConditionStatus.KEPT)
    assert new.yearly_cost_before == new.yearly_cost_after == 1_400_000_000
    assert ruling_of(new) is None


def test_a_ministry_is_known_by_one_spelling_of_its_code() -> None:
    assert condition(ministry_code="000.00.00.G12").ministry_code == "G12"


def test_a_cut_saves_the_whole_cost() -> None:
    after = with_decision(condition(), decision(ConditionStatus.CUT), TODAY)
    assert (after.version, after.yearly_cost_before, after.yearly_cost_after) == (2, 1_400_000_000, 0)
    assert (after.decision, after.decided_on) == ("163/QĐ-TTg", TODAY)


def test_a_simplification_saves_the_difference() -> None:
    after = with_decision(condition(), decision(ConditionStatus.SIMPLIFIED), TODAY)
    assert after.yearly_cost_before - after.yearly_cost_after == 1_400_000_000 - 400_000_000
    assert after.simplified_text == "Có kho chứa"


def test_to_keep_saves_nothing_and_takes_a_simplification_back() -> None:
    simplified = with_decision(condition(), decision(ConditionStatus.SIMPLIFIED), TODAY)
    unchanged = with_decision(simplified, decision(ConditionStatus.KEPT, expected_version=2), TODAY)
    assert unchanged.yearly_cost_after == unchanged.yearly_cost_before
    assert (unchanged.simplified_text, unchanged.cost_after, unchanged.version) == (None, None, 3)


@pytest.mark.parametrize(
    ("status", "changes", "wrong"),
    [
        (ConditionStatus.SIMPLIFIED, {"simplified_text": None}, ("/simplified_text", "required")),
        (ConditionStatus.SIMPLIFIED, {"cost_after": None}, ("/cost_after", "required")),
        (ConditionStatus.CUT, {"simplified_text": "Có kho"}, ("/simplified_text", "not_expected")),
        (ConditionStatus.KEPT, {"cost_after": LESS}, ("/cost_after", "not_expected")),
        (ConditionStatus.CUT, {"decided_on": TODAY + timedelta(days=1)}, ("/decided_on", "in_future")),
        (
            ConditionStatus.SIMPLIFIED,
            {"cost_after": COST.model_copy(update={"subjects": 1_001})},
            ("/cost_after", "not_simpler"),
        ),
    ],
    ids=["no text", "no cost", "a text for a cut", "a cost for a keep", "to come", "costs more"],
)
def test_a_decision_that_does_not_hold_together_is_refused(
    status: ConditionStatus, changes: dict[str, Any], wrong: tuple[str, str]
) -> None:
    assert refused(status, **changes) == wrong


def test_a_decision_before_the_last_one_is_refused() -> None:
    cut = with_decision(condition(), decision(ConditionStatus.CUT), TODAY)
    with pytest.raises(ServiceError) as error:
        with_decision(cut, decision(ConditionStatus.KEPT, decided_on=TODAY - timedelta(days=1)), TODAY)
    assert error.value.errors[0].code == "out_of_order"


def test_a_corrected_content_keeps_the_decision_and_reckons_anew() -> None:
    cut = with_decision(condition(), decision(ConditionStatus.CUT), TODAY)
    after = with_content(cut, content(text="Có kho", cost_before=LESS))
    assert (after.version, after.text, after.status) == (3, "Có kho", ConditionStatus.CUT)
    assert (after.yearly_cost_before, after.yearly_cost_after) == (400_000_000, 0)


def test_a_correction_may_not_cost_less_than_the_simplification_left() -> None:
    simplified = with_decision(condition(), decision(ConditionStatus.SIMPLIFIED), TODAY)
    with pytest.raises(ServiceError) as error:
        with_content(simplified, content(cost_before=ComplianceCost(fees=1, subjects=1)))
    assert error.value.errors[0].pointer == "/cost_after"


def test_a_day_before_the_decision_knows_nothing_of_it() -> None:
    ruling = ConditionRuling(ConditionStatus.CUT, TODAY)
    histories = ConditionHistory("G12", date(2026, 1, 1), 500, (ruling,))
    assert ruling_on(histories, TODAY) == ruling
    assert ruling_on(histories, TODAY - timedelta(days=1)).status == ConditionStatus.KEPT
    (before,) = totals([histories], TODAY - timedelta(days=1))
    assert (before.kept, before.cut, before.yearly_cost_after) == (1, 0, 500)


def test_what_was_recorded_later_is_not_counted() -> None:
    assert totals([ConditionHistory("G12", TODAY, 500)], TODAY - timedelta(days=1)) == ()


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
rulings = st.lists(
    st.builds(ConditionRuling, st.sampled_from(STATUSES[:2]), days), max_size=3
).map(lambda made: tuple(sorted(made, key=lambda ruling: ruling.decided_on)))  # fmt: skip
conditions = st.lists(
    st.builds(
        ConditionHistory,
        st.sampled_from(["G01", "G12", "G17"]),
        days,
        st.integers(0, MAX_YEARLY_COST),
        rulings,
    ),
    max_size=20,
)


@given(conditions, days)
def test_totals_add_up(histories: list[ConditionHistory], on: date) -> None:
    found = totals(histories, on)
    counted = [each for each in histories if each.recorded_on <= on]
    assert [one.ministry_code for one in found] == sorted({each.ministry_code for each in counted})
    assert sum(one.conditions for one in found) == len(counted)
    assert all(one.kept + one.cut + one.simplified == one.conditions for one in found)
    assert sum(one.yearly_cost_before for one in found) == sum(each.yearly_cost_before for each in counted)
    unchanged = [each for each in counted if ruling_on(each, on).status is ConditionStatus.KEPT]
    assert sum(one.yearly_cost_after for one in found) == sum(each.yearly_cost_before for each in unchanged)


@given(st.lists(st.tuples(costs, costs, st.sampled_from(STATUSES)), max_size=8))
def test_what_the_conditions_say_is_what_the_totals_say(made: list[tuple[Any, Any, ConditionStatus]]) -> None:
    histories, expected = [], 0
    for before, after, status in made:
        before, after = sorted((before, after), key=yearly_cost, reverse=True)
        changes = {"cost_after": after} if status is ConditionStatus.SIMPLIFIED else {}
        one = with_decision(condition(cost_before=before), decision(status, **changes), TODAY)
        ruling = ruling_of(one)
        assert ruling is not None
        histories.append(ConditionHistory(one.ministry_code, TODAY, one.yearly_cost_before, (ruling,)))
        expected += one.yearly_cost_before - one.yearly_cost_after
    assert sum(t.yearly_cost_before - t.yearly_cost_after for t in totals(histories, TODAY)) == expected
