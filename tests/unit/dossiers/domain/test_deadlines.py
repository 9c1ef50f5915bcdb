"""The deadlines of a dossier, when its handler is reminded, and what happens when nobody answers."""

import pytest
from tests.support.dossiers.samples import (
    ACT,
    START,
    STOP,
    WITHDRAWAL,
    acceptance,
    accepted,
    action_context,
    at,
    calendar,
    fee,
    filing,
    law,
    officer,
    regime,
    submitted,
)

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import SubmissionChannel, TimeLimit, TimeUnit
from contracts.dossiers import DeadlineEvent, DossierStatus, PassOn, RequestConsultation, RequestSupplement
from dossiers.domain.actions.consultation import request_consultation
from dossiers.domain.actions.passing import Destination, pass_on
from dossiers.domain.actions.processing import start_processing, stop
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.result import withdraw
from dossiers.domain.actions.submission import submit
from dossiers.domain.actions.suspension import pay, request_supplement
from dossiers.domain.deadlines import Reminder, next_reminders, send
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.state_machine import Transition

SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")
ASK = RequestSupplement(**ACT, reason="Thiếu", items=("Tờ khai",))
LIMITED = law(regime_=regime(supplement_answer_working_days=3))


def sent(dossier: DossierState, name: str, law_: Law | None = None) -> Transition:
    alarm = next_reminders(dossier, law_ or law())[name]
    return send(dossier, alarm, action_context(f"{alarm.at:%Y-%m-%d} 12:00", law_, SERVICE))


def times(dossier: DossierState, law_: Law | None = None) -> dict[str, tuple[object, bool]]:
    return {name: (alarm.at, alarm.soon) for name, alarm in next_reminders(dossier, law_ or law()).items()}


def test_what_came_online_is_answered_within_eight_working_hours() -> None:
    assert times(submitted("2026-04-20 10:00")) == {"reception": (at("2026-04-21 10:00"), False)}


def test_what_lies_at_the_desk_needs_no_answer() -> None:
    brought = submit(filing(channel=SubmissionChannel.DIRECT), action_context("2026-04-20 10:00")).dossier
    assert next_reminders(brought, law()) == {}


def test_what_passed_on_is_received_the_same_day_and_answered_in_hours_of_its_own() -> None:
    filed, now = (
        submitted("2026-04-20 10:00"),
        action_context("2026-04-22 09:00", actor=officer(OfficerRole.RECEPTION)),
    )
    request = PassOn(**ACT, to_agency="H26.31.06", reason="Cư trú ở phường khác")
    there = pass_on(filed, request, now, destination=Destination("H26.31.06", law())).dossier
    assert times(there) == {
        "reception": (at("2026-04-23 09:00"), False),
        "transfer": (at("2026-04-22 17:00"), False),
    }
    received = accept(there, acceptance(), now, code="C-1").dossier
    assert "transfer" not in times(received)


def test_a_due_date_is_warned_of_while_an_extension_can_be_announced_in_time() -> None:
    assert times(accepted("2026-04-20 09:00")) == {"due": (at("2026-04-29 07:00"), True)}, (
        "eight working hours before 3 May 09:00, a Sunday"
    )


@pytest.mark.parametrize(
    ("quantity", "received", "warned", "due"),
    [
        (2, "2026-04-20 09:00", "2026-04-20 15:00", "2026-04-22 09:00"),
        (3, "2026-04-20 16:30", "2026-04-21 16:30", "2026-04-23 16:30"),
    ],
)
def test_a_short_limit_is_warned_of_half_way_to_the_last_moment_of_an_extension(
    quantity: int, received: str, warned: str, due: str
) -> None:
    short = law(time_limits=(TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=quantity),))
    dossier = accepted(received, short)
    assert dossier.due_at == at(due)
    assert times(dossier, short) == {"due": (at(warned), True)}


def test_a_limit_that_leaves_no_time_for_an_extension_nor_for_a_warning_has_none() -> None:
    day = law(time_limits=(TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=1),))
    assert times(accepted("2026-04-20 09:00", day), day) == {"due": (at("2026-04-21 09:00"), False)}


def test_where_no_extension_is_left_the_warning_comes_before_the_due_date() -> None:
    decree = law(regime_=regime(extension_limit=0))
    assert times(accepted("2026-04-20 09:00", decree), decree) == {"due": (at("2026-04-29 09:00"), True)}


def test_a_deadline_is_told_of_before_then_when_it_has_passed_then_no_more() -> None:
    soon = sent(accepted("2026-04-20 09:00"), "due")
    assert next_reminders(soon.dossier, law())["due"].at == at("2026-05-04 09:00")
    late = sent(soon.dossier, "due")
    names = [event.type.name for event in (*soon.events, *late.events)]
    assert names == ["dossiers.due_soon", "dossiers.overdue"]
    assert next_reminders(late.dossier, law()) == {}
    payload = late.events[0].payload
    assert isinstance(payload, DeadlineEvent)
    assert (payload.what, payload.deadline) == ("due", at("2026-05-04 09:00"))


CHARGED = law(fees=(fee(),))


def test_a_fee_is_reminded_of_then_its_end_is_told_then_no_more() -> None:
    waiting = accepted("2026-04-20 09:00", CHARGED)
    assert waiting.status is DossierStatus.PAYMENT_DUE
    alarm = next_reminders(waiting, CHARGED)["payment"]
    assert alarm.soon
    assert alarm.deadline.at == at("2026-05-07 09:00"), "ten working days and three days off"
    soon = sent(waiting, "payment", CHARGED)
    late = sent(soon.dossier, "payment", CHARGED)
    payloads = [event.payload for event in (*soon.events, *late.events)]
    assert [event.type.name for event in (*soon.events, *late.events)] == [
        "dossiers.due_soon",
        "dossiers.overdue",
    ]
    assert {payload.what for payload in payloads if isinstance(payload, DeadlineEvent)} == {"payment"}
    assert "payment" not in next_reminders(late.dossier, CHARGED)


def test_a_regime_may_give_another_time_to_pay() -> None:
    decree = law(fees=(fee(),), regime_=regime(payment_working_days=3))
    waiting = accepted("2026-04-20 09:00", decree)
    assert next_reminders(waiting, decree)["payment"].deadline.at == at("2026-04-23 09:00")


def test_what_was_paid_is_reminded_of_no_more() -> None:
    waiting = accepted("2026-04-20 09:00", CHARGED)
    paid = pay(waiting, "bill-1", at("2026-04-21 09:00"), action_context("2026-04-21 09:00", CHARGED)).dossier
    assert "payment" not in next_reminders(paid, CHARGED)


def test_a_date_that_moved_is_told_of_anew() -> None:
    reminded = sent(sent(accepted("2026-04-20 09:00"), "due").dossier, "due").dossier
    moved = reminded.model_copy(update={"due_at": at("2026-05-20 09:00")})
    assert next_reminders(moved, law())["due"] == Reminder(
        at("2026-05-18 09:00"), next_reminders(moved, law())["due"].deadline, soon=True
    )


def test_a_date_to_which_the_clock_comes_back_is_not_told_of_again() -> None:
    reminded = sent(sent(accepted("2026-04-20 09:00"), "due").dossier, "due").dossier
    away = reminded.model_copy(update={"due_at": at("2026-05-20 09:00")})
    back = sent(away, "due").dossier.model_copy(update={"due_at": reminded.due_at})
    assert next_reminders(back, law()) == {}


def test_nothing_is_due_while_the_clock_stands() -> None:
    working = start_processing(accepted(), START, action_context("2026-04-20 10:00")).dossier
    assert set(next_reminders(working, law())) == {"due", "step tham_tra"}
    assert next_reminders(stop(working, STOP, action_context("2026-04-20 11:00")).dossier, law()) == {}


def test_nothing_is_due_at_the_end() -> None:
    assert (
        next_reminders(withdraw(accepted(), WITHDRAWAL, action_context("2026-04-20 11:00")).dossier, law())
        == {}
    )


def test_a_step_is_told_of_by_its_name() -> None:
    working = start_processing(accepted(), START, action_context("2026-04-20 10:00")).dossier
    (event,) = sent(working, "step tham_tra").events
    assert event.payload.model_dump()["note"] == "Thẩm tra"


def test_of_several_opinions_the_late_one_is_noted() -> None:
    waiting = accepted()
    for which in ("c1", "c2"):
        request = RequestConsultation(**ACT, agency_code="G99", content="?", due_at=at("2026-04-22 09:00"))
        now = action_context("2026-04-20 10:00", actor=officer(OfficerRole.PROCESSING))
        waiting = request_consultation(waiting, request, now, consultation_id=which).dossier
    reminded = sent(waiting, "consultation c2").dossier
    assert [consultation.late_told_at is not None for consultation in reminded.consultations] == [False, True]
    assert "consultation c2" not in next_reminders(reminded, law())


def supplement_awaited(dossier: DossierState) -> DossierState:
    return request_supplement(dossier, ASK, action_context("2026-04-20 10:00", LIMITED)).dossier


def test_the_handler_is_warned_before_a_missing_supplement_stops_the_dossier() -> None:
    awaiting = supplement_awaited(accepted("2026-04-20 09:00", LIMITED))
    assert times(awaiting, LIMITED) == {"supplement": (at("2026-04-22 10:00"), True)}
    warned = sent(awaiting, "supplement", LIMITED)
    assert [event.type.name for event in warned.events] == ["dossiers.due_soon"]
    stopped = sent(warned.dossier, "supplement", LIMITED)
    assert [event.type.name for event in stopped.events] == ["dossiers.stopped"]
    assert (stopped.dossier.status, stopped.dossier.clock_stopped_since) == (
        DossierStatus.STOPPED,
        at("2026-04-20 10:00"),
    )
    assert stopped.dossier.reason


def test_what_was_never_received_is_not_accepted_when_its_supplement_never_comes() -> None:
    warned = sent(supplement_awaited(submitted(law_=LIMITED)), "supplement", LIMITED).dossier
    assert sent(warned, "supplement", LIMITED).dossier.status is DossierStatus.NOT_ACCEPTED


def test_without_a_limit_the_applicant_may_take_his_time() -> None:
    waiting = request_supplement(accepted(), ASK, action_context("2026-04-20 10:00")).dossier
    assert next_reminders(waiting, law()) == {}


@pytest.mark.parametrize(("until", "names"), [("2026-04-20", set()), ("2026-04-21", {"reception"})])
def test_a_calendar_that_ends_too_early_warns_of_nothing_and_refuses_nothing(
    until: str, names: set[str]
) -> None:
    short = law(calendar_=calendar().model_copy(update={"covers_to": at(f"{until} 00:00").date()}))
    assert set(next_reminders(submitted("2026-04-20 10:00", short), short)) == names
