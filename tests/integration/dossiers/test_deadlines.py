"""Deadlines as durable timers of the running service: told once, moved and taken back with what moves them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.integration.dossiers.conftest import FREE, OFFICER, Office
from tests.support.dossiers_past import Act, Past, past_of, round_the_clock
from tests.support.dossiers_samples import ACT, START, STOP, law, regime

from chassis.core.clock import utcnow
from chassis.storage import event_log
from contracts import dossiers as contract
from contracts.catalog import Regime, TimeLimit, TimeUnit
from contracts.dossiers import DossierAction, DossierStatus, RequestConsultation, RequestSupplement
from devstack.waiting import wait_until
from dossiers.application.persistence import DEADLINE_TIMER
from dossiers.domain.actions.consultation import request_consultation
from dossiers.domain.actions.processing import start_processing, stop
from dossiers.domain.actions.suspension import request_supplement
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law

H = timedelta(hours=1)
SECONDS = 15


@pytest.fixture
def past(office: Office) -> Iterator[Past]:
    with past_of(office) as past:
        yield past


def night_and_day(hours: int, decree: Regime | None = None) -> Law:
    limit = TimeLimit(quantity=hours, unit=TimeUnit.HOUR)
    return law(
        calendar_=round_the_clock(),
        regime_=decree or regime(due_soon_working_hours=2),
        code=FREE,
        time_limits=(limit,),
    )


Kept = DossierState | contract.Dossier


def told(office: Office, dossier: Kept) -> list[tuple[str, str]]:
    """Which deadlines were told of, in order."""
    log = event_log.entries(office.database, dossier.dossier_id)
    return [(entry.type, entry.payload["what"]) for entry in log if "deadline" in entry.payload]


def wait_told(office: Office, dossier: DossierState, *wanted: tuple[str, str]) -> None:
    wait_until(lambda: told(office, dossier) == list(wanted), SECONDS, f"told of {wanted}")


def timers(office: Office, dossier: Kept) -> list[str]:
    rows = office.database.timers.find({"kind": DEADLINE_TIMER, "payload.dossier_id": dossier.dossier_id})
    return sorted(row["payload"]["alarm"] for row in rows)


def read(office: Office, dossier: DossierState) -> contract.Dossier:
    found: contract.Dossier = office.call("get_dossier", OFFICER, dossier_id=dossier.dossier_id)
    return found


def wait_for(office: Office, dossier: DossierState, status: DossierStatus) -> contract.Dossier:
    wait_until(lambda: read(office, dossier).status is status, SECONDS, f"the dossier is {status}")
    return read(office, dossier)


def asking(**changes: object) -> Act:
    said = RequestSupplement(**ACT, reason="Thiếu", items=("Tờ khai",))
    return lambda dossier, action_context: request_supplement(
        dossier, said.model_copy(update=changes), action_context
    )


def test_a_due_date_is_warned_of_before_and_told_when_it_has_passed(office: Office, past: Past) -> None:
    dossier = past.lived(night_and_day(10), 13 * H, past.accepted(12 * H))
    wait_told(office, dossier, ("dossiers.due_soon", "due"), ("dossiers.overdue", "due"))
    assert timers(office, dossier) == []


def test_a_due_date_to_come_is_warned_of_and_waited_for(office: Office, past: Past) -> None:
    dossier = past.lived(night_and_day(10), 13 * H, past.accepted(9 * H))
    wait_told(office, dossier, ("dossiers.due_soon", "due"))
    assert timers(office, dossier) == ["due"]


def test_nothing_is_told_while_the_clock_stands(office: Office, past: Past) -> None:
    stopping = (9 * H, lambda dossier, action_context: stop(dossier, STOP, action_context), OFFICER)
    waiting = past.lived(night_and_day(10), 13 * H, past.accepted(12 * H), stopping)
    late = past.lived(night_and_day(10), 13 * H, past.accepted(12 * H))
    wait_told(office, late, ("dossiers.due_soon", "due"), ("dossiers.overdue", "due"))
    assert (told(office, waiting), timers(office, waiting)) == ([], [])


def test_a_reception_that_nobody_answers_is_told(office: Office, past: Past) -> None:
    dossier = past.lived(night_and_day(10, regime(online_ack_hours=1)), 2 * H)
    wait_told(office, dossier, ("dossiers.overdue", "reception"))


def test_a_step_over_its_hours_is_told(office: Office, past: Past) -> None:
    starting = (
        41 * H,
        lambda dossier, action_context: start_processing(dossier, START, action_context),
        OFFICER,
    )
    dossier = past.lived(night_and_day(300), 43 * H, past.accepted(42 * H), starting)
    wait_told(office, dossier, ("dossiers.overdue", "step"))


def test_a_late_opinion_is_told_and_noted(office: Office, past: Past) -> None:
    asked = RequestConsultation(**ACT, agency_code="H26.31.06", content="Ý kiến?", due_at=utcnow() - H)
    consulting = (
        2 * H,
        lambda dossier, action_context: request_consultation(
            dossier, asked, action_context, consultation_id="c1"
        ),
        OFFICER,
    )
    dossier = past.lived(night_and_day(300), 4 * H, past.accepted(3 * H), consulting)
    wait_told(office, dossier, ("dossiers.overdue", "consultation"))
    (consultation,) = read(office, dossier).consultations
    assert consultation.late_told_at is not None


def test_a_supplement_that_never_comes_stops_the_dossier_after_a_warning(office: Office, past: Past) -> None:
    decree = regime(supplement_answer_working_days=1, due_soon_working_hours=2)
    dossier = past.lived(
        night_and_day(100, decree), 50 * H, past.accepted(49 * H), (48 * H, asking(), OFFICER)
    )
    wait_told(office, dossier, ("dossiers.due_soon", "supplement"))
    stopped = wait_for(office, dossier, DossierStatus.STOPPED)
    assert (stopped.reason or "").startswith("Quá thời hạn bổ sung")


def test_a_supplement_before_reception_that_never_comes_ends_it(office: Office, past: Past) -> None:
    decree = regime(supplement_answer_working_days=1, due_soon_working_hours=2)
    dossier = past.lived(night_and_day(100, decree), 50 * H, (48 * H, asking(), OFFICER))
    refused = wait_for(office, dossier, DossierStatus.NOT_ACCEPTED)
    assert (refused.reason or "").startswith("Quá thời hạn bổ sung")


def test_timers_go_and_come_with_the_clock(office: Office) -> None:
    dossier = office.submit()
    assert timers(office, dossier) == ["reception"]
    accepted = office.act(DossierAction.ACCEPT, dossier)
    assert timers(office, dossier) == ["due"]
    stopped = office.act(DossierAction.STOP, accepted, reason="Chờ xác minh")
    assert timers(office, dossier) == []
    office.act(DossierAction.RESUME, stopped)
    assert timers(office, dossier) == ["due", "step tham_tra"]
