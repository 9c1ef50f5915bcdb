"""Inquiry into one row: the questions that its reading raises, and the answers that an editor has given before.

A question is known by its place, an answer holds for the words that it was given to. Whoever reads a part of the row
asks, and reads on by the answer, or in the way that promises nothing false.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from contracts.catalog import NamedCode, QuestionAnswer, QuestionKind, SourceWords

RowKind = Literal["list", "detail"]


@dataclass(frozen=True)
class GivenAnswer:
    """An answer, and the fingerprint of the words that it was given to."""

    fingerprint: str
    answer: QuestionAnswer


Answers = Mapping[str, GivenAnswer]
"""By the id of the question."""


@dataclass(frozen=True)
class RaisedQuestion:
    """A question as the row raises it, whether it has an answer or not."""

    question_id: str
    kind: QuestionKind
    place: str
    words: tuple[SourceWords, ...]
    fingerprint: str
    suggestions: tuple[QuestionAnswer, ...]
    cases: tuple[NamedCode, ...]
    blocks_filing: bool


@dataclass
class Inquiry:
    """The questions of one row, as far as it has been read."""

    code: str
    row: RowKind
    answers: Answers = field(default_factory=dict)
    questions: list[RaisedQuestion] = field(default_factory=list)
    blocked: bool = False

    def ask(
        self,
        kind: QuestionKind,
        place: str,
        words: Sequence[SourceWords],
        suggestions: Iterable[QuestionAnswer] = (),
        *,
        topic: str,
        cases: Sequence[NamedCode] = (),
        blocks_filing: bool = False,
    ) -> QuestionAnswer | None:
        """Raise a question; its answer, where one was given to the same words. `topic` stays while the kind may change."""
        question = RaisedQuestion(
            question_id=_hash(self.code, self.row, topic, place)[:24],
            kind=kind,
            place=place,
            words=tuple(words),
            fingerprint=_hash(*sorted({each.text for each in words}))[:32],
            suggestions=tuple(dict.fromkeys(suggestions)),
            cases=tuple(cases),
            blocks_filing=blocks_filing,
        )
        self.questions.append(question)
        given = self.answers.get(question.question_id)
        if given is not None and given.fingerprint == question.fingerprint:
            return given.answer
        self.blocked = self.blocked or blocks_filing
        return None


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
