"""Which papers a row asks for, and what is asked about them."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import answered_again, detail, parsed

from contracts.catalog import ComponentMark, NamedCode, QuestionAnswer, QuestionKind

PAPER = detail()["data"]["executionCases"][0]["profileComponents"][0]
GROUP = detail()["data"]["executionCases"][0]["name"]


def row(*papers: dict[str, Any]) -> dict[str, Any]:
    listed = [PAPER | paper for paper in papers]
    return detail(executionCases=[{"name": GROUP, "profileComponents": listed}])


UNMARKED = row({"code": "P1", "name": "Đơn mẫu"}, {"code": "P2", "name": "Trường hợp ủy quyền: văn bản"})


@pytest.mark.parametrize(("marks", "unknown"), [((False, False), True), ((True, False), False)])
def test_papers_are_optional_only_where_the_source_marks_any_as_required(
    marks: tuple[bool, bool], unknown: bool
) -> None:
    raw = row(*({"code": f"P{index}", "required": mark} for index, mark in enumerate(marks)))
    outcome = parsed(raw)
    assert [(each.required, each.required_unknown) for each in outcome.content.components] == [
        (mark, unknown) for mark in marks
    ]
    kinds = [each.kind for each in outcome.questions]
    assert (QuestionKind.PAPERS_UNMARKED in kinds) is unknown
    assert outcome.content.fileable


def test_papers_of_no_condition_are_suggested() -> None:
    (question,) = parsed(UNMARKED).questions
    first = ComponentMark(code="P1", group=GROUP)
    assert question.suggestions == (QuestionAnswer(required_components=(first,)),)
    again = answered_again(UNMARKED, QuestionKind.PAPERS_UNMARKED, question.suggestions[0])
    assert [(each.required, each.required_unknown) for each in again.content.components] == [
        (True, False),
        (False, False),
    ]


def test_a_paper_without_a_code_gets_one() -> None:
    (only,) = parsed(row({"code": ""})).content.components
    assert only.code == "1.900001-P1.1"


def test_a_paper_without_a_name_keeps_the_procedure_from_being_filed() -> None:
    raw = row({"required": True}, {"code": "", "name": ""})
    outcome = parsed(raw)
    assert (outcome.content.fileable, len(outcome.content.components)) == (False, 1)
    (question,) = outcome.questions
    assert (question.kind, question.place, question.blocks_filing) == (
        QuestionKind.PAPER_UNNAMED,
        "paper 1.2",
        True,
    )
    none = answered_again(raw, question.kind, QuestionAnswer(no_component=True)).content
    assert (none.fileable, len(none.components)) == (True, 1)
    answer = QuestionAnswer(component=NamedCode(code="", name="Bản đồ mẫu"))
    named = answered_again(raw, question.kind, answer).content
    assert (named.fileable, named.components[1].code, named.components[1].name) == (
        True,
        "1.900001-P1.2",
        "Bản đồ mẫu",
    )
