"""Apology and a new date: in time, too late, once; and a further supplement on a leader's word."""

from datetime import datetime, timedelta

import pytest
from tests.support.dossiers.samples import ACT, accepted, action_context, at, law, officer, regime, submitted

from contracts.base import OfficerRole
from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import AnswerSupplement, ClockMoveKind, DossierStatus, Extend, RequestSupplement
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.extension import extend, notice_deadline
from dossiers.domain.actions.suspension import answer_supplement, request_supplement
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard

DUE = "2026-05-04 09:00"
PROMISED = at("2026-05-11 09:00:30")


def extended(
    when: str, promised_at: datetime = PROMISED, dossier: DossierState | None = None
) -> DossierState:
    request = Extend(**ACT, reason="Chờ xác minh", promised_at=promised_at)
    return extend(dossier or accepted("2026-04-20 09:00"), request, action_context(when)).dossier


def test_told_in_time_the_due_date_moves() -> None:
    dossier = extended("2026-05-03 09:00")
    assert dossier.due_at == at("2026-05-11 09:00")
    assert dossier.extension is not None
    assert (dossier.extension.in_time, dossier.extension.due_before) == (True, at(DUE))
    assert [move.kind for move in dossier.clock] == [ClockMoveKind.STARTED, ClockMoveKind.EXTENDED]


def test_told_a_minute_too_late_the_due_date_stays_and_the_promise_is_kept() -> None:
    dossier = extended("2026-05-03 09:01")
    assert dossier.due_at == at(DUE)
    assert dossier.extension is not None
    assert (dossier.extension.in_time, dossier.extension.promised_at) == (False, at("2026-05-11 09:00"))
    assert [move.kind for move in dossier.clock] == [ClockMoveKind.STARTED]


@pytest.mark.parametrize("days", [0, 1, 3])
def test_the_regime_says_how_long_before_it_must_be_told(days: int) -> None:
    assert notice_deadline(at(DUE), days) == at(DUE) - timedelta(days=days)


@pytest.mark.parametrize("first_told", ["2026-04-22 09:00", "2026-05-05 09:00"])
def test_a_second_extension_is_refused_whether_the_first_was_in_time_or_not(first_told: str) -> None:
    once = extended(first_told)
    with pytest.raises(ServiceError) as refusal:
        extended("2026-05-06 09:00", at("2026-05-20 09:00"), once)
    assert refusal.value.params["reason"] == Guard.EXTENSION_LIMIT


def test_a_regime_without_extension_gives_none() -> None:
    strict = law(regime_=regime(extension_limit=0))
    with pytest.raises(ServiceError) as refusal:
        extended("2026-04-22 09:00", dossier=accepted("2026-04-20 09:00", strict))
    assert refusal.value.params["reason"] == Guard.EXTENSION_LIMIT


@pytest.mark.parametrize(
    ("promised", "code"),
    [
        (DUE, "not_later"),
        ("2026-05-09 09:00", "not_working_time"),
        ("2026-05-11 12:00", "not_working_time"),
    ],
)
def test_the_promised_date_is_later_and_somebody_works_then(promised: str, code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        extended("2026-04-22 09:00", at(promised))
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/promised_at", code)]


def test_what_has_no_due_date_is_not_extended() -> None:
    limits = (TimeLimit(unit=TimeUnit.TEXT, text="Ngay"),)
    timeless = accepted("2026-04-20 09:00", law(immediate=True, time_limits=limits))
    with pytest.raises(ServiceError) as refusal:
        extended("2026-04-22 09:00", dossier=timeless)
    assert refusal.value.params["reason"] == Guard.NO_DUE_DATE


LEADER = officer(OfficerRole.LEADER)
ASK = RequestSupplement(**ACT, reason="Thiếu", items=("Tờ khai",))
OVERRIDE = ASK.model_copy(update={"override_reason": "Sót giấy tờ"})
ANSWER = AnswerSupplement(**ACT, form_data={"ho_ten": "B"})


def with_one_supplement() -> DossierState:
    waiting = request_supplement(submitted(), ASK, action_context("2026-04-20 09:00")).dossier
    return answer_supplement(waiting, ANSWER, action_context("2026-04-20 10:00"), files={}).dossier


def test_a_leader_may_ask_for_a_further_supplement_and_it_is_marked() -> None:
    dossier = request_supplement(
        with_one_supplement(), OVERRIDE, action_context("2026-04-20 11:00", actor=LEADER)
    ).dossier
    assert dossier.status is DossierStatus.SUPPLEMENT_REQUESTED
    assert [supplement.overridden for supplement in dossier.supplements] == [False, True]


def test_a_leader_may_ask_after_the_days_that_the_regime_gives() -> None:
    late = action_context("2026-04-29 15:31", actor=LEADER)
    dossier = request_supplement(accepted("2026-04-23 15:30"), OVERRIDE, late).dossier
    assert dossier.supplements[0].overridden


def test_nobody_else_overrides() -> None:
    for role in set(OfficerRole) - {OfficerRole.LEADER}:
        with pytest.raises(ServiceError) as refusal:
            request_supplement(
                with_one_supplement(), OVERRIDE, action_context("2026-04-20 11:00", actor=officer(role))
            )
        assert refusal.value.code is ErrorCode.FORBIDDEN


def test_a_first_supplement_in_time_is_not_marked_even_with_a_reason() -> None:
    dossier = request_supplement(
        submitted(), OVERRIDE, action_context("2026-04-20 09:00", actor=LEADER)
    ).dossier
    assert not dossier.supplements[0].overridden


@pytest.mark.parametrize(("days", "until"), [(None, None), (2, "2026-04-22 09:00")])
def test_the_regime_says_how_long_the_applicant_has(days: int | None, until: str | None) -> None:
    decree = law(regime_=regime(supplement_answer_working_days=days))
    dossier = request_supplement(
        submitted(law_=decree), ASK, action_context("2026-04-20 09:00", decree)
    ).dossier
    assert dossier.supplements[0].answer_until == (at(until) if until else None)
