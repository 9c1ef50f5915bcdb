"""Deadlines as durable timers: reminded of once, moved and cancelled with what moves them."""

from datetime import timedelta

from tests.support.dossiers.office import FREE, OFFICER, LocalOffice, bill_paid
from tests.support.dossiers.past import Act, Past, round_the_clock
from tests.support.dossiers.samples import ACT, START, STOP, fee, law, regime

from chassis.core.clock import utcnow
from chassis.storage import event_log
from contracts import dossiers as contract
from contracts.catalog import Regime, TimeLimit, TimeUnit
from contracts.dossiers import DossierAction, DossierStatus, RequestConsultation, RequestSupplement
from dossiers.application.persistence import DEADLINE_TIMER
from dossiers.domain.actions.consultation import request_consultation
from dossiers.domain.actions.processing import start_processing, stop
from dossiers.domain.actions.suspension import request_supplement
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law

H = timedelta(hours=1)


def night_and_day(hours: int, decree: Regime | None = None) -> Law:
    limit = TimeLimit(quantity=hours, unit=TimeUnit.HOUR)
    return law(
        calendar_=round_the_clock(),
        regime_=decree or regime(due_soon_working_hours=2),
        code=FREE,
        time_limits=(limit,),
    )


Stored = DossierState | contract.Dossier


def reminders(office: LocalOffice, dossier: Stored) -> list[tuple[str, str]]:
    """Which deadlines were reminded of, in order."""
    log = event_log.entries(office.database, dossier.dossier_id)
    return [(entry.type, entry.payload["what"]) for entry in log if "deadline" in entry.payload]


def reminded(office: LocalOffice, dossier: Stored) -> list[tuple[str, str]]:
    """Which deadlines were reminded of once all due timers have run, in order."""
    office.run_timers(dossier)
    return reminders(office, dossier)


def timers(office: LocalOffice, dossier: Stored) -> list[str]:
    rows = office.database.timers.find({"kind": DEADLINE_TIMER, "payload.dossier_id": dossier.dossier_id})
    return sorted(row["payload"]["alarm"] for row in rows)


def read(office: LocalOffice, dossier: DossierState) -> contract.Dossier:
    found: contract.Dossier = office.call("get_dossier", OFFICER, dossier_id=dossier.dossier_id)
    return found


def asking(**changes: object) -> Act:
    request = RequestSupplement(**ACT, reason="Thiếu", items=("Tờ khai",))
    return lambda dossier, action_context: request_supplement(
        dossier, request.model_copy(update=changes), action_context
    )


def test_a_due_date_is_warned_of_before_and_told_when_it_has_passed(office: LocalOffice, past: Past) -> None:
    dossier = past.lived(night_and_day(10), 13 * H, past.accepted(12 * H))
    assert reminded(office, dossier) == [("dossiers.due_soon", "due"), ("dossiers.overdue", "due")]
    assert timers(office, dossier) == []


def test_a_due_date_to_come_is_warned_of_and_waited_for(office: LocalOffice, past: Past) -> None:
    dossier = past.lived(night_and_day(10), 13 * H, past.accepted(9 * H))
    assert reminded(office, dossier) == [("dossiers.due_soon", "due")]
    assert timers(office, dossier) == ["due"]


def test_nothing_is_told_while_the_clock_stands(office: LocalOffice, past: Past) -> None:
    stopping = (9 * H, lambda dossier, action_context: stop(dossier, STOP, action_context), OFFICER)
    waiting = past.lived(night_and_day(10), 13 * H, past.accepted(12 * H), stopping)
    late = past.lived(night_and_day(10), 13 * H, past.accepted(12 * H))
    assert reminded(office, late) == [("dossiers.due_soon", "due"), ("dossiers.overdue", "due")]
    assert (reminded(office, waiting), timers(office, waiting)) == ([], [])


def test_a_reception_that_nobody_answers_is_told(office: LocalOffice, past: Past) -> None:
    dossier = past.lived(night_and_day(10, regime(online_ack_hours=1)), 2 * H)
    assert reminded(office, dossier) == [("dossiers.overdue", "reception")]


def test_a_step_over_its_hours_is_told(office: LocalOffice, past: Past) -> None:
    starting = (
        41 * H,
        lambda dossier, action_context: start_processing(dossier, START, action_context),
        OFFICER,
    )
    dossier = past.lived(night_and_day(300), 43 * H, past.accepted(42 * H), starting)
    assert reminded(office, dossier) == [("dossiers.overdue", "step")]


def test_a_late_opinion_is_told_and_noted(office: LocalOffice, past: Past) -> None:
    request = RequestConsultation(**ACT, agency_code="H26.31.06", content="Ý kiến?", due_at=utcnow() - H)
    consulting = (
        2 * H,
        lambda dossier, action_context: request_consultation(
            dossier, request, action_context, consultation_id="c1"
        ),
        OFFICER,
    )
    dossier = past.lived(night_and_day(300), 4 * H, past.accepted(3 * H), consulting)
    assert reminded(office, dossier) == [("dossiers.overdue", "consultation")]
    (consultation,) = read(office, dossier).consultations
    assert consultation.late_told_at is not None


def test_a_supplement_that_never_comes_stops_the_dossier_after_a_warning(
    office: LocalOffice, past: Past
) -> None:
    decree = regime(supplement_answer_working_days=1, due_soon_working_hours=2)
    dossier = past.lived(
        night_and_day(100, decree), 50 * H, past.accepted(49 * H), (48 * H, asking(), OFFICER)
    )
    assert reminded(office, dossier) == [("dossiers.due_soon", "supplement")]
    stopped = read(office, dossier)
    assert stopped.status is DossierStatus.STOPPED
    assert (stopped.reason or "").startswith("Quá thời hạn bổ sung")


def test_a_supplement_before_reception_that_never_comes_ends_it(office: LocalOffice, past: Past) -> None:
    decree = regime(supplement_answer_working_days=1, due_soon_working_hours=2)
    dossier = past.lived(night_and_day(100, decree), 50 * H, (48 * H, asking(), OFFICER))
    office.run_timers(dossier)
    refused = read(office, dossier)
    assert refused.status is DossierStatus.NOT_ACCEPTED
    assert (refused.reason or "").startswith("Quá thời hạn bổ sung")


def test_a9_money_that_never_comes_stops_the_dossier_after_a_warning_and_a_payment_after_it_stays_recorded(
    office: LocalOffice, past: Past
) -> None:
    decree = regime(payment_end="stop", payment_working_days=1, due_soon_working_hours=2)
    charged = night_and_day(100, decree).replace({"procedure": law(code=FREE, fees=(fee(),)).procedure})
    dossier = past.lived(charged, 50 * H, past.accepted(49 * H))
    assert dossier.status is DossierStatus.PAYMENT_DUE
    assert reminded(office, dossier) == [("dossiers.due_soon", "payment")]
    stopped = read(office, dossier)
    assert (stopped.status, stopped.fee is not None and stopped.fee.lapsed_at is not None) == (
        DossierStatus.STOPPED, True,
    )  # fmt: skip
    log = [entry.type for entry in event_log.entries(office.database, dossier.dossier_id)]
    assert log[-2:] == ["dossiers.fee_lapsed", "dossiers.stopped"]
    office.handle(bill_paid(stopped, "late"))
    paid = read(office, dossier)
    assert (paid.status, paid.fee is not None and paid.fee.paid_at is not None) == (
        DossierStatus.STOPPED,
        True,
    )
    resumed = office.act(DossierAction.RESUME, paid)
    assert resumed.status is DossierStatus.PROCESSING
    assert office.call("get_clock", OFFICER, dossier_id=dossier.dossier_id).agrees


def test_timers_go_and_come_with_the_clock(office: LocalOffice) -> None:
    dossier = office.submit()
    assert timers(office, dossier) == ["reception"]
    accepted = office.act(DossierAction.ACCEPT, dossier)
    assert timers(office, dossier) == ["due"]
    stopped = office.act(DossierAction.STOP, accepted, reason="Chờ xác minh")
    assert timers(office, dossier) == []
    office.act(DossierAction.RESUME, stopped)
    assert timers(office, dossier) == ["due", "step tham_tra"]
