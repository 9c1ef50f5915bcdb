"""Answers to questions: which field fits which kind, and what it may say."""

from collections.abc import Callable, Collection, Iterator

from catalog.domain.national.fees import MIN_FEE
from contracts.catalog import CatalogueQuestion, ComponentMark, QuestionAnswer, QuestionKind, TimeUnit
from contracts.errors import ErrorCode, FieldError, ServiceError

_TIME = frozenset({"time_limit"})
_FEE = frozenset({"fee", "fee_in_words"})
FIELDS: dict[QuestionKind, frozenset[str]] = {
    QuestionKind.TIME_WORDS_DIFFER: _TIME,
    QuestionKind.TIME_UNIT_DIFFERS: _TIME,
    QuestionKind.TIME_NUMBERS_DIFFER: _TIME,
    QuestionKind.TIME_UNIT_UNKNOWN: _TIME,
    QuestionKind.TIME_MISSING: _TIME,
    QuestionKind.CASES_ALIKE: frozenset({"cases"}),
    QuestionKind.PAPERS_UNMARKED: frozenset({"required_components"}),
    QuestionKind.PAPER_UNNAMED: frozenset({"component", "no_component"}),
    QuestionKind.FEE_BESIDE_WORDS: _FEE,
    QuestionKind.FEE_TOO_SMALL: _FEE,
    QuestionKind.PROMULGATOR_MISSING: frozenset({"promulgator"}),
}
"""The fields of an answer that fit each kind."""


def require_fitting(
    question: CatalogueQuestion, answer: QuestionAnswer, papers: Collection[ComponentMark]
) -> None:
    """`papers` are those of the procedure. Raises INVALID_REQUEST with every fault."""
    if faults := tuple(_faults(question, answer, papers)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)


def _faults(
    question: CatalogueQuestion, answer: QuestionAnswer, papers: Collection[ComponentMark]
) -> Iterator[FieldError]:
    filled = [name for name, value in answer if value is not None]
    if len(filled) != 1:
        yield FieldError(pointer="/answer", code="one_field", detail="An answer has exactly one field.")
        return
    (field,) = filled
    if field not in FIELDS[question.kind]:
        yield _fault(field, "not_the_question", "The question asks for something else.")
        return
    yield from _CHECKS[field](question, answer, papers)


def _time_faults(
    _question: CatalogueQuestion, answer: QuestionAnswer, _: Collection[ComponentMark]
) -> Iterator[FieldError]:
    given = answer.time_limit
    counted = given is not None and given.unit not in (TimeUnit.TEXT, TimeUnit.SAME_DAY)
    if given is not None and counted is (given.quantity is None):
        yield _fault(
            "time_limit/quantity", "not_of_the_unit", "A counted unit has a number, no other has one."
        )


def _no_faults(
    _question: CatalogueQuestion, _answer: QuestionAnswer, _: Collection[ComponentMark]
) -> Iterator[FieldError]:
    yield from ()


def _case_faults(
    question: CatalogueQuestion, answer: QuestionAnswer, _: Collection[ComponentMark]
) -> Iterator[FieldError]:
    """A name for each, and no two the same: else nobody could choose."""
    named = answer.cases or ()
    if not named:
        return
    if sorted(each.code for each in named) != sorted(each.code for each in question.cases):
        yield _fault("cases", "not_the_cases", "Name each of the cases that are listed, once.")
    names = {" ".join(each.name.casefold().split()) for each in named}
    if "" in names or len(names) < len(named):
        yield _fault("cases", "not_distinct", "Each case has a name of its own.")


def _paper_faults(
    _question: CatalogueQuestion, answer: QuestionAnswer, papers: Collection[ComponentMark]
) -> Iterator[FieldError]:
    for index, mark in enumerate(answer.required_components or ()):
        if mark not in papers:
            yield _fault(f"required_components/{index}", "unknown", "The procedure asks for no such paper.")


def _name_faults(
    _question: CatalogueQuestion, answer: QuestionAnswer, _: Collection[ComponentMark]
) -> Iterator[FieldError]:
    if answer.component is not None and not answer.component.name:
        yield _fault("component/name", "required", "A paper has a name.")
    if answer.promulgator is not None and not (answer.promulgator.name and answer.promulgator.code):
        yield _fault("promulgator", "required", "An agency has a code and a name.")


def _fee_faults(
    _question: CatalogueQuestion, answer: QuestionAnswer, _: Collection[ComponentMark]
) -> Iterator[FieldError]:
    if answer.fee is not None and 0 < answer.fee < MIN_FEE:
        yield _fault("fee", "too_small", "No fee is below 1,000 VND.")


_CHECKS: dict[
    str,
    Callable[[CatalogueQuestion, QuestionAnswer, Collection[ComponentMark]], Iterator[FieldError]],
] = {
    "time_limit": _time_faults,
    "no_component": _no_faults,
    "fee_in_words": _no_faults,
    "cases": _case_faults,
    "required_components": _paper_faults,
    "component": _name_faults,
    "promulgator": _name_faults,
    "fee": _fee_faults,
}


def _fault(field: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=f"/answer/{field}", code=code, detail=detail)
