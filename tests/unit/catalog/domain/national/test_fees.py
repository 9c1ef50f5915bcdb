"""When a number of the national catalogue is the fee, when it is words, when it is wrong."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import answered_again, detail, fee, method, parsed

from catalog.domain.national.fees import amounts_in
from catalog.domain.national.inquiry import RaisedQuestion
from contracts.catalog import (
    Fee,
    FeeKind,
    QuestionAnswer,
    QuestionKind,
    SourceFile,
    SubmissionChannel,
)


def row(*rows: dict[str, Any]) -> dict[str, Any]:
    return detail(executionMethods=[method(fees=list(rows))])


def fees(*rows: dict[str, Any]) -> tuple[Fee, ...]:
    return parsed(row(*rows)).content.fees


def questions_of(*rows: dict[str, Any]) -> list[RaisedQuestion]:
    return [each for each in parsed(row(*rows)).questions if each.place.startswith("fee")]


def test_a_single_number_is_a_fixed_fee_of_its_channel() -> None:
    (only,) = fees(fee(10_000, "Thu 10.000 đồng/lần đăng ký."))
    assert (only.kind, only.amount, only.channel) == (FeeKind.FIXED, 10_000, SubmissionChannel.ONLINE)


def test_zero_without_words_is_free() -> None:
    (only,) = fees(fee(0))
    assert (only.kind, only.amount) == (FeeKind.FIXED, 0)


def test_zero_beside_words_is_for_the_officer() -> None:
    (only,) = fees(fee(0, "Do Hội đồng nhân dân cấp tỉnh quyết định."))
    assert (only.kind, only.text) == (FeeKind.TEXT, "Do Hội đồng nhân dân cấp tỉnh quyết định.")


def test_no_number_is_for_the_officer() -> None:
    (only,) = fees(fee(None, "150.000 đồng/hồ sơ với cá nhân."))
    assert only.kind == FeeKind.TEXT


@pytest.mark.parametrize(
    "row",
    [
        fee(75_000, "Tổ chức nộp 150.000 đồng."),
        fee(2_000, "2.000 đồng/trang"),
        fee(25, currencyName="USD"),
    ],
    ids=["another amount", "per unit", "foreign currency"],
)
def test_a_number_that_its_words_qualify_is_for_the_officer(row: dict[str, Any]) -> None:
    (only,) = fees(row)
    assert (only.kind, only.amount) == (FeeKind.TEXT, 0)


def test_two_fees_of_one_channel_are_not_added_up_for_the_source() -> None:
    both = fees(fee(75_000, "Phí thẩm định."), fee(50_000, "Lệ phí."))
    assert [(each.kind, each.text) for each in both] == [
        (FeeKind.TEXT, "75.000 đồng; Phí thẩm định."),
        (FeeKind.TEXT, "50.000 đồng; Lệ phí."),
    ]


def test_less_than_a_thousand_dong_is_asked_and_stated_by_the_officer_until_then() -> None:
    (only,) = fees(fee(90, "Lệ phí mẫu."))
    assert (only.kind, only.amount, only.text) == (FeeKind.TEXT, 0, "Lệ phí mẫu.")
    (question,) = questions_of(fee(90, "Lệ phí mẫu."))
    assert question.kind is QuestionKind.FEE_TOO_SMALL
    assert question.suggestions == (QuestionAnswer(fee=90_000), QuestionAnswer(fee_in_words=True))


def test_zero_beside_an_amount_in_words_is_asked_and_stated_by_the_officer_until_then() -> None:
    (only,) = fees(fee(0, "Mức thu 135.000đ."))
    assert (only.kind, only.amount, only.text) == (FeeKind.TEXT, 0, "Mức thu 135.000đ.")
    (question,) = questions_of(fee(0, "Mức thu 135.000đ."))
    assert question.kind is QuestionKind.FEE_BESIDE_WORDS
    assert QuestionAnswer(fee=135_000) in question.suggestions


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (QuestionAnswer(fee=135_000), (FeeKind.FIXED, 135_000)),
        (QuestionAnswer(fee_in_words=True), (FeeKind.TEXT, 0)),
    ],
)
def test_an_answered_fee_is_the_fee(answer: QuestionAnswer, expected: tuple[FeeKind, int]) -> None:
    again = answered_again(row(fee(0, "Mức thu 135.000đ.")), QuestionKind.FEE_BESIDE_WORDS, answer)
    (only,) = again.content.fees
    assert (only.kind, only.amount) == expected


def test_zero_beside_an_attached_table_is_not_free() -> None:
    (only,) = fees(fee(0, attachment={"fileId": "f1", "fileName": "Phụ lục 1.docx"}))
    assert (only.kind, only.text) == (FeeKind.TEXT, "Theo biểu kèm theo: Phụ lục 1.docx")
    assert only.table == SourceFile(name="Phụ lục 1.docx", file_id="f1")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("thu 10.000 đồng/lần", {10_000}),
        ("8.000đ và 1.500.000 VNĐ", {8_000, 1_500_000}),
        ("cá nhân: 50.000; tổ chức: 100.000.", {50_000, 100_000}),
        ("thu 0 đồng", set()),
        ("Thông tư 281/2016/TT-BTC ngày 14.11.2016", set()),
        ("Nghị quyết số 09/2025/NQ-HĐND", set()),
    ],
)
def test_amounts_in_words(words: str, expected: set[int]) -> None:
    assert amounts_in(words) == expected
