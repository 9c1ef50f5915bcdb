"""The life of a question: raised by an import, answered by an editor, opened again by either, withdrawn with its ground."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from catalog.domain.national.inquiry import Answers, GivenAnswer, RaisedQuestion, RowKind
from catalog.domain.versions.guards import VersionGuard, guard_failed
from contracts.catalog import (
    CatalogueQuestion,
    ProcedureContent,
    QuestionAnswer,
    QuestionState,
    Reopening,
)


@dataclass(frozen=True)
class QuestionedRow:
    """A row as it was imported last: its procedure and what it raises."""

    content: ProcedureContent
    row: RowKind
    raised: tuple[RaisedQuestion, ...]


def given_answers(questions: Iterable[CatalogueQuestion]) -> Answers:
    """The answers that hold, for as long as the words stay."""
    return {
        each.question_id: GivenAnswer(each.fingerprint, each.answer)
        for each in questions
        if each.answer is not None and each.state is not QuestionState.OPEN
    }


def after_import(
    imported: QuestionedRow, stored: Mapping[str, CatalogueQuestion], now: datetime
) -> tuple[CatalogueQuestion, ...]:
    """What changes among the questions of a row: those that are new, say something else, or are not raised any more.

    An answer holds for its words: with other words the question is open again, and says what it was.
    """
    raised = {each.question_id: each for each in imported.raised}
    merged = [_merged(imported, each, stored.get(each.question_id), now) for each in raised.values()]
    gone = [
        _moved(question, state=QuestionState.WITHDRAWN)
        for question in stored.values()
        if question.question_id not in raised and question.state is not QuestionState.WITHDRAWN
    ]
    return (*(question for question in merged if question != stored.get(question.question_id)), *gone)


def answered(
    question: CatalogueQuestion, answer: QuestionAnswer, note: str, account_id: str, now: datetime
) -> CatalogueQuestion:
    """Raises GUARD_FAILED for a question that does not wait for an answer."""
    if question.state is not QuestionState.OPEN:
        raise guard_failed("answer_question", VersionGuard.QUESTION_NOT_OPEN)
    return _moved(
        question,
        state=QuestionState.ANSWERED,
        answer=answer,
        note=note,
        answered_at=now,
        answered_by=account_id,
    )


def opened_again(question: CatalogueQuestion, reason: str, now: datetime) -> CatalogueQuestion:
    """Raises GUARD_FAILED for a question that has no answer."""
    if question.state is not QuestionState.ANSWERED:
        raise guard_failed("reopen_question", VersionGuard.QUESTION_NOT_ANSWERED)
    return _open(question, "editor", reason, now)


def _merged(
    imported: QuestionedRow, raised: RaisedQuestion, stored: CatalogueQuestion | None, now: datetime
) -> CatalogueQuestion:
    if stored is None:
        return _raised(imported, raised, now)
    same_words = stored.fingerprint == raised.fingerprint
    if stored.state is QuestionState.ANSWERED and not same_words:
        stored_now = _open(stored, "source", None, now)
    elif stored.state is QuestionState.WITHDRAWN:
        back = QuestionState.ANSWERED if stored.answer and same_words else QuestionState.OPEN
        stored_now = (
            _open(stored, "source", None, now)
            if stored.answer and not same_words
            else _moved(stored, state=back)
        )
    else:
        stored_now = stored
    fresh = stored_now.model_copy(update=_fields(imported, raised))
    if fresh != stored_now and stored_now is stored:
        return _moved(fresh)
    return fresh


def _raised(imported: QuestionedRow, raised: RaisedQuestion, now: datetime) -> CatalogueQuestion:
    return CatalogueQuestion(
        question_id=raised.question_id,
        procedure_code=imported.content.code,
        row=imported.row,
        state=QuestionState.OPEN,
        revision=1,
        raised_at=now,
        **_fields(imported, raised),
    )


def _fields(imported: QuestionedRow, raised: RaisedQuestion) -> dict[str, Any]:
    """What the row says of the question."""
    return {
        "procedure_name": imported.content.name,
        "promulgator_code": imported.content.promulgator.code,
        "kind": raised.kind,
        "place": raised.place,
        "words": raised.words,
        "fingerprint": raised.fingerprint,
        "suggestions": raised.suggestions,
        "cases": raised.cases,
        "blocks_filing": raised.blocks_filing,
    }


def _open(
    question: CatalogueQuestion, cause: Literal["source", "editor"], reason: str | None, now: datetime
) -> CatalogueQuestion:
    reopening = Reopening(
        at=now,
        cause=cause,
        reason=reason,
        words_before=question.words,
        answer_before=question.answer,
    )
    return _moved(
        question,
        state=QuestionState.OPEN,
        reopened=reopening,
        answer=None,
        note=None,
        answered_at=None,
        answered_by=None,
    )


def _moved(question: CatalogueQuestion, **changes: Any) -> CatalogueQuestion:
    return question.model_copy(update={"revision": question.revision + 1, **changes})
