"""Questions of the catalogue: kept in step with each import, listed, answered, opened again.

An answer is written in one transaction with what follows from it: the row is read again, and what changes is the next
version of the procedure.
"""

from collections.abc import Iterable, Mapping, Sequence

from catalog.application.changes import run_command
from catalog.application.versions.publisher import Outcomes, Publisher
from catalog.domain.access import require_maintainer, require_writer_for
from catalog.domain.national.answers import require_fitting
from catalog.domain.national.inquiry import RowKind
from catalog.domain.national.papers import marks_of
from catalog.domain.national.question_states import (
    QuestionedRow,
    after_import,
    answered,
    given_answers,
    opened_again,
)
from catalog.domain.national.row_parser import ParsedRow, parse_row
from catalog.domain.versions.guards import with_guard_text
from catalog.domain.versions.publishing import ImportOutcome
from catalog.repository.questions import NationalRow, NationalRowRepository, QuestionRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Page, is_expected
from contracts.catalog import (
    AnswerQuestion,
    CatalogueQuestion,
    CountQuestions,
    GetQuestion,
    ListQuestions,
    QuestionCounts,
    QuestionMoved,
    ReopenQuestion,
)
from contracts.errors import ErrorCode, ServiceError, not_found


def list_questions(store: Store, request: ListQuestions, context: Context) -> Page[CatalogueQuestion]:
    """Raises ServiceError: FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    require_maintainer(context.actor)
    selection = request.model_dump(mode="json", exclude={"limit", "cursor"})
    start = position_of(request.cursor, selection, str)
    found = list(store.repository(QuestionRepository).page(request, start and start[1], request.limit + 1))
    return page(
        Page[CatalogueQuestion],
        found,
        request.limit,
        key=lambda question: (question.question_id, question.question_id),
        filter=selection,
    )


def get_question(store: Store, request: GetQuestion, context: Context) -> CatalogueQuestion:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND."""
    require_maintainer(context.actor)
    question = store.repository(QuestionRepository).get(request.question_id)
    if question is None:
        raise not_found("question")
    return question


def count_questions(store: Store, request: CountQuestions, context: Context) -> QuestionCounts:
    """Raises ServiceError(FORBIDDEN)."""
    require_maintainer(context.actor)
    counts = store.repository(QuestionRepository).counts(request.promulgator_code)
    if request.promulgator_code is None:
        _show(counts)
    return counts


def answer_question(store: Store, request: AnswerQuestion, context: Context) -> CatalogueQuestion:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""

    def work(uow: UnitOfWork) -> CatalogueQuestion:
        before = _at_revision(uow, request.question_id, request.expected_revision)
        source = uow.repository(NationalRowRepository).get(before.procedure_code, before.row)
        after = answered(before, request.answer, request.note, context.actor.account_id or "", uow.now)
        require_fitting(before, request.answer, _papers(source))
        return _read_again(uow, after, source)

    try:
        return run_command(store, contract.answer_question, request, context, work)
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


def reopen_question(store: Store, request: ReopenQuestion, context: Context) -> CatalogueQuestion:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED."""

    def work(uow: UnitOfWork) -> CatalogueQuestion:
        before = _at_revision(uow, request.question_id, request.expected_revision)
        source = uow.repository(NationalRowRepository).get(before.procedure_code, before.row)
        return _read_again(uow, opened_again(before, request.reason, uow.now), source)

    try:
        return run_command(store, contract.reopen_question, request, context, work)
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


class QuestionKeeper:
    """Questions within one run of one transaction."""

    def __init__(self, uow: UnitOfWork, kind: RowKind) -> None:
        self.uow = uow
        self.kind = kind
        self.questions = uow.repository(QuestionRepository)
        self.stored: dict[str, dict[str, CatalogueQuestion]] = {}

    def read_with_answers(self, rows: Sequence[ParsedRow], raw: Mapping[str, object]) -> list[ParsedRow]:
        """The rows, read again where an editor has answered one of their questions. `raw` by code."""
        self.stored = self.questions.of_procedures((row.code for row in rows), self.kind)
        return [self._again(row, raw) for row in rows]

    def keep(self, rows: Iterable[ParsedRow], raw: Mapping[str, object], outcomes: Outcomes) -> None:
        """Bring the questions in line with what was imported. A row that a stronger source outranks raises none."""
        changed: list[CatalogueQuestion] = []
        sources: dict[str, bool] = {}
        for row in rows:
            outcome = outcomes[row.code]
            raised = () if outcome is ImportOutcome.OUTRANKED else row.questions
            imported = QuestionedRow(row.content, self.kind, raised)
            changed.extend(after_import(imported, self.stored.get(row.code, {}), self.uow.now))
            if raised:
                sources[row.code] = outcome is ImportOutcome.UNCHANGED
        self._store_rows(sources, raw)
        self.save(changed)

    def _store_rows(self, unchanged_by_code: Mapping[str, bool], raw: Mapping[str, object]) -> None:
        """An unchanged one is there already, unless an earlier release imported it."""
        stored = self.uow.repository(NationalRowRepository)
        there = stored.existing_codes(self.kind, [code for code, same in unchanged_by_code.items() if same])
        stored.save(
            NationalRow.of(code, self.kind, raw[code]) for code in unchanged_by_code if code not in there
        )

    def save(self, questions: Sequence[CatalogueQuestion]) -> None:
        """Write questions and the event of each."""
        self.questions.save(questions)
        for question in questions:
            payload = QuestionMoved(
                question_id=question.question_id,
                procedure_code=question.procedure_code,
                kind=question.kind,
                state=question.state,
            )
            self.uow.record_event(
                contract.QUESTION_MOVED,
                question.question_id,
                question.revision,
                payload,
                private=_private(question),
            )
        if questions:
            _show(self.questions.counts())

    def _again(self, row: ParsedRow, raw: Mapping[str, object]) -> ParsedRow:
        answers = given_answers(self.stored.get(row.code, {}).values())
        parsed = parse_row(self.kind, raw[row.code], answers) if answers else row
        assert isinstance(parsed, ParsedRow), "the same row was read before"
        return parsed


def _at_revision(uow: UnitOfWork, question_id: str, expected: int) -> CatalogueQuestion:
    """For a writer of the promulgating agency who has seen its present revision."""
    question = uow.repository(QuestionRepository).get(question_id)
    if question is None:
        raise not_found("question")
    require_writer_for(uow.context.actor, question.promulgator_code)
    if not is_expected(expected, question.revision):
        raise ServiceError(ErrorCode.VERSION_STALE, current=question.revision)
    return question


def _papers(source: NationalRow | None) -> frozenset[contract.ComponentMark]:
    parsed = source and parse_row(source.kind, source.content)
    return marks_of(parsed.content.components) if isinstance(parsed, ParsedRow) else frozenset()


def _read_again(uow: UnitOfWork, changed: CatalogueQuestion, source: NationalRow | None) -> CatalogueQuestion:
    """Write the question; then the procedure by the answers of now, and the questions that it raises then.

    Without its row, which an import by an earlier release did not store, the answer waits for the next import.
    """
    keeper = QuestionKeeper(uow, changed.row)
    keeper.save([changed])
    parsed = None if source is None else parse_row(source.kind, source.content)
    if source is not None and isinstance(parsed, ParsedRow):
        raw = {source.code: source.content}
        rows = keeper.read_with_answers([parsed], raw)
        keeper.keep(rows, raw, Publisher(uow).import_contents([row.content for row in rows]))
    return keeper.questions.get(changed.question_id) or changed


def _private(question: CatalogueQuestion) -> dict[str, object] | None:
    """Private part of the log entry: what was answered, and what an answer was before."""
    if question.answer is None and question.reopened is None:
        return None
    return {
        "question": question.model_dump(mode="json", include={"answer", "note", "answered_by", "reopened"})
    }


def _show(counts: QuestionCounts) -> None:
    for each in counts.kinds:
        metrics.CATALOGUE_QUESTIONS_OPEN.labels("catalog", each.kind.value).set(each.open)
