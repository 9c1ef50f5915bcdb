"""Questions on the database: raised by an import, answered, kept, opened again; by the right people."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import detail, method
from tests.support.catalog.use_cases import OFFICER, Catalogue

from catalog.application import national_import, procedures, questions
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import (
    AnswerQuestion,
    CatalogueQuestion,
    CountQuestions,
    GetProcedure,
    GetQuestion,
    ImportReport,
    ImportRow,
    ImportRows,
    ListQuestions,
    Procedure,
    QuestionAnswer,
    QuestionKind,
    QuestionState,
    ReopenQuestion,
    TimeAnswer,
    TimeUnit,
)
from contracts.errors import ErrorCode, ServiceError

EDITOR = Actor(kind=ActorKind.OFFICER, account_id="o-9", agency_code="G99", roles=(OfficerRole.CATALOGUE,))
CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="citizen-1")
ANSWER = QuestionAnswer(time_limit=TimeAnswer(unit=TimeUnit.WORKING_DAY, quantity=8, officer_may_state=True))
MOUNTAINS = "Không quá 08 ngày làm việc; miền núi không quá 18 ngày làm việc."


def row(code: str, words: str = MOUNTAINS) -> dict[str, Any]:
    ways = [method("ONLINE", 8, description=words)]
    return detail(code=code, cases=[], executionCases=[], executionMethods=ways)


def imported(catalogue: Catalogue, *rows: dict[str, Any]) -> ImportReport:
    raw = tuple(ImportRow(ref=each["data"]["code"], content=each) for each in rows)
    request = ImportRows(command_id=new_id(), run_id=new_id(), kind="detail", rows=raw)
    return catalogue.run(national_import.import_rows, request, Actor(kind=ActorKind.OPERATOR, name="cli"))


def of(catalogue: Catalogue, code: str) -> CatalogueQuestion:
    found = catalogue.run(questions.list_questions, ListQuestions(procedure_code=code), EDITOR)
    (question,) = found.items
    return question


def read(catalogue: Catalogue, code: str) -> Procedure:
    return catalogue.run(procedures.get_procedure, GetProcedure(code=code))


def answered(catalogue: Catalogue, question: CatalogueQuestion, actor: Actor = EDITOR) -> CatalogueQuestion:
    request = AnswerQuestion(
        command_id=new_id(),
        question_id=question.question_id,
        expected_revision=question.revision,
        answer=ANSWER,
        note="Khoản 3 Điều 12",
    )
    return catalogue.run(questions.answer_question, request, actor)


def test_an_answer_makes_the_next_version_and_is_kept_across_imports(catalogue: Catalogue) -> None:
    code = "1.920001"
    imported(catalogue, row(code))
    question = of(catalogue, code)
    assert (question.state, question.kind) == (QuestionState.OPEN, QuestionKind.TIME_WORDS_DIFFER)
    before = read(catalogue, code)
    done = answered(catalogue, question)
    assert (done.state, done.answered_by, done.revision) == (QuestionState.ANSWERED, "o-9", 2)
    after = read(catalogue, code)
    assert (before.version, after.version) == (1, 1) if before.time_limits == after.time_limits else (1, 2)
    report = imported(catalogue, row(code))
    assert (report.unchanged, of(catalogue, code)) == (1, done)
    assert read(catalogue, code) == after
    event_log.verify(catalogue.database, question.question_id, version=2)


def test_an_import_with_other_words_opens_it_again_and_takes_the_answer_back(catalogue: Catalogue) -> None:
    code = "1.920002"
    imported(catalogue, row(code))
    only_eight = AnswerQuestion(
        command_id=new_id(),
        question_id=of(catalogue, code).question_id,
        expected_revision=1,
        answer=QuestionAnswer(time_limit=TimeAnswer(unit=TimeUnit.WORKING_DAY, quantity=18)),
        note="Điều 5",
    )
    catalogue.run(questions.answer_question, only_eight, EDITOR)
    (limit,) = read(catalogue, code).time_limits
    assert (limit.quantity, limit.alternatives) == (18, ())
    imported(catalogue, row(code, MOUNTAINS.replace("18", "28")))
    question = of(catalogue, code)
    assert question.state is QuestionState.OPEN
    assert question.reopened is not None
    assert "18" in question.reopened.words_before[0].text
    (limit,) = read(catalogue, code).time_limits
    assert (limit.quantity, [span.quantity for span in limit.alternatives]) == (8, [8, 28])
    imported(catalogue, row(code, ""))
    assert of(catalogue, code).state is QuestionState.WITHDRAWN


def test_an_editor_opens_it_again(catalogue: Catalogue) -> None:
    code = "1.920003"
    imported(catalogue, row(code))
    done = answered(catalogue, of(catalogue, code))
    request = ReopenQuestion(
        command_id=new_id(), question_id=done.question_id, expected_revision=2, reason="Sai căn cứ"
    )
    opened = catalogue.run(questions.reopen_question, request, EDITOR)
    assert (opened.state, opened.answer, opened.revision) == (QuestionState.OPEN, None, 3)


def test_a_stronger_source_raises_no_questions(catalogue: Catalogue) -> None:
    imported(catalogue, row("1.001193"))
    found = catalogue.run(questions.list_questions, ListQuestions(procedure_code="1.001193"), EDITOR)
    assert found.items == ()


def test_who_may_read_and_who_may_answer(catalogue: Catalogue) -> None:
    code = "1.920004"
    imported(catalogue, row(code))
    question = of(catalogue, code)
    for actor, use_case in ((OFFICER, answered), (CITIZEN, answered)):
        with pytest.raises(ServiceError) as refused:
            use_case(catalogue, question, actor)
        assert refused.value.code is ErrorCode.FORBIDDEN
    with pytest.raises(ServiceError) as refused:
        catalogue.run(questions.get_question, GetQuestion(question_id=question.question_id), CITIZEN)
    assert refused.value.code is ErrorCode.FORBIDDEN
    with pytest.raises(ServiceError) as refused:
        answered(catalogue, question.model_copy(update={"revision": 7}))
    assert refused.value.code is ErrorCode.VERSION_STALE
    missing = question.model_copy(update={"question_id": "0" * 24})
    with pytest.raises(ServiceError) as refused:
        answered(catalogue, missing)
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_they_are_counted_by_kind(catalogue: Catalogue) -> None:
    catalogue.import_samples()
    counts = catalogue.run(questions.count_questions, CountQuestions(), EDITOR)
    by_kind = {each.kind: each for each in counts.kinds}
    assert by_kind[QuestionKind.PAPERS_UNMARKED].open > 0
    assert by_kind[QuestionKind.CASES_ALIKE].open == 1
    assert counts.blocked_procedures >= 1
    of_nobody = catalogue.run(questions.count_questions, CountQuestions(promulgator_code="G98"), EDITOR)
    assert of_nobody.kinds == ()
