"""What one fee comes to: tiers, caps, sets, reductions, validity."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.dossiers.samples import fee

from contracts.catalog import (
    Discount,
    Fee,
    FeeExemption,
    FeeKind,
    FeeReductionGround,
    FeeTier,
    SubmissionChannel,
)
from contracts.dossiers import FeeReduction
from dossiers.domain.fees import (
    FeeTerms,
    applicable_fees,
    fee_items,
    fee_line,
    full_amount,
    greatest_reduction,
    reductions_of,
    terms_at,
)

DAY = date(2026, 11, 2)
TERMS = FeeTerms(SubmissionChannel.DIRECT, frozenset(), DAY)
CERTIFIED_COPIES = fee(
    code="2.000815-P01",
    kind=FeeKind.TIERED,
    amount=0,
    tiers=(FeeTier(first=1, amount=2_000), FeeTier(first=3, amount=1_000)),
    cap=200_000,
    quantity_field="pages",
    times_field="copies",
)


def amount_due(row: Fee, form: dict[str, Any], terms: FeeTerms) -> int | None:
    return fee_line(row, form, terms).amount


def discount(percent: int = 50, **changes: Any) -> Discount:
    return Discount(code="GIAM", name="Giảm mẫu", percent=percent, **changes)


@pytest.mark.parametrize(
    ("pages", "copies", "amount"),
    [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),
        (4, 2, 12_000),
        (198, 1, 200_000),
        (199, 1, 200_000),
        (1_000, 3, 600_000),
    ],
)
def test_certified_copies_cost_by_page_up_to_the_cap_of_each_copy(
    pages: int, copies: int, amount: int
) -> None:
    assert full_amount(CERTIFIED_COPIES, {"pages": pages, "copies": copies}) == amount


def test_tiers_may_be_written_in_any_order() -> None:
    turned = CERTIFIED_COPIES.model_copy(update={"tiers": CERTIFIED_COPIES.tiers[::-1]})
    assert full_amount(turned, {"pages": 4, "copies": 1}) == 6_000


@pytest.mark.parametrize("form", [{"pages": 4}, {"copies": 2}, {"pages": "4", "copies": 2}])
def test_a_form_without_pages_or_copies_leaves_the_amount_to_the_officer(form: dict[str, Any]) -> None:
    assert full_amount(CERTIFIED_COPIES, form) is None


def test_an_amount_that_no_bill_can_hold_is_left_to_the_officer() -> None:
    dear = fee(kind=FeeKind.PER_UNIT, amount=10**9, quantity_field="pages")
    assert full_amount(dear, {"pages": 10_000}) is None


def test_an_online_reduction_does_not_count_at_the_counter() -> None:
    reduced = fee(amount=200_000, discounts=(discount(20, channel=SubmissionChannel.ONLINE),))
    online = FeeTerms(SubmissionChannel.ONLINE, frozenset(), DAY)
    assert (amount_due(reduced, {}, online), amount_due(reduced, {}, TERMS)) == (160_000, 200_000)


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2025, 12, 31), 115_000), (date(2026, 1, 1), 135_000)],
    ids=["last day", "day after"],
)
def test_a_reduction_ends_after_its_last_day(day: date, amount: int) -> None:
    first = fee(amount=115_000, valid_to=date(2025, 12, 31))
    then = fee(amount=135_000, valid_from=date(2026, 1, 1))
    terms = FeeTerms(SubmissionChannel.ONLINE, frozenset(), day)
    assert [amount_due(row, {}, terms) for row in applicable_fees((first, then), None, terms)] == [amount]


def test_of_two_open_rows_of_one_fee_the_newer_counts() -> None:
    rows = (fee(amount=1), fee(amount=2, valid_from=DAY), fee(amount=3, valid_from=DAY + timedelta(1)))
    assert [row.amount for row in applicable_fees(rows, None, TERMS)] == [2]


def test_an_expired_row_of_the_case_does_not_hide_the_general_one() -> None:
    rows = (fee(amount=1), fee(amount=2, case_code="moi", valid_to=DAY - timedelta(1)))
    assert [row.amount for row in applicable_fees(rows, "moi", TERMS)] == [1]


def test_only_a_confirmed_claim_reduces() -> None:
    reduced = fee(discounts=(discount(claim=FeeReductionGround.POOR_HOUSEHOLD),))
    confirmed = FeeTerms(SubmissionChannel.DIRECT, frozenset({FeeReductionGround.POOR_HOUSEHOLD}), DAY)
    assert (amount_due(reduced, {}, TERMS), amount_due(reduced, {}, confirmed)) == (20_000, 10_000)


def test_the_greatest_reduction_counts_alone() -> None:
    many = (discount(30), discount(50), discount(20, channel=SubmissionChannel.ONLINE))
    rule = greatest_reduction(fee(discounts=many), TERMS)
    assert rule is not None
    assert rule.percent == 50


def test_a_fraction_of_a_dong_is_not_charged() -> None:
    assert amount_due(fee(amount=999, discounts=(discount(50),)), {}, TERMS) == 499


def test_nothing_is_stated_for_a_worded_fee_that_the_applicant_is_exempt_from() -> None:
    worded = fee(kind=FeeKind.TEXT, amount=0, discounts=(discount(100, claim=FeeReductionGround.MERIT),))
    merit = FeeTerms(SubmissionChannel.DIRECT, frozenset({FeeReductionGround.MERIT}), DAY)
    line = fee_line(worded, {}, merit)
    assert (line.amount, fee_items((line,), None)) == (0, ())


def exemption(percent: int = 100, **changes: Any) -> FeeExemption:
    return FeeExemption(
        code="NQ66", name="Nghị quyết mẫu", procedure_codes=("1.000001",), percent=percent, **changes
    )


def test_a_reduction_is_explained_with_the_rule_that_it_follows_from() -> None:
    line = fee_line(fee(amount=30_000, discounts=(discount(50),)), {}, TERMS)
    assert line.reduction() == FeeReduction(
        fee_code="LP",
        fee_name="Lệ phí",
        legal_kind="le_phi",
        full_amount=30_000,
        amount=15_000,
        percent=50,
        source="fee",
        code="GIAM",
        name="Giảm mẫu",
    )


@pytest.mark.parametrize(
    ("own", "decree", "source"), [(50, 49, "fee"), (50, 50, "fee"), (50, 51, "decree"), (None, 1, "decree")]
)
def test_the_greater_of_the_fee_and_of_the_decree_is_named(own: int | None, decree: int, source: str) -> None:
    discounts = () if own is None else (discount(own),)
    terms = terms_at((exemption(decree),), SubmissionChannel.DIRECT, frozenset(), DAY, DAY)
    found = fee_line(fee(discounts=discounts), {}, terms).reduction()
    assert found is not None
    assert found.source == source


def test_what_is_stored_does_not_tell_which_ground_was_claimed() -> None:
    merit = frozenset({FeeReductionGround.MERIT})
    rule = exemption(60, claim=FeeReductionGround.MERIT)
    terms = terms_at((rule,), SubmissionChannel.DIRECT, merit, DAY, DAY)
    line = fee_line(fee(), {}, terms)
    shown = line.reduction()
    assert shown is not None
    assert (shown.name, shown.claimed) == ("Nghị quyết mẫu", True)
    assert reductions_of((line, fee_line(fee(), {}, TERMS))) == (
        shown.model_copy(update={"code": None, "name": None}),
    )
    open_to_all = fee_line(fee(discounts=(discount(),)), {}, TERMS)
    assert reductions_of((open_to_all,)) == (open_to_all.reduction(),)


amounts = st.integers(0, 500_000)
tier_rows = st.lists(st.builds(FeeTier, first=st.integers(1, 50), amount=amounts), min_size=1, max_size=4)
discount_rows = st.lists(
    st.builds(
        discount,
        st.integers(1, 100),
        claim=st.none() | st.sampled_from(FeeReductionGround),
        channel=st.none() | st.sampled_from(SubmissionChannel),
        valid_from=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    max_size=3,
)
fees = st.builds(
    fee,
    kind=st.sampled_from((FeeKind.FIXED, FeeKind.PER_UNIT, FeeKind.TIERED)),
    amount=amounts,
    tiers=tier_rows.map(tuple),
    cap=st.none() | amounts,
    quantity_field=st.just("pages"),
    times_field=st.none() | st.just("copies"),
    discounts=discount_rows.map(tuple),
)
terms = st.builds(
    FeeTerms,
    channel=st.sampled_from(SubmissionChannel),
    claims=st.frozensets(st.sampled_from(FeeReductionGround), max_size=3),
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
pages = st.integers(0, 1_000)
copies = st.integers(0, 100)


def due(row: Fee, pages: int, copies: int, terms: FeeTerms) -> int:
    amount = amount_due(row, {"pages": pages, "copies": copies}, terms)
    assert amount is not None
    return amount


@settings(max_examples=200)
@given(row=fees, pages=pages, copies=copies, terms=terms)
def test_no_fee_is_negative_or_above_the_full_amount(
    row: Fee, pages: int, copies: int, terms: FeeTerms
) -> None:
    full = full_amount(row, {"pages": pages, "copies": copies})
    assert full is not None
    assert 0 <= due(row, pages, copies, terms) <= full


@settings(max_examples=200)
@given(row=fees, pages=pages, copies=copies, terms=terms)
def test_no_set_costs_more_than_the_cap(row: Fee, pages: int, copies: int, terms: FeeTerms) -> None:
    sets = copies if row.times_field else 1
    assert row.cap is None or due(row, pages, copies, terms) <= row.cap * sets


@settings(max_examples=200)
@given(row=fees, pages=st.integers(0, 999), copies=copies, terms=terms)
def test_one_more_page_never_costs_less(row: Fee, pages: int, copies: int, terms: FeeTerms) -> None:
    assert due(row, pages, copies, terms) <= due(row, pages + 1, copies, terms)


@settings(max_examples=200)
@given(row=fees, pages=pages, copies=copies, terms=terms, decree=st.none() | st.integers(1, 100))
def test_the_explanation_accounts_for_what_is_due(
    row: Fee, pages: int, copies: int, terms: FeeTerms, decree: int | None
) -> None:
    exempt = None if decree is None else exemption(decree)
    line = fee_line(row, {"pages": pages, "copies": copies}, replace(terms, exemption=exempt))
    found = line.reduction()
    if found is None:
        assert line.amount == line.full_amount
        return
    assert found.full_amount is not None
    assert line.amount == found.amount == found.full_amount * (100 - found.percent) // 100
    assert decree is None or found.percent >= decree
