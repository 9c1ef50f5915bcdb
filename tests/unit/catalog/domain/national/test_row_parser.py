"""Reading raw rows: a procedure, or every reason why not; never an exception."""

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.national_rows import DETAIL, LIST_ROW, detail, list_row

from catalog.domain.national.inquiry import GivenAnswer
from catalog.domain.national.row_parser import ParsedRow, RejectedRow, parse_row, reject_repeated
from contracts.catalog import (
    AdministrativeLevel,
    NamedCode,
    OnlineLevel,
    ProcedureContent,
    ProcedureSource,
    QuestionAnswer,
    QuestionKind,
)

KINDS: tuple[Literal["list", "detail"], ...] = ("list", "detail")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
Path = tuple[str | int, ...]


def procedure(kind: Literal["list", "detail"], raw: Any) -> ProcedureContent:
    return row(kind, raw).content


def row(kind: Literal["list", "detail"], raw: Any) -> ParsedRow:
    outcome = parse_row(kind, raw)
    assert isinstance(outcome, ParsedRow), outcome
    return outcome


def reasons(kind: Literal["list", "detail"], raw: Any) -> tuple[str, ...]:
    outcome = parse_row(kind, raw)
    assert isinstance(outcome, RejectedRow)
    return outcome.reasons


def test_a_list_row_can_be_read_and_not_filed() -> None:
    content = procedure("list", list_row())
    assert (content.source, content.fileable, content.form_schema) == (
        ProcedureSource.NATIONAL_LIST,
        False,
        None,
    )


def test_a_detail_can_be_filed() -> None:
    content = procedure("detail", detail())
    assert (content.source, content.fileable) == (ProcedureSource.NATIONAL_DETAIL, True)


def test_an_internal_procedure_cannot_be_filed() -> None:
    assert not procedure("detail", detail(type="STANDARD_INTERNAL")).fileable


def test_a_detail_keeps_what_the_law_asks_for() -> None:
    content = procedure("detail", detail())
    assert content.levels == (AdministrativeLevel.COMMUNE,)
    assert content.online_level == OnlineLevel.FULL
    assert content.sequence == ("Bước 1\nNộp hồ sơ mẫu.", "Nhận kết quả mẫu.")
    assert [(paper.code, paper.group) for paper in content.components] == [
        ("000.00.00.G99-KQ000001", "Giấy tờ phải nộp mẫu")
    ]
    assert content.decision_number == "7/QĐ-MẪU"
    assert content.legal_bases == ("01/2026/NĐ-MẪU Nghị định mẫu",)


@pytest.mark.parametrize("code", [" 1.014325", "1.0133611", "1.014955-Xoa", "2.009182739", "1.000001\n", ""])
def test_a_malformed_code_is_not_trimmed_into_a_good_one(code: str) -> None:
    (reason,) = reasons("list", list_row(code=code))
    assert reason == f"malformed_code: {code!r} at code"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "  "}, "empty_name"),
        ({"state": "DELETED"}, "unknown_state"),
        ({"type": "ODD"}, "unknown_type"),
        ({"departmentPromulgate": None}, "wrong_type_department_promulgate"),
        ({"categories": "Hộ tịch"}, "wrong_type_categories"),
        ({"categoryIds": []}, "categories_disagree"),
    ],
)
def test_each_defect_of_a_list_row_has_its_name(changes: dict[str, Any], expected: str) -> None:
    (reason,) = reasons("list", list_row(**changes))
    assert reason.startswith(f"{expected}:")


def test_every_reason_is_named_not_the_first_only() -> None:
    row = list_row(name="", state="GONE")
    del row["type"]
    assert [reason.split(":")[0] for reason in reasons("list", row)] == [
        "empty_name",
        "unknown_state",
        "missing_type",
    ]


def test_a_refused_row_keeps_the_code_it_gives_itself() -> None:
    outcome = parse_row("detail", detail(code=" 1.900001"))
    assert isinstance(outcome, RejectedRow)
    assert outcome.code == " 1.900001"


@pytest.mark.parametrize("kind", KINDS)
def test_a_procedure_whose_promulgator_has_no_name_is_found_and_asked_about(
    kind: Literal["list", "detail"],
) -> None:
    raw = (
        list_row(departmentPromulgate="")
        if kind == "list"
        else detail(departmentPromulgateName="", executionCases=[])
    )
    outcome = row(kind, raw)
    (question,) = outcome.questions
    assert question.kind is QuestionKind.PROMULGATOR_MISSING
    assert outcome.content.promulgator.code == question.words[0].text
    given = GivenAnswer(
        question.fingerprint, QuestionAnswer(promulgator=NamedCode(code="G09", name="Bộ Nội vụ"))
    )
    again = parse_row(kind, raw, {question.question_id: given})
    assert isinstance(again, ParsedRow)
    assert again.content.promulgator.code == "G09"


def test_text_that_is_no_json_is_set_aside() -> None:
    assert reasons("list", '{"cut": ') == ("not_json: the text is not a JSON object",)


def test_the_second_row_with_a_code_is_a_repeat() -> None:
    content = row("list", list_row())
    (_, first), (_, second) = reject_repeated([("a:1", content), ("a:2", content)], {})
    assert first is content
    assert second == RejectedRow("1.900001", ("duplicate_code: 1.900001 is also a:1",))


def test_a_row_with_the_code_of_an_earlier_batch_is_a_repeat() -> None:
    content = row("list", list_row())
    ((_, outcome),) = reject_repeated([("a:9", content)], {"1.900001": "a:1"})
    assert outcome == RejectedRow("1.900001", ("duplicate_code: 1.900001 is also a:1",))


def test_a_row_sent_again_is_no_repeat_of_itself() -> None:
    content = row("list", list_row())
    assert reject_repeated([("a:1", content)], {"1.900001": "a:1"}) == [("a:1", content)]


@given(st.sampled_from(KINDS), JSON)
def test_noise_is_always_rejected_by_name(kind: Literal["list", "detail"], noise: Any) -> None:
    assert reasons(kind, noise)


def paths(value: Any, here: Path = ()) -> list[Path]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, inner in below for path in paths(inner, (*here, key)))]


@given(st.sampled_from(paths(DETAIL)), JSON)
def test_damage_anywhere_in_a_detail_gives_a_procedure_or_reasons(path: Path, noise: Any) -> None:
    outcome = parse_row("detail", replaced(detail(), path, noise))
    assert isinstance(outcome, ParsedRow) or outcome.reasons


@given(st.sampled_from(paths(LIST_ROW)), JSON)
def test_damage_anywhere_in_a_list_row_gives_a_procedure_or_reasons(path: Path, noise: Any) -> None:
    outcome = parse_row("list", replaced(list_row(), path, noise))
    assert isinstance(outcome, ParsedRow) or outcome.reasons


def replaced(value: Any, path: Path, noise: Any) -> Any:
    if not path:
        return noise
    value[path[0]] = replaced(value[path[0]], path[1:], noise)
    return value


def test_who_does_it_is_read_from_agencies_and_kinds_of_them() -> None:
    office = {"id": "1", "code": "H26.15", "name": "Sở mẫu"}
    changes = {
        "departmentsExecuting": [office, office],
        "unitGroupsExecuting": [{"id": "2", "name": "UBND cấp xã"}],
    }
    content = procedure("detail", detail(**changes, isNonTerritorial=True))
    assert (content.agencies, content.non_territorial) == (("Sở mẫu", "UBND cấp xã"), True)


def test_agencies_of_another_shape_set_the_row_aside() -> None:
    assert isinstance(parse_row("detail", detail(departmentsExecuting="Sở mẫu")), RejectedRow)
