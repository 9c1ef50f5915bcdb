"""Steps, results, their return, withdrawal."""

import pytest
from tests.support.dossiers.samples import (
    ACT,
    START,
    WITHDRAWAL,
    accepted,
    action_context,
    at,
    fee,
    file,
    files,
    law,
    officer,
    steps_done,
    submitted,
)

from contracts.base import OfficerRole
from contracts.catalog import ResultKind
from contracts.dossiers import (
    CompleteStep,
    DossierStatus,
    IssueResult,
    ResultOutcome,
    ReturnMethod,
    ReturnResult,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import field_error_detail
from dossiers.domain.actions.processing import complete_step, start_processing
from dossiers.domain.actions.result import issue_result, return_result, withdraw
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard, localised

OFFICER = officer(OfficerRole.PROCESSING, OfficerRole.LEADER)
APPROVED = IssueResult(**ACT, outcome=ResultOutcome.APPROVED, result_code="KQ.1", number="12", file_id="r1")
REFUSED = IssueResult(**ACT, outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện")


def issued(
    dossier: DossierState, request: IssueResult, owner_id: str = "officer-1", of: Law | None = None
) -> DossierState:
    known = files(file("r1", owner_id=owner_id))
    return issue_result(
        dossier, request, action_context("2026-04-21 09:00", of, OFFICER), files=known
    ).dossier


def completed(dossier: DossierState, code: str) -> DossierState:
    request = CompleteStep(**ACT, step_code=code)
    return complete_step(
        dossier, request, action_context("2026-04-20 11:00", actor=OFFICER), files={}
    ).dossier


def working() -> DossierState:
    return start_processing(accepted(), START, action_context("2026-04-20 10:00", actor=OFFICER)).dossier


def ready() -> DossierState:
    return steps_done(working())


def test_steps_are_completed_in_their_order() -> None:
    dossier = completed(completed(working(), "tham_tra"), "ky")
    assert [step.completed_by for step in dossier.steps] == ["officer-1", "officer-1"]


def test_a_step_out_of_order_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        completed(working(), "ky")
    assert refusal.value.params["reason"] == Guard.NOT_THE_NEXT_STEP


def test_after_the_last_step_there_is_none() -> None:
    with pytest.raises(ServiceError) as refusal:
        completed(completed(completed(working(), "tham_tra"), "ky"), "ky")
    assert refusal.value.params["reason"] == Guard.NO_OPEN_STEP


def test_an_approval_keeps_the_hash_of_its_file() -> None:
    dossier = issued(ready(), APPROVED)
    assert dossier.status is DossierStatus.PROCESSED
    assert dossier.result is not None
    assert (dossier.result.outcome, dossier.result.sha256) == (ResultOutcome.APPROVED, "0" * 64)


def test_a_refusal_needs_no_file() -> None:
    assert issued(ready(), REFUSED).status is DossierStatus.PROCESSED


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        (APPROVED.model_copy(update={"file_id": None}), "/file_id"),
        (REFUSED.model_copy(update={"reason": None}), "/reason"),
        (APPROVED.model_copy(update={"result_code": "KQ.2"}), "/result_code"),
    ],
)
def test_a_result_without_its_ground_is_refused(request_: IssueResult, pointer: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        issued(ready(), request_)
    assert refusal.value.errors[0].pointer == pointer


@pytest.mark.parametrize("request_", [APPROVED, REFUSED])
def test_a_result_without_a_code_is_of_the_only_kind_there_is(request_: IssueResult) -> None:
    result = issued(ready(), request_.model_copy(update={"result_code": None})).result
    assert result is not None
    assert result.result_code == ("KQ.1" if request_ is APPROVED else None)


KINDS = tuple(ResultKind(code=f"KQ.{number}", name=f"Kết quả {number}") for number in (1, 2))
ONE, SEVERAL = law(results=KINDS[:1]), law(results=KINDS)


@pytest.mark.parametrize("typed", ["KQ.2", "kq.2", " kq. 2 ", "KQ.２"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    request = APPROVED.model_copy(update={"result_code": typed})
    result = issued(ready(), request, of=SEVERAL).result
    assert result is not None
    assert result.result_code == "KQ.2"


@pytest.mark.parametrize(
    ("request_", "of", "code"),
    [
        (APPROVED.model_copy(update={"result_code": None}), SEVERAL, "required"),
        (APPROVED.model_copy(update={"result_code": "XXXX"}), SEVERAL, "unknown"),
        (APPROVED.model_copy(update={"result_code": "XXXX"}), ONE, "unknown"),
        (REFUSED.model_copy(update={"result_code": "XXXX"}), ONE, "unknown"),
        (APPROVED.model_copy(update={"result_code": "KQ.1"}), law(results=()), "unknown"),
    ],
)
def test_a_kind_that_is_not_named_or_not_there_is_refused_with_those_that_are(
    request_: IssueResult, of: Law, code: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        issued(ready(), request_, of=of)
    (wrong,) = refusal.value.errors
    assert (wrong.pointer, wrong.code) == ("/result_code", code)
    for locale in ("vi", "en"):
        words = field_error_detail(wrong, locale)
        assert all(f"{kind.code} ({kind.name})" in words for kind in of.procedure.results)


@pytest.mark.parametrize("request_", [APPROVED, REFUSED])
def test_where_the_procedure_has_no_kinds_a_result_has_none(request_: IssueResult) -> None:
    result = issued(ready(), request_.model_copy(update={"result_code": None}), of=law(results=())).result
    assert result is not None
    assert result.result_code is None


def test_a_refusal_needs_no_kind() -> None:
    result = issued(ready(), REFUSED, of=SEVERAL).result
    assert result is not None
    assert result.result_code is None


def test_a_result_file_of_somebody_else_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        issued(ready(), APPROVED, owner_id="someone")
    assert refusal.value.code is ErrorCode.FILE_NOT_USABLE


def test_nothing_is_approved_before_its_fee_is_paid() -> None:
    charged = accepted("2026-04-20 09:00", law(fees=(fee(),)))
    with pytest.raises(ServiceError) as refusal:
        issued(charged, APPROVED)
    assert refusal.value.params["reason"] == Guard.FEE_UNPAID


def test_a_refusal_of_an_unpaid_dossier_leaves_its_due_date_where_the_wait_moved_it() -> None:
    charged = accepted("2026-04-20 09:00", law(fees=(fee(),), steps=()))
    assert issued(charged, REFUSED).due_at == at("2026-05-05 09:00")


def test_an_accepted_dossier_without_a_process_may_have_its_result_at_once() -> None:
    assert issued(accepted(law_=law(steps=())), APPROVED).status is DossierStatus.PROCESSED


def test_the_return_names_who_received_it_and_how() -> None:
    request = ReturnResult(**ACT, recipient="Nguyễn Văn A", method=ReturnMethod.COUNTER)
    dossier = return_result(issued(ready(), APPROVED), request, action_context("2026-04-22 09:00")).dossier
    assert dossier.status is DossierStatus.RETURNED
    assert dossier.returned is not None
    assert (dossier.returned.recipient, dossier.returned.returned_at) == (
        "Nguyễn Văn A",
        at("2026-04-22 09:00"),
    )


def test_withdrawal_ends_the_dossier() -> None:
    assert (
        withdraw(submitted(), WITHDRAWAL, action_context("2026-04-20 09:00")).dossier.status
        is DossierStatus.WITHDRAWN
    )


def test_the_reason_of_a_withdrawal_is_not_told_around() -> None:
    (event,) = withdraw(submitted(), WITHDRAWAL, action_context("2026-04-20 09:00")).events
    assert "Đổi ý" not in event.payload.model_dump_json()


def test_nothing_is_withdrawn_once_the_result_is_ready() -> None:
    with pytest.raises(ServiceError) as refusal:
        withdraw(issued(ready(), APPROVED), WITHDRAWAL, action_context("2026-04-22 09:00"))
    assert refusal.value.code is ErrorCode.ILLEGAL_TRANSITION


@pytest.mark.parametrize(
    ("locale", "words"), [("vi", "chưa đến bước này"), ("en", "another step comes first")]
)
def test_a_guard_is_told_in_the_callers_language(locale: str, words: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        completed(working(), "ky")
    error = localised(refusal.value, locale)
    assert (error.params["reason"], error.params["guard"]) == (words, "not_the_next_step")
