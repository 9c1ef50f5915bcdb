"""Cases that nobody can tell apart are one until an editor has named them apart."""

from typing import Any

from tests.support.catalog.national_rows import answered_again, case, detail, method, parsed

from contracts.catalog import NamedCode, QuestionAnswer, QuestionKind

ALIKE = (case(1, 5, name="Cấp mẫu"), case(2, 8, name="cấp  mẫu"), case(3, 5, name="Khác mẫu"))


def row(*cases: dict[str, Any]) -> dict[str, Any]:
    return detail(cases=list(cases), executionMethods=[method(time=5)])


def codes(raw: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in parsed(raw).content.cases]


def test_cases_of_equal_content_are_one_and_ask_nothing() -> None:
    first = case(1, 5) | {"id": "a"}
    outcome = parsed(row(first, first | {"id": "b"}))
    assert [each.code for each in outcome.content.cases] == ["1.900001.01"]
    assert all(each.kind is not QuestionKind.CASES_ALIKE for each in outcome.questions)


def test_cases_of_one_name_are_one_with_the_numbers_of_both() -> None:
    assert codes(row(*ALIKE)) == [("1.900001.01", "Cấp mẫu"), ("1.900001.03", "Khác mẫu")]
    limits = {limit.case_code: limit for limit in parsed(row(*ALIKE)).content.time_limits}
    assert [span.quantity for span in limits["1.900001.01"].alternatives] == [5, 8]
    assert limits["1.900001.03"].quantity == 5


def test_cases_of_one_code_that_differ_are_one_and_both_are_listed() -> None:
    raw = row(case(1, 5, name="A mẫu"), case(1, 8, name="B mẫu"))
    assert codes(raw) == [("1.900001.01", "A mẫu")]
    (question,) = (each for each in parsed(raw).questions if each.kind is QuestionKind.CASES_ALIKE)
    assert [each.code for each in question.cases] == ["1.900001.01", "1.900001.01#2"]
    assert [each.text for each in question.words] == ["A mẫu: 5 WORKING_DAY", "B mẫu: 8 WORKING_DAY"]


def test_named_apart_each_has_its_own_limit() -> None:
    names = (
        NamedCode(code="1.900001.01", name="Cấp mới"),
        NamedCode(code="1.900001.02", name="Cấp lại"),
    )
    again = answered_again(row(*ALIKE), QuestionKind.CASES_ALIKE, QuestionAnswer(cases=names))
    assert [(each.code, each.name) for each in again.content.cases] == [
        ("1.900001.01", "Cấp mới"),
        ("1.900001.02", "Cấp lại"),
        ("1.900001.03", "Khác mẫu"),
    ]
    assert {limit.case_code: limit.quantity for limit in again.content.time_limits} == {
        "1.900001.01": 5,
        "1.900001.02": 8,
        "1.900001.03": 5,
    }


def test_an_editor_may_say_that_they_are_one_case() -> None:
    again = answered_again(row(*ALIKE), QuestionKind.CASES_ALIKE, QuestionAnswer(cases=()))
    assert len(again.content.cases) == 2
