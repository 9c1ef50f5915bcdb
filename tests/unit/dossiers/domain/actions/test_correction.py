"""Errors of the agency and corrected results; moving to the law of today; what the clock says of it all."""

import pytest
from tests.support.dossiers.acts import INTERLINKED
from tests.support.dossiers.samples import (
    ACT,
    accepted,
    action_context,
    at,
    file,
    files,
    law,
    officer,
    regime,
    steps_done,
)

from contracts.base import OfficerRole
from contracts.catalog import ProcedureCase, ResultKind, TimeLimit, TimeUnit
from contracts.dossiers import (
    AdoptLaw,
    CorrectResult,
    DossierStatus,
    ErrorKind,
    IssueResult,
    Lateness,
    RecordError,
    ResultOutcome,
    ReturnMethod,
    ReturnResult,
    StartProcessing,
)
from contracts.errors import ServiceError
from dossiers.domain.actions.correction import correct_result, record_error
from dossiers.domain.actions.law_change import adopt_law
from dossiers.domain.actions.processing import start_processing
from dossiers.domain.actions.result import issue_result, return_result
from dossiers.domain.clock.explanation import explain_moves
from dossiers.domain.clock.moves import check_clock, time_limit_key
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard

HERE = officer(OfficerRole.PROCESSING, OfficerRole.LEADER)
FILES = files(file("r1", owner_id="officer-1"), file("r2", owner_id="officer-1"))
ERROR = RecordError(**ACT, kind=ErrorKind.ERROR, description="Sai tên", apology="Xin lỗi")
RIGHT = CorrectResult(**ACT, number="12a", file_id="r2")


def returned() -> DossierState:
    approval = IssueResult(
        **ACT, outcome=ResultOutcome.APPROVED, number="12", file_id="r1", result_code="KQ.1"
    )
    done = issue_result(
        steps_done(accepted()), approval, action_context("2026-04-21 09:00", actor=HERE), files=FILES
    ).dossier
    handed = ReturnResult(**ACT, recipient="A", method=ReturnMethod.COUNTER)
    return return_result(done, handed, action_context("2026-04-22 09:00")).dossier


def corrected(dossier: DossierState, of: Law | None = None, result_code: str | None = None) -> DossierState:
    request = RIGHT.model_copy(update={"result_code": result_code})
    context = action_context("2026-04-24 09:00", of, HERE)
    return correct_result(dossier, request, context, files=FILES).dossier


def test_a_result_is_corrected_after_an_error_was_recorded_only() -> None:
    with pytest.raises(ServiceError) as refusal:
        corrected(returned())
    assert refusal.value.params["reason"] == Guard.NO_RECORDED_ERROR


def test_a_corrected_result_takes_the_place_of_the_wrong_one_which_is_kept() -> None:
    mended = corrected(record_error(returned(), ERROR, action_context("2026-04-23 09:00")).dossier)
    assert mended.status is DossierStatus.RETURNED
    assert [result.number for result in mended.results] == ["12", "12a"]
    assert mended.result is not None
    assert (mended.result.number, mended.result.result_code, mended.result.lateness) == (
        "12a",
        "KQ.1",
        Lateness.EARLY,
    )
    assert mended.errors[0].corrected_at == at("2026-04-24 09:00")


@pytest.mark.parametrize(
    ("stored", "typed", "code"),
    [
        ("KQ.1", None, "KQ.1"),
        ("KQ.1", "kq.1", "KQ.1"),
        ("KQ.2", None, "KQ.2"),
        ("KQ.7", "kq.7", "KQ.7"),  # of the law before, which had it
        (None, "kq. 2", "KQ.2"),
    ],
)
def test_a_corrected_result_is_of_the_kind_of_the_wrong_one_or_of_the_one_that_is_named(
    stored: str | None, typed: str | None, code: str
) -> None:
    result = corrected(*with_kinds(stored), typed).result
    assert result is not None
    assert result.result_code == code


@pytest.mark.parametrize(("typed", "code"), [(None, "required"), ("KQ.9", "unknown"), ("XXXX", "unknown")])
def test_a_wrong_result_without_a_kind_is_corrected_with_one(typed: str | None, code: str) -> None:
    """As an earlier release stored it."""
    with pytest.raises(ServiceError) as refusal:
        corrected(*with_kinds(None), typed)
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/result_code", code)]


def with_kinds(stored: str | None) -> tuple[DossierState, Law]:
    """An erroneous result that was stored with this code, under a law of two kinds."""
    wrong = record_error(returned(), ERROR, action_context("2026-04-23 09:00")).dossier
    results = tuple(result.model_copy(update={"result_code": stored}) for result in wrong.results)
    kinds = tuple(ResultKind(code=each, name="Kết quả") for each in ("KQ.1", "KQ.2"))
    return wrong.model_copy(update={"results": results}), law(results=kinds)


def test_an_error_is_corrected_once() -> None:
    mended = corrected(record_error(returned(), ERROR, action_context("2026-04-23 09:00")).dossier)
    with pytest.raises(ServiceError):
        corrected(mended)


def test_the_apology_is_told_and_the_description_is_not() -> None:
    (event,) = record_error(returned(), ERROR, action_context("2026-04-23 09:00")).events
    assert event.payload.model_dump()["apology"] == "Xin lỗi"
    assert "Sai tên" not in event.payload.model_dump_json()


OLD = law()
SHORTER = law(time_limits=(TimeLimit(quantity=3, unit=TimeUnit.WORKING_DAY),), version=2)
WORDED = law(time_limits=(TimeLimit(unit=TimeUnit.TEXT, text="Theo quy định"),), version=2)


def adopted(dossier: DossierState, to: Law, when: str = "2026-04-21 09:00") -> DossierState:
    return adopt_law(dossier, AdoptLaw(**ACT, reason="Luật mới"), action_context(when, to, HERE)).dossier


def test_the_new_limit_counts_from_reception_on() -> None:
    moved = adopted(accepted("2026-04-20 09:00"), SHORTER)
    assert (moved.due_at, moved.procedure_version) == (at("2026-04-23 09:00"), 2)
    check_clock(moved, {OLD.law_id: OLD, SHORTER.law_id: SHORTER}.__getitem__)


def test_a_new_law_in_words_leaves_the_promised_date() -> None:
    assert adopted(accepted("2026-04-20 09:00"), WORDED).due_at == accepted("2026-04-20 09:00").due_at


def test_a_stated_date_is_counted_by_the_new_law() -> None:
    stated = accepted("2026-04-20 09:00", WORDED, due_at=at("2026-06-01 09:00"))
    assert adopted(stated, SHORTER).due_at == at("2026-04-23 09:00")


def test_what_the_new_decree_allows_binds_from_then_on() -> None:
    strict = law(regime_=regime(regime_id="moi", extension_limit=0, supplement_clock="resume"))
    moved = adopted(accepted(), strict)
    assert (moved.regime_id, moved.terms.extension_limit, moved.terms.supplement_clock) == (
        "moi",
        0,
        "resume",
    )


def test_the_new_process_begins_where_no_step_has() -> None:
    linked = law(steps=INTERLINKED, version=2)
    assert adopted(accepted(), linked).steps[0].code == "khai_sinh"
    working = start_processing(accepted(), StartProcessing(**ACT), action_context("2026-04-20 10:00")).dossier
    assert [step.code for step in adopted(working, linked).steps] == ["tham_tra", "ky"]


@pytest.mark.parametrize(
    ("to", "guard"),
    [(OLD, Guard.LAW_UNCHANGED), (law(cases=(ProcedureCase(code="khac", name="Khác"),)), Guard.CASE_GONE)],
)
def test_a_law_that_is_the_same_or_does_not_fit_is_not_adopted(to: Law, guard: Guard) -> None:
    with pytest.raises(ServiceError) as refusal:
        adopted(accepted(), to)
    assert refusal.value.params["reason"] == guard


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("vi", "Thời hạn bắt đầu (tiếp nhận hồ sơ: 7 ngày làm việc)."),
        ("en", "The time limit begins (reception: 7 working days)."),
    ],
)
def test_a_move_is_told_in_both_languages(locale: str, text: str) -> None:
    dossier = adopted(accepted("2026-04-20 09:00"), SHORTER)
    laws = {OLD.law_id: OLD, SHORTER.law_id: SHORTER}
    lines = explain_moves(dossier.clock, laws.__getitem__, time_limit_key(dossier), locale)
    assert lines[0].text == text
    assert (lines[1].due_before, lines[1].due_after) == (at("2026-05-04 09:00"), at("2026-04-23 09:00"))


def test_a_due_date_that_does_not_follow_is_found_out() -> None:
    wrong = accepted().model_copy(update={"due_at": at("2026-06-01 09:00")})
    with pytest.raises(AssertionError):
        check_clock(wrong, lambda _: OLD)
