"""Which fees a dossier owes, by case and channel."""

from datetime import date
from typing import Any

import pytest
from tests.support.dossiers.samples import fee

from contracts.catalog import Fee, FeeKind, SubmissionChannel
from contracts.dossiers import FeeItem, StatedFee
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.fees import FeeTerms, applicable_fees, fee_items, fee_line

ONLINE = FeeTerms(SubmissionChannel.ONLINE, frozenset(), date(2026, 11, 2))
DIRECT = FeeTerms(SubmissionChannel.DIRECT, frozenset(), date(2026, 11, 2))
POSTAL = FeeTerms(SubmissionChannel.POSTAL, frozenset(), date(2026, 11, 2))

BY_CHANNEL = (
    fee(channel=SubmissionChannel.ONLINE, amount=10_000),
    fee(channel=SubmissionChannel.DIRECT, amount=20_000),
)
PER_COPY = fee(kind=FeeKind.PER_UNIT, amount=8_000, quantity_field="so_ban")
WORDED = fee(code="HĐND", name="Theo nghị quyết", kind=FeeKind.TEXT, amount=0)


def charged(
    fees: tuple[Fee, ...],
    form: dict[str, Any],
    amount: int | None,
    terms: FeeTerms,
    stated: tuple[StatedFee, ...] = (),
) -> tuple[FeeItem, ...]:
    return fee_items(tuple(fee_line(each, form, terms) for each in fees), amount, stated)


@pytest.mark.parametrize(("terms", "amount"), [(ONLINE, 10_000), (DIRECT, 20_000)])
def test_each_channel_has_its_fee(terms: FeeTerms, amount: int) -> None:
    items = charged(applicable_fees(BY_CHANNEL, None, terms), {}, None, terms)
    assert [item.amount for item in items] == [amount]


def test_a_channel_without_a_fee_owes_nothing() -> None:
    assert applicable_fees(BY_CHANNEL, None, POSTAL) == ()


def test_the_fee_of_the_case_takes_the_place_of_the_general_one() -> None:
    fees = (fee(amount=1), fee(amount=2, case_code="moi"))
    assert [row.amount for row in applicable_fees(fees, "moi", ONLINE)] == [2]


def test_fees_with_different_codes_add_up() -> None:
    fees = (fee(code="PHI", amount=100_000), fee(code="LP", amount=50_000))
    items = charged(applicable_fees(fees, None, ONLINE), {}, None, ONLINE)
    assert sum(item.amount for item in items) == 150_000


def test_a_fee_per_unit_is_multiplied() -> None:
    assert [item.amount for item in charged((PER_COPY,), {"so_ban": 3}, None, ONLINE)] == [24_000]


def test_nothing_is_owed_for_no_copies() -> None:
    assert charged((PER_COPY,), {"so_ban": 0}, None, ONLINE) == ()


@pytest.mark.parametrize("quantity", [None, "3", -1, True, 2.5, 10**9])
def test_a_number_of_units_that_is_none_is_left_to_the_officer(quantity: object) -> None:
    assert [item.amount for item in charged((PER_COPY,), {"so_ban": quantity}, 5_000, ONLINE)] == [5_000]


def test_the_officer_states_a_fee_in_words() -> None:
    items = charged((fee(), WORDED), {}, 7_000, ONLINE)
    assert [(item.code, item.amount) for item in items] == [("LP", 20_000), ("HĐND", 7_000)]


def test_the_officer_may_state_that_nothing_is_due() -> None:
    assert charged((WORDED,), {}, 0, ONLINE) == ()


@pytest.mark.parametrize(
    ("fees", "stated", "wrong"),
    [((WORDED,), None, "required"), ((fee(),), 1, "not_expected"), ((), 0, "not_expected")],
)
def test_the_stated_amount_is_asked_for_exactly_when_needed(
    fees: tuple[Fee, ...], stated: int | None, wrong: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        charged(fees, {}, stated, ONLINE)
    assert refusal.value.code is ErrorCode.INVALID_REQUEST
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/fee_amount", wrong)]


SERVICE = WORDED.model_copy(update={"code": "PHI-TD", "name": "Phí thẩm định", "legal_kind": "phi"})
CHARGE = WORDED.model_copy(update={"code": "LP-CAP", "name": "Lệ phí cấp", "legal_kind": "le_phi"})


def test_a9_phi_and_le_phi_are_lines_of_their_own_with_their_own_amounts() -> None:
    stated = (StatedFee(code="LP-CAP", amount=50_000), StatedFee(code="PHI-TD", amount=120_000))
    items = charged((SERVICE, CHARGE), {}, None, ONLINE, stated)
    assert {(item.code, item.legal_kind, item.amount) for item in items} == {
        ("PHI-TD", "phi", 120_000),
        ("LP-CAP", "le_phi", 50_000),
    }


@pytest.mark.parametrize(
    ("amount", "stated", "pointer", "wrong"),
    [
        (170_000, (), "/fee_amounts", "required"),
        (None, (), "/fee_amounts", "required"),
        (None, (StatedFee(code="PHI-TD", amount=1),), "/fee_amounts", "required"),
        (
            None,
            (StatedFee(code="PHI-TD", amount=1), StatedFee(code="X", amount=1)),
            "/fee_amounts",
            "required",
        ),
        (1, (StatedFee(code="PHI-TD", amount=1),), "/fee_amount", "not_expected"),
    ],
    ids=["one amount for both", "none", "one of both", "a fee that there is not", "both ways"],
)
def test_a9_no_amount_stands_for_fees_of_two_kinds(
    amount: int | None, stated: tuple[StatedFee, ...], pointer: str, wrong: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        charged((SERVICE, CHARGE), {}, amount, ONLINE, stated)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [(pointer, wrong)]


def test_that_nothing_is_due_may_be_said_of_all_at_once() -> None:
    assert charged((SERVICE, CHARGE), {}, 0, ONLINE) == ()
