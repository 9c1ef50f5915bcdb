"""A number is the limit only where all that a row says agrees."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import detail, method

from catalog.domain.national.row_parser import RejectedRow, parse_row
from contracts.catalog import ProcedureContent, SubmissionChannel, TimeLimit, TimeUnit

CASE = {"name": "Trường hợp mẫu", "profileComponents": []}


def limits(*methods: dict[str, Any], cases: tuple[dict[str, Any], ...] = ()) -> tuple[TimeLimit, ...]:
    outcome = parse_row("detail", detail(executionMethods=list(methods), cases=list(cases)))
    assert isinstance(outcome, ProcedureContent), outcome
    return outcome.time_limits


def case(number: int, quantity: float, unit: str = "WORKING_DAY") -> dict[str, Any]:
    return CASE | {"code": f"1.900001.0{number}", "processingDay": {"qty": quantity, "type": unit}}


def test_one_number_for_a_channel_is_its_limit() -> None:
    assert limits(method("ONLINE", 7)) == (
        TimeLimit(channel=SubmissionChannel.ONLINE, quantity=7, unit=TimeUnit.WORKING_DAY),
    )


def test_half_days_are_kept() -> None:
    assert limits(method("ONLINE", 17.5, "DAY"))[0].quantity == 17.5


def test_a_case_that_agrees_adds_nothing() -> None:
    assert [limit.case_code for limit in limits(method(time=5), cases=(case(1, 5),))] == [None]


def test_a_case_that_disagrees_is_left_to_the_officer_with_all_words() -> None:
    (only,) = limits(method(time=11, unit="DAY"), cases=(case(1, 15, "DAY"),))
    assert (only.unit, only.quantity, only.text) == (TimeUnit.TEXT, None, "11 ngày; 15 ngày")


def test_cases_that_differ_have_their_own_limits() -> None:
    agreed, open_ = limits(method(time=5), cases=(case(1, 5), case(2, 8)))
    assert (agreed.case_code, agreed.quantity) == ("1.900001.01", 5)
    assert (open_.case_code, open_.text) == ("1.900001.02", "5 ngày làm việc; 8 ngày làm việc")


def test_two_numbers_for_one_channel_are_left_to_the_officer() -> None:
    (only,) = limits(method(time=10), method(time=20, description="Miền núi."))
    assert (only.unit, only.text) == (TimeUnit.TEXT, "10 ngày làm việc; 20 ngày làm việc: Miền núi.")


@pytest.mark.parametrize(
    ("time", "text"),
    [(1, "1 (đơn vị khác): Trong ngày."), ("Theo mô tả", "Theo mô tả; Trong ngày."), (None, "Trong ngày.")],
)
def test_the_other_unit_is_words_and_no_defect(time: Any, text: str) -> None:
    (only,) = limits(method(time=time, unit="OTHER", description="Trong ngày."))
    assert (only.unit, only.text) == (TimeUnit.TEXT, text)


@pytest.mark.parametrize("time", [0, -1, "năm", None])
def test_a_unit_without_a_positive_number_is_a_defect(time: Any) -> None:
    outcome = parse_row("detail", detail(executionMethods=[method(time=time)], cases=[]))
    assert isinstance(outcome, RejectedRow)
    assert outcome.reasons == (f"time_not_a_number: {time!r} at ONLINE",)
