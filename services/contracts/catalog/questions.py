"""Questions of the catalogue: what a row of the national catalogue leaves open, and what an editor answered."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query, Vnd
from contracts.catalog.codes import NamedCode, ProcedureCode
from contracts.catalog.terms import TimeUnit
from contracts.printable import LongText, MendedLine, MendedText, Printable, ShortText
from contracts.typed_codes import TYPED


class QuestionKind(StrEnum):
    """What a row of the national catalogue leaves open (câu hỏi về dữ liệu nguồn)."""

    TIME_WORDS_DIFFER = "time_words_differ"  # a number beside words that name other days
    TIME_UNIT_DIFFERS = "time_unit_differs"  # the words have the number in another unit
    TIME_NUMBERS_DIFFER = "time_numbers_differ"  # two numbers of one row disagree
    TIME_UNIT_UNKNOWN = "time_unit_unknown"  # a number of an unknown unit
    TIME_MISSING = "time_missing"  # a unit without a positive number
    CASES_ALIKE = "cases_alike"  # cases of one name or one code
    PAPERS_UNMARKED = "papers_unmarked"  # no paper is marked as required
    PAPER_UNNAMED = "paper_unnamed"  # a paper without a name
    FEE_BESIDE_WORDS = "fee_beside_words"  # 0 beside words that name an amount
    FEE_TOO_SMALL = "fee_too_small"  # less than 1,000 VND
    PROMULGATOR_MISSING = "promulgator_missing"  # no name of the agency that promulgated it


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"  # chờ trả lời
    ANSWERED = "answered"  # đã trả lời
    WITHDRAWN = "withdrawn"  # nguồn không còn đặt ra


class SourceWords(Model):
    """The source's own words at one place of its row."""

    place: MendedLine
    """Where they stand in the row."""
    text: MendedText
    """The words as they came."""


class TimeAnswer(Model):
    """What the time limit is: a counted unit has a number, no other unit has one."""

    unit: TimeUnit
    """Unit of time (đơn vị tính thời hạn); text: the officer states every due date."""
    quantity: Annotated[float, Field(gt=0, le=10_000)] | None = None
    """How many units of time; none for a unit that has no number."""
    officer_may_state: bool = False
    """Whether an officer may state another due date within what the words allow: miền núi, vùng sâu."""


class ComponentMark(Model):
    """A component of the procedure, by its code and its heading."""

    code: MendedLine
    """Code of the component."""
    group: MendedLine = ""
    """Heading that it stands under in its source."""


class QuestionAnswer(Model):
    """One answer: exactly the one field that fits the kind of the question."""

    time_limit: TimeAnswer | None = None
    """What the time limit is (thời hạn giải quyết)."""
    cases: Annotated[tuple[NamedCode, ...], Field(max_length=200)] | None = None
    """A name for each of the cases that the question lists; none at all: they are one case (trường hợp thực hiện)."""
    required_components: Annotated[tuple[ComponentMark, ...], Field(max_length=500)] | None = None
    """The papers that must be handed in; none at all: each is asked for as the case may be (thành phần hồ sơ)."""
    component: NamedCode | None = None
    """What the paper is (tên giấy tờ)."""
    no_component: Literal[True] | None = None
    """The row is no paper."""
    fee: Vnd | None = None
    """The amount of the fee, VND."""
    fee_in_words: Literal[True] | None = None
    """The fee follows from its words: an officer states each amount, or a provincial table does."""
    promulgator: NamedCode | None = None
    """The agency that promulgated it (cơ quan công bố)."""


class Reopening(Model):
    """Why an answered question is open again, and what it was before."""

    at: Instant
    """When it was opened again (UTC)."""
    cause: Literal["source", "editor"]
    """The source says something else, or an editor asks anew."""
    reason: str | None = None
    """What the editor says."""
    words_before: tuple[SourceWords, ...]
    """The words that the answer was about."""
    answer_before: QuestionAnswer | None = None
    """The answer that held until then."""


class CatalogueQuestion(Model):
    """A question of the catalogue. Until it is answered the procedure is read in the way that promises nothing false."""

    question_id: Identifier
    """Id of the question: the same for its place in the procedure, import after import."""
    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    procedure_name: MendedLine
    """Name of the procedure (tên thủ tục hành chính)."""
    promulgator_code: MendedLine
    """Code of the agency that promulgated it (cơ quan công bố): its officers answer."""
    row: Literal["list", "detail"]
    """The row of the source that it is about."""
    kind: QuestionKind
    """What is open."""
    state: QuestionState
    """Where it stands."""
    revision: int
    """Counts its changes: the ETag."""
    place: MendedLine
    """What it is about within the row: a case and a channel, a fee, a paper."""
    words: tuple[SourceWords, ...]
    """The source's words."""
    fingerprint: MendedLine
    """Of the words: an import with another one opens an answered question again."""
    suggestions: tuple[QuestionAnswer, ...] = ()
    """Answers that the words suggest."""
    cases: tuple[NamedCode, ...] = ()
    """The cases that are alike (trường hợp thực hiện)."""
    blocks_filing: bool = False
    """Whether no dossier can be filed until it is answered."""
    raised_at: Instant
    """When it was raised first (UTC)."""
    answer: QuestionAnswer | None = None
    """The answer, when it has one."""
    answered_at: Instant | None = None
    """When it was answered (UTC)."""
    answered_by: str | None = None
    """Account of the editor who answered."""
    note: str | None = None
    """Ground of the answer: a provision, a letter of the promulgating agency."""
    reopened: Reopening | None = None
    """Why it was opened again last."""


class GetQuestion(Query):
    """Query for one question. Errors: forbidden, not_found."""

    question_id: Identifier
    """Id of the question."""


class ListQuestions(PageRequest):
    """Query for questions of the catalogue, by procedure; for officers of the catalogue, administrators and operators."""

    state: QuestionState | None = None
    """Narrows to one state."""
    kind: QuestionKind | None = None
    """Narrows to one kind."""
    procedure_code: ProcedureCode | None = None
    """Narrows to one procedure."""
    promulgator_code: Annotated[str, Printable(max_length=35), TYPED] | None = None
    """Narrows to procedures of one promulgating agency."""


class CountQuestions(Query):
    """Query for how many questions of each kind there are."""

    promulgator_code: Annotated[str, Printable(max_length=35), TYPED] | None = None
    """Narrows to procedures of one promulgating agency."""


class QuestionCount(Model):
    """How many questions of one kind there are, by their state."""

    kind: QuestionKind
    """What is open."""
    open: int
    """How many wait for an answer."""
    answered: int
    """How many are answered."""
    withdrawn: int
    """How many the source does not raise any more."""
    procedures: int
    """How many procedures have an open one."""


class QuestionCounts(Model):
    """How many questions of each kind there are; a kind without any is left out."""

    kinds: tuple[QuestionCount, ...]
    """By kind."""
    blocked_procedures: int
    """How many procedures cannot be filed until a question is answered."""


class AnswerQuestionBody(Body):
    """By an officer of the catalogue of the promulgating ministry or province, or an administrator.

    The procedure is read again from its source with the answer; what changes is a new version, public at once. The answer
    is kept across imports for as long as the source's words stay the same.
    """

    answer: QuestionAnswer
    """The answer."""
    note: ShortText
    """Ground of the answer: a provision, a letter of the promulgating agency (căn cứ)."""


class AnswerQuestion(AnswerQuestionBody, Command):
    """Command to answer a question. Errors: forbidden, not_found, version_stale, guard_failed, invalid_request."""

    question_id: Identifier
    """Id of the question."""
    expected_revision: Annotated[int, Field(ge=0)]
    """Revision that the caller has seen; refused when it is not the current one."""


class ReopenQuestionBody(Body):
    """By the same people: the answer was wrong. The procedure is read as before it."""

    reason: LongText
    """Why (lý do)."""


class ReopenQuestion(ReopenQuestionBody, Command):
    """Command to open an answered question again. Errors: forbidden, not_found, version_stale, guard_failed."""

    question_id: Identifier
    """Id of the question."""
    expected_revision: Annotated[int, Field(ge=0)]
    """Revision that the caller has seen; refused when it is not the current one."""
