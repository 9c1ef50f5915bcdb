"""A question from import to import: answered once, opened again by other words, withdrawn with its ground."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.support.catalog.national_rows import detail, method, parsed

from catalog.domain.national.question_states import (
    QuestionedRow,
    after_import,
    answered,
    given_answers,
    opened_again,
)
from contracts.catalog import (
    CatalogueQuestion,
    QuestionAnswer,
    QuestionKind,
    QuestionState,
    TimeAnswer,
    TimeUnit,
)
from contracts.errors import ServiceError

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
ANSWER = QuestionAnswer(time_limit=TimeAnswer(unit=TimeUnit.WORKING_DAY, quantity=18))
Stored = dict[str, CatalogueQuestion]


def row(days: int | None) -> dict[str, Any]:
    words = "" if days is None else f"Miền núi {days} ngày làm việc."
    return detail(executionMethods=[method(time=8, description=words)], executionCases=[], cases=[])


def imported(days: int | None, stored: Stored) -> Stored:
    """The stored questions after an import of a row whose words name so many days; None: no words."""
    read = parsed(row(days), given_answers(stored.values()))
    changed = after_import(QuestionedRow(read.content, "detail", read.questions), stored, NOW)
    return stored | {each.question_id: each for each in changed}


def only(stored: Stored) -> CatalogueQuestion:
    (question,) = stored.values()
    return question


def replied(stored: Stored) -> Stored:
    question = answered(only(stored), ANSWER, "Điều 5", "o-1", NOW)
    return {question.question_id: question}


def test_a_question_is_raised_once() -> None:
    first = imported(18, {})
    assert (only(first).state, only(first).revision, only(first).kind) == (
        QuestionState.OPEN,
        1,
        QuestionKind.TIME_WORDS_DIFFER,
    )
    assert imported(18, first) == first


def test_an_answer_is_kept_across_imports() -> None:
    stored = replied(imported(18, {}))
    assert (only(stored).state, only(stored).revision, only(stored).answered_by) == (
        QuestionState.ANSWERED,
        2,
        "o-1",
    )
    assert imported(18, stored) == stored


def test_an_import_that_changes_what_was_answered_opens_it_and_says_what_it_was() -> None:
    question = only(imported(28, replied(imported(18, {}))))
    assert (question.state, question.answer, question.revision) == (QuestionState.OPEN, None, 3)
    assert question.reopened is not None
    assert (question.reopened.cause, question.reopened.answer_before) == ("source", ANSWER)
    assert "18 ngày" in question.reopened.words_before[0].text
    assert "28 ngày" in question.words[0].text


def test_an_open_question_takes_the_new_words() -> None:
    question = only(imported(28, imported(18, {})))
    assert (question.state, question.revision, question.reopened) == (QuestionState.OPEN, 2, None)
    assert "28 ngày" in question.words[0].text


def test_what_the_source_does_not_raise_any_more_is_withdrawn_and_comes_back_with_its_answer() -> None:
    gone = imported(None, replied(imported(18, {})))
    assert only(gone).state is QuestionState.WITHDRAWN
    assert imported(None, gone) == gone
    back = only(imported(18, gone))
    assert (back.state, back.answer) == (QuestionState.ANSWERED, ANSWER)
    other = only(imported(28, gone))
    assert (other.state, other.reopened and other.reopened.answer_before) == (QuestionState.OPEN, ANSWER)


def test_a_question_without_an_answer_comes_back_open() -> None:
    assert only(imported(18, imported(None, imported(18, {})))).state is QuestionState.OPEN


def test_an_editor_opens_it_again() -> None:
    question = opened_again(only(replied(imported(18, {}))), "Sai căn cứ", NOW)
    assert (question.state, question.answer) == (QuestionState.OPEN, None)
    assert question.reopened is not None
    assert (question.reopened.cause, question.reopened.reason) == ("editor", "Sai căn cứ")
    assert given_answers([question]) == {}


def test_only_an_open_question_is_answered_and_only_an_answered_one_opened() -> None:
    open_ = only(imported(18, {}))
    with pytest.raises(ServiceError) as refused:
        answered(only(replied({open_.question_id: open_})), ANSWER, "x", "o-1", NOW)
    assert refused.value.params["reason"] == "question_not_open"
    with pytest.raises(ServiceError) as refused:
        opened_again(open_, "x", NOW)
    assert refused.value.params["reason"] == "question_not_answered"
