"""Supplements and payments: the states they lead to, and the clock."""

import pytest
from tests.support.dossiers.samples import (
    REFUSAL,
    RESUMPTION,
    START,
    STOP,
    accepted,
    action_context,
    at,
    fee,
    file,
    files,
    law,
    officer,
    regime,
    submitted,
)

from contracts.base import OfficerRole
from contracts.dossiers import AnswerSupplement, DossierStatus, RequestSupplement, SupplementPaperRef
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.processing import resume, start_processing, stop
from dossiers.domain.actions.reception import refuse_reception
from dossiers.domain.actions.suspension import answer_supplement, bill, pay, request_supplement
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard

ASKED = RequestSupplement(
    command_id="c3", dossier_id="d1", expected_version=1, reason="Thiếu chữ ký", items=("Tờ khai",)
)
ANSWER = AnswerSupplement(
    command_id="c4",
    dossier_id="d1",
    expected_version=1,
    papers=(SupplementPaperRef(component_code="cho_o", file_id="f2"),),
)
WITH_FEE = law(fees=(fee(),))


def supplement_requested(dossier: DossierState, when: str, law_: Law | None = None) -> DossierState:
    return request_supplement(dossier, ASKED, action_context(when, law_)).dossier


def supplemented(dossier: DossierState, when: str, law_: Law | None = None) -> DossierState:
    return answer_supplement(dossier, ANSWER, action_context(when, law_), files=files(file("f2"))).dossier


def guard_of(refusal: pytest.ExceptionInfo[ServiceError]) -> str:
    assert refusal.value.code is ErrorCode.GUARD_FAILED
    return str(refusal.value.params["reason"])


def test_before_reception_the_answer_leads_back_to_submitted() -> None:
    dossier = supplemented(supplement_requested(submitted(), "2026-04-20 09:00"), "2026-04-21 09:00")
    assert (dossier.status, dossier.due_at, dossier.clock_stopped_since) == (
        DossierStatus.SUBMITTED,
        None,
        None,
    )


def test_the_answers_papers_replace_the_old_ones() -> None:
    dossier = supplemented(supplement_requested(submitted(), "2026-04-20 09:00"), "2026-04-21 09:00")
    assert [paper.file_id for paper in dossier.papers] == ["f2"]


def test_the_answer_is_dated() -> None:
    dossier = supplemented(supplement_requested(submitted(), "2026-04-20 09:00"), "2026-04-21 09:00")
    assert dossier.supplements[0].answered_at == at("2026-04-21 09:00")


def test_the_answer_leads_back_to_processing() -> None:
    working = start_processing(accepted(), START, action_context("2026-04-20 10:00")).dossier
    assert (
        supplemented(supplement_requested(working, "2026-04-20 11:00"), "2026-04-21 09:00").status
        is DossierStatus.PROCESSING
    )


def test_under_restart_the_whole_limit_runs_again() -> None:
    dossier = supplemented(
        supplement_requested(accepted("2026-04-20 09:00"), "2026-04-21 09:00"), "2026-04-23 15:30"
    )
    assert dossier.due_at == at("2026-05-07 15:30")


def test_under_resume_the_rest_of_the_limit_runs_on() -> None:
    resuming = law(regime_=regime(supplement_clock="resume"))
    received = accepted("2026-04-20 09:00", resuming)
    dossier = supplemented(
        supplement_requested(received, "2026-04-21 09:00", resuming), "2026-04-23 09:00", resuming
    )
    assert dossier.due_at == at("2026-05-06 09:00")


def test_the_clock_stands_while_a_supplement_is_awaited() -> None:
    assert supplement_requested(accepted(), "2026-04-21 09:00").clock_stopped_since == at("2026-04-21 09:00")


def test_a_second_supplement_is_refused() -> None:
    once = supplemented(supplement_requested(submitted(), "2026-04-20 09:00"), "2026-04-21 09:00")
    with pytest.raises(ServiceError) as refusal:
        supplement_requested(once, "2026-04-21 10:00")
    assert guard_of(refusal) == Guard.SUPPLEMENT_LIMIT


def test_a_supplement_is_asked_for_within_three_working_days_of_reception() -> None:
    received = accepted("2026-04-23 15:30")
    assert supplement_requested(received, "2026-04-29 15:30").status is DossierStatus.SUPPLEMENT_REQUESTED
    with pytest.raises(ServiceError) as refusal:
        supplement_requested(received, "2026-04-29 15:31")
    assert guard_of(refusal) == Guard.SUPPLEMENT_TOO_LATE


def test_an_answer_that_brings_nothing_is_refused() -> None:
    nothing = ANSWER.model_copy(update={"papers": ()})
    with pytest.raises(ServiceError) as refusal:
        answer_supplement(
            supplement_requested(submitted(), "2026-04-20 09:00"),
            nothing,
            action_context("2026-04-21 09:00"),
            files={},
        )
    assert guard_of(refusal) == Guard.NOTHING_SUPPLEMENTED


def test_a_new_form_is_checked() -> None:
    wrong = ANSWER.model_copy(update={"form_data": {}, "papers": ()})
    with pytest.raises(ServiceError) as refusal:
        answer_supplement(
            supplement_requested(submitted(), "2026-04-20 09:00"),
            wrong,
            action_context("2026-04-21 09:00"),
            files={},
        )
    assert refusal.value.code is ErrorCode.INVALID_FORM_DATA


def test_reception_may_be_refused_while_a_supplement_is_awaited() -> None:
    waiting = supplement_requested(submitted(), "2026-04-20 09:00")
    assert (
        refuse_reception(waiting, REFUSAL, action_context("2026-05-20 09:00")).dossier.status
        is DossierStatus.NOT_ACCEPTED
    )


def test_reception_is_not_refused_after_it_took_place() -> None:
    with pytest.raises(ServiceError) as refusal:
        refuse_reception(
            supplement_requested(accepted(), "2026-04-20 10:00"), REFUSAL, action_context("2026-04-20 11:00")
        )
    assert guard_of(refusal) == Guard.ALREADY_RECEIVED


def test_what_was_never_received_is_not_stopped() -> None:
    with pytest.raises(ServiceError) as refusal:
        stop(supplement_requested(submitted(), "2026-04-20 09:00"), STOP, action_context("2026-04-20 10:00"))
    assert guard_of(refusal) == Guard.NOT_RECEIVED


def test_payment_leads_back_and_moves_the_due_date_by_the_waiting() -> None:
    charged = accepted("2026-04-20 09:00", WITH_FEE)
    paid = pay(charged, "b1", at("2026-04-21 09:00"), action_context("2026-04-21 09:05", WITH_FEE)).dossier
    assert (paid.status, paid.clock_stopped_since) == (DossierStatus.ACCEPTED, None)
    assert paid.due_at == at("2026-05-05 09:00")


def test_the_money_is_recorded_with_its_bill() -> None:
    charged = accepted("2026-04-20 09:00", WITH_FEE)
    paid = pay(charged, "b1", at("2026-04-21 09:00"), action_context("2026-04-21 09:05", WITH_FEE)).dossier
    assert paid.fee is not None
    assert (paid.fee.paid_at, paid.fee.bill_id) == (at("2026-04-21 09:00"), "b1")


def test_money_told_twice_is_recorded_once() -> None:
    charged = accepted("2026-04-20 09:00", WITH_FEE)
    paid = pay(charged, "b1", at("2026-04-21 09:00"), action_context("2026-04-21 09:05", WITH_FEE)).dossier
    assert pay(paid, "b1", at("2026-04-22 09:00"), action_context("2026-04-22 09:05", WITH_FEE)).events == ()


def test_the_bill_is_noted_once() -> None:
    charged = accepted("2026-04-20 09:00", WITH_FEE)
    noted = bill(charged, "b1")
    assert [event.type.name for event in noted.events] == ["dossiers.fee_billed"]
    assert bill(noted.dossier, "b2").events == ()


def test_a_bill_told_after_its_money_changes_nothing() -> None:
    charged = accepted("2026-04-20 09:00", WITH_FEE)
    paid = pay(charged, "b1", at("2026-04-21 09:00"), action_context("2026-04-21 09:05", WITH_FEE)).dossier
    assert bill(paid, "b1").events == ()


def test_a_bill_for_a_dossier_without_fee_changes_nothing() -> None:
    assert bill(accepted(), "b1").events == ()


def test_money_for_a_stopped_dossier_is_recorded_and_moves_nothing() -> None:
    stopped = stop(
        accepted("2026-04-20 09:00", WITH_FEE), STOP, action_context("2026-04-20 10:00", WITH_FEE)
    ).dossier
    paid = pay(stopped, "b1", at("2026-04-21 09:00"), action_context("2026-04-21 09:00", WITH_FEE)).dossier
    assert (paid.status, paid.has_unpaid_fee) == (DossierStatus.STOPPED, False)


def test_a_stop_moves_the_due_date_when_it_ends() -> None:
    actor = officer(OfficerRole.PROCESSING)
    stopped = stop(
        accepted("2026-04-20 09:00"), STOP, action_context("2026-04-21 09:00", actor=actor)
    ).dossier
    on = resume(stopped, RESUMPTION, action_context("2026-04-22 09:00", actor=actor)).dossier
    assert (on.status, on.due_at, on.reason) == (DossierStatus.PROCESSING, at("2026-05-05 09:00"), None)


def test_a_stop_during_a_wait_counts_the_wait_from_its_beginning() -> None:
    stopped = stop(
        accepted("2026-04-20 09:00", WITH_FEE), STOP, action_context("2026-04-21 09:00", WITH_FEE)
    ).dossier
    on = resume(stopped, RESUMPTION, action_context("2026-04-22 09:00", WITH_FEE)).dossier
    assert on.due_at == at("2026-05-06 09:00")
