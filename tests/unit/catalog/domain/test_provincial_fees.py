"""Fees in words are answered by the table of the province."""

from datetime import date
from typing import Any

import pytest

from catalog.domain.provincial_fees import fee_row_key, require_sound, with_provincial_fees
from contracts.catalog import Discount, Fee, FeeKind, ProvincialFee, SubmissionChannel
from contracts.errors import ServiceError

DAY = date(2026, 11, 2)


def fee(**changes: Any) -> Fee:
    base = Fee(code="LP02", name="Lệ phí mẫu", legal_kind="le_phi", kind=FeeKind.FIXED, amount=8_000)
    return base.model_copy(update=changes)


WORDED = fee(kind=FeeKind.TEXT, amount=0, case_code="muon", text="Theo HĐND cấp tỉnh")


def row(valid_from: date = date(2026, 1, 1), valid_to: date | None = None, **changes: Any) -> ProvincialFee:
    stated = fee(case_code="muon").model_copy(update=changes)
    return ProvincialFee(
        fee=stated, province_code="H26", resolution="NQ mẫu", valid_from=valid_from, valid_to=valid_to
    )


def answered(*table: ProvincialFee, fees: tuple[Fee, ...] = (WORDED,)) -> list[tuple[FeeKind, int]]:
    return [(each.kind, each.amount) for each in with_provincial_fees(fees, table, DAY)]


def test_the_row_takes_the_place_of_the_words() -> None:
    assert answered(row()) == [(FeeKind.FIXED, 8_000)]


def test_words_stay_without_a_table() -> None:
    assert answered() == [(FeeKind.TEXT, 0)]


@pytest.mark.parametrize(
    "other",
    [row(code="LP01"), row(case_code="khac"), row(date(2026, 11, 3)), row(valid_to=date(2026, 11, 1))],
    ids=["another fee", "another case", "not yet", "no more"],
)
def test_a_row_that_does_not_speak_of_the_fee_leaves_the_words(other: ProvincialFee) -> None:
    assert answered(other) == [(FeeKind.TEXT, 0)]


def test_of_two_open_rows_the_later_counts() -> None:
    assert answered(row(amount=1), row(date(2026, 7, 1), amount=2)) == [(FeeKind.FIXED, 2)]


def test_a_row_for_one_channel_leaves_the_words_for_the_others() -> None:
    assert answered(row(channel=SubmissionChannel.ONLINE)) == [(FeeKind.TEXT, 0), (FeeKind.FIXED, 8_000)]


def test_a_number_of_the_law_is_not_touched() -> None:
    assert answered(row(amount=1), fees=(fee(case_code="muon"),)) == [(FeeKind.FIXED, 8_000)]


def test_the_reductions_of_the_law_stay() -> None:
    discount = Discount(code="MIEN", name="Miễn mẫu", percent=100)
    (stated,) = with_provincial_fees((WORDED.model_copy(update={"discounts": (discount,)}),), [row()], DAY)
    assert stated.discounts == (discount,)
    assert (stated.valid_to, stated.text) == (None, "NQ mẫu")


def test_rows_are_told_apart_by_province_fee_case_channel_and_first_day() -> None:
    rows = (
        row(),
        row(date(2026, 2, 1)),
        row(channel=SubmissionChannel.ONLINE),
        row(case_code=None),
        row(code="LP03"),
    )
    assert len({fee_row_key(each) for each in rows}) == len(rows)
    assert fee_row_key(row(amount=1)) == fee_row_key(row(amount=2))


def test_every_fault_of_a_table_is_named() -> None:
    wrong = row(date(2026, 2, 1), date(2026, 1, 1), kind=FeeKind.TEXT).model_copy(
        update={"province_code": "H26.15"}
    )
    with pytest.raises(ServiceError) as refusal:
        require_sound([row(), wrong])
    assert [error.pointer for error in refusal.value.errors] == [
        "/fees/1/province_code",
        "/fees/1/fee/kind",
        "/fees/1/valid_to",
    ]
