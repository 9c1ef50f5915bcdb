"""Which answers fit which question."""

from datetime import UTC, datetime

import pytest
from tests.support.catalog.national_rows import case, detail, method, parsed

from catalog.domain.national.answers import FIELDS, require_fitting
from catalog.domain.national.papers import marks_of
from catalog.domain.national.question_states import QuestionedRow, after_import
from contracts.catalog import (
    CatalogueQuestion,
    ComponentMark,
    NamedCode,
    QuestionAnswer,
    QuestionKind,
    TimeAnswer,
    TimeUnit,
)
from contracts.errors import ServiceError

ROW = parsed(detail(cases=[case(1, 5), case(2, 8)], executionMethods=[method(time=5)]))
PAPERS = marks_of(ROW.content.components)
ONE, TWO = "1.900001.01", "1.900001.02"


def question(kind: QuestionKind) -> CatalogueQuestion:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    raised = after_import(QuestionedRow(ROW.content, "detail", ROW.questions), {}, now)
    alike = next(each for each in raised if each.kind is QuestionKind.CASES_ALIKE)
    return alike.model_copy(update={"kind": kind})


def pointers(kind: QuestionKind, answer: QuestionAnswer) -> list[tuple[str, str]]:
    with pytest.raises(ServiceError) as refused:
        require_fitting(question(kind), answer, PAPERS)
    return [(each.pointer, each.code) for each in refused.value.errors]


def test_every_kind_has_its_fields() -> None:
    assert FIELDS.keys() == set(QuestionKind)
    assert set().union(*FIELDS.values()) == set(QuestionAnswer.model_fields)


def test_an_answer_to_something_else_is_refused() -> None:
    wrong = pointers(QuestionKind.CASES_ALIKE, QuestionAnswer(fee=10_000))
    assert wrong == [("/answer/fee", "not_the_question")]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (((ONE, "Cấp mới"),), "not_the_cases"),
        (((ONE, "Cấp mới"), (TWO, "cấp  Mới")), "not_distinct"),
        (((ONE, "Cấp mới"), (TWO, "")), "not_distinct"),
    ],
)
def test_each_case_gets_a_name_of_its_own(names: tuple[tuple[str, str], ...], code: str) -> None:
    cases = tuple(NamedCode(code=case_code, name=name) for case_code, name in names)
    assert pointers(QuestionKind.CASES_ALIKE, QuestionAnswer(cases=cases)) == [("/answer/cases", code)]


def test_papers_are_those_of_the_procedure() -> None:
    answer = QuestionAnswer(required_components=(ComponentMark(code="X"),))
    wrong = pointers(QuestionKind.PAPERS_UNMARKED, answer)
    assert wrong == [("/answer/required_components/0", "unknown")]
    require_fitting(
        question(QuestionKind.PAPERS_UNMARKED), QuestionAnswer(required_components=tuple(PAPERS)), PAPERS
    )


def test_names_and_fees_make_sense() -> None:
    unnamed = QuestionAnswer(component=NamedCode(code="", name=""))
    assert pointers(QuestionKind.PAPER_UNNAMED, unnamed) == [("/answer/component/name", "required")]
    nobody = QuestionAnswer(promulgator=NamedCode(code="", name="Bộ mẫu"))
    assert pointers(QuestionKind.PROMULGATOR_MISSING, nobody) == [("/answer/promulgator", "required")]
    small = pointers(QuestionKind.FEE_TOO_SMALL, QuestionAnswer(fee=90))
    assert small == [("/answer/fee", "too_small")]


def test_an_answer_has_exactly_one_field_and_a_counted_unit_its_number() -> None:
    kind = QuestionKind.TIME_MISSING
    for several in (QuestionAnswer(), QuestionAnswer(fee=1_000, fee_in_words=True)):
        assert pointers(kind, several) == [("/answer", "one_field")]
    for wrong in (TimeAnswer(unit=TimeUnit.WORKING_DAY), TimeAnswer(unit=TimeUnit.SAME_DAY, quantity=1)):
        found = pointers(kind, QuestionAnswer(time_limit=wrong))
        assert found == [("/answer/time_limit/quantity", "not_of_the_unit")]
