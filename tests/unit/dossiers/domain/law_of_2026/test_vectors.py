"""The law of 2026 by examples: each is a rule of a decree with its article, computed by hand over the calendar of 2026."""

from datetime import date, timedelta

import pytest
from tests.support.dossiers.law_of_2026 import BIRTH, calendar_of_2026, day, law_of, regime_of
from tests.support.dossiers.samples import (
    ACT,
    acceptance,
    action_context,
    at,
    fee,
    officer,
    rules,
    submitted,
)

from catalog import starter
from catalog.domain.calendars.composition import compose
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import FeeReductionGround, SubmissionChannel, TimeLimit, TimeUnit
from contracts.dossiers import (
    AdoptLaw,
    ClockMoveKind,
    DossierStatus,
    FeeReductionClaim,
    RequestSupplement,
)
from contracts.errors import ServiceError
from dossiers.domain.actions.law_change import adopt_law
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.suspension import request_supplement
from dossiers.domain.clock import interlinked
from dossiers.domain.clock.due_date import due_date
from dossiers.domain.clock.outage import Outage, announced_until, due_after_outage
from dossiers.domain.clock.transfer import transferred_until
from dossiers.domain.deadlines import next_reminders, send
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law, RulesOfToday

CALENDAR = calendar_of_2026()
DESK, OWN = "H26.31.06", officer(OfficerRole.RECEPTION)
SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")


def working_days(quantity: float) -> tuple[TimeLimit, ...]:
    return (TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=quantity),)


def received(dossier: DossierState, when: str, law: Law) -> DossierState:
    return accept(dossier, acceptance(), action_context(when, law, OWN), code="C-1").dossier


def at_another_desk(when: str, law: Law) -> DossierState:
    """Brought to the desk of one commune for another."""
    filed = submitted(when, law, channel=SubmissionChannel.DIRECT)
    return filed.model_copy(update={"forwarded_from": DESK})


@pytest.mark.parametrize(
    ("came", "until"),
    [
        ("2026-08-28 15:20", "2026-09-03 07:00"),
        ("2026-08-28 14:59", "2026-08-28 17:00"),
        ("2026-08-28 15:00", "2026-08-28 17:00"),
        ("2026-08-28 15:01", "2026-09-03 07:00"),
        ("2026-08-29 09:00", "2026-09-03 07:00"),
        ("2026-08-28 06:30", "2026-08-28 17:00"),
    ],
)
def test_vector_01_and_vector_02_what_a_desk_received_for_another_is_passed_on_that_day_and_after_three_the_next(
    came: str, until: str
) -> None:
    """NĐ 118/2025/NĐ-CP art 18.2 as amended by NĐ 309/2026/NĐ-CP."""
    assert transferred_until(at(came), CALENDAR, regime_of(came).late_after) == at(until)
    waiting = next_reminders(at_another_desk(came, law_of(came)), law_of(came))
    assert waiting["transfer"].deadline.at == at(until)


def test_vector_01_the_clock_of_an_out_of_area_dossier_begins_with_the_competent_agency() -> None:
    """Art 17.3: Friday 28 August 15:20 at the desk, Thursday 3 September 08:10 at the competent commune."""
    law = law_of("2026-08-28 15:20", time_limits=working_days(3))
    dossier = received(at_another_desk("2026-08-28 15:20", law), "2026-09-03 08:10", law)
    assert dossier.due_at == at("2026-09-08 17:00")


def test_vector_03_before_the_amendment_it_began_at_the_desk() -> None:
    """NĐ 309/2026/NĐ-CP art 16.1: what was received before 5 August stays under the law of then."""
    law = law_of("2026-08-04 08:00", time_limits=working_days(3))
    dossier = received(at_another_desk("2026-08-04 08:00", law), "2026-08-04 16:00", law)
    assert dossier.due_at == at("2026-08-07 08:00")
    assert dossier.received_at == at("2026-08-04 16:00"), "the agency's own reception stays what it was"


@pytest.mark.parametrize(
    ("accepted", "quantity", "due"),
    [
        ("2025-12-31 09:00", 2, "2026-01-06"),
        ("2026-01-09 09:00", 1, "2026-01-10"),
        ("2026-02-13 09:00", 3, "2026-02-25"),
        ("2026-04-28 09:00", 2, "2026-05-04"),
    ],
)
def test_vector_04_and_vector_05_days_off_and_worked_days_of_2026(
    accepted: str, quantity: int, due: str
) -> None:
    law = law_of(accepted, time_limits=working_days(quantity))
    dossier = received(submitted("2025-12-01 09:00", law), accepted, law)
    assert dossier.due_at is not None
    assert (dossier.due_at + timedelta(hours=7)).date() == day(due)


@pytest.mark.parametrize(
    ("came", "due"), [("2026-11-23 14:50", "2026-11-27 17:00"), ("2026-11-23 15:05", "2026-11-30 17:00")]
)
def test_vector_06_of_an_interlinked_group_time_runs_from_the_next_day_after_three(
    came: str, due: str
) -> None:
    """NĐ 63/2024/NĐ-CP art 7.2 as amended by NĐ 301/2026/NĐ-CP art 5; 24 November is off."""
    law = law_of(came, BIRTH, time_limits=working_days(3))
    assert received(submitted("2026-11-23 08:00", law), came, law).due_at == at(due)


@pytest.mark.parametrize("channel", [SubmissionChannel.ONLINE, SubmissionChannel.DIRECT])
def test_vector_07_what_a_birth_lacks_is_told_within_24_hours_of_the_clock(
    channel: SubmissionChannel,
) -> None:
    """NĐ 301/2026/NĐ-CP art 6.1b, day off or not."""
    law = law_of("2026-09-04 16:00", BIRTH)
    filed = submitted("2026-09-04 16:00", law, channel=channel)
    assert next_reminders(filed, law)["reception"].at == at("2026-09-05 16:00")
    assert received(filed, "2026-09-04 16:30", law).supplement_until == at("2026-09-05 16:30")


def test_vector_08_the_applicant_of_a_group_has_seven_working_days_and_then_it_is_stopped() -> None:
    """NĐ 301/2026/NĐ-CP art 6.1b, 3.4 and 10: asked on 18 November, until 30 November, stopped from 1 December."""
    law = law_of("2026-11-18 09:00", BIRTH, time_limits=working_days(3))
    dossier = received(submitted("2026-11-17 08:00", law), "2026-11-18 09:00", law)
    ask = RequestSupplement(**ACT, reason="Thiếu", items=("Giấy chứng sinh",))
    waiting = request_supplement(dossier, ask, action_context("2026-11-18 10:00", law, OWN)).dossier
    assert waiting.supplements[-1].answer_until == at("2026-11-30 17:00")
    soon = next_reminders(waiting, law)["supplement"]
    reminded = send(waiting, soon, action_context("2026-11-27 09:00", law, SERVICE)).dossier
    passed = next_reminders(reminded, law)["supplement"]
    assert passed.at == at("2026-12-01 00:00")
    stopped = send(reminded, passed, action_context("2026-12-01 00:00", law, SERVICE)).dossier
    assert stopped.status is DossierStatus.STOPPED
    assert stopped.clock_stopped_since == at("2026-11-18 10:00"), "none of the waiting counts"
    assert dossier.terms.supplement_clock == "resume"


def test_vector_09_the_owners_consent_is_waited_for_five_working_days() -> None:
    """NĐ 301/2026/NĐ-CP art 6.3."""
    (terms,) = regime_of("2026-09-25 09:00", BIRTH).interlinked
    assert interlinked.consent_until(at("2026-09-25 09:00"), CALENDAR, terms) == at("2026-10-02 17:00")


def test_vector_10_a_finished_procedure_is_known_in_ten_minutes_and_acknowledged_in_two_working_hours() -> (
    None
):
    """NĐ 63/2024/NĐ-CP art 7.4 as amended by NĐ 301/2026/NĐ-CP art 5."""
    (terms,) = regime_of("2026-09-25 09:00", BIRTH).interlinked
    assert interlinked.synchronised_until(at("2026-09-25 10:00"), terms) == at("2026-09-25 10:10")
    until = interlinked.acknowledged_until(at("2026-09-25 16:10"), CALENDAR, terms)
    assert until == at("2026-09-28 08:10")


def test_vector_11_an_announced_fault_moves_the_due_date_by_the_working_hours_that_it_took() -> None:
    """NĐ 301/2026/NĐ-CP art 3.4: announced Tuesday 10:00, over Wednesday 09:00."""
    (terms,) = regime_of("2026-10-05 09:00", BIRTH).interlinked
    limit, late_after = working_days(2)[0], regime_of("2026-10-05 09:00").late_after
    due = due_date(limit, at("2026-10-05 09:00"), CALENDAR, late_after, "day")
    assert due == at("2026-10-07 17:00")
    fault = Outage(
        started_at=at("2026-10-06 09:30"),
        announced_at=at("2026-10-06 10:00"),
        ended_at=at("2026-10-07 09:00"),
    )
    assert due_after_outage(due, fault, CALENDAR) == at("2026-10-08 16:00")
    assert interlinked.repaired_until(at("2026-10-06 10:00"), terms) == at("2026-10-07 10:00")


@pytest.mark.parametrize(
    "fault",
    [
        Outage(started_at=at("2026-10-06 09:30"), ended_at=at("2026-10-07 09:00")),
        Outage(started_at=at("2026-10-06 09:30"), announced_at=at("2026-10-06 10:00")),
        Outage(
            started_at=at("2026-10-06 09:30"),
            announced_at=at("2026-10-07 10:00"),
            ended_at=at("2026-10-07 09:00"),
        ),
    ],
    ids=["not announced", "not over", "announced when it was over"],
)
def test_a_fault_that_was_not_announced_or_lasts_moves_nothing(fault: Outage) -> None:
    assert due_after_outage(at("2026-10-07 17:00"), fault, CALENDAR) == at("2026-10-07 17:00")


def test_vector_12_a_planned_interruption_is_announced_seven_working_days_before() -> None:
    """NĐ 224/2026/NĐ-CP art 13.1a."""
    assert announced_until(at("2026-09-10 20:00"), CALENDAR) == date(2026, 8, 27)


def test_vector_13_a_group_open_on_the_day_stays_under_the_law_before_unless_the_applicant_asks() -> None:
    """NĐ 301/2026/NĐ-CP art 18.1: filed on 31 August, received on 3 September at 15:30."""
    filed = law_of("2026-08-31 09:00", BIRTH, time_limits=working_days(7))
    today = law_of("2026-09-03 15:30", BIRTH, time_limits=working_days(7))
    at_reception = RulesOfToday(rules(today)).at_reception(filed)
    assert (len(today.regime.interlinked), at_reception.regime.interlinked) == (1, ())
    dossier = received(submitted("2026-08-31 09:00", filed), "2026-09-03 15:30", at_reception)
    assert dossier.due_at == at("2026-09-14 17:00")
    context = action_context("2026-09-04 09:00", today, OWN)
    adopt = AdoptLaw(**ACT, reason="Quy định mới")
    with pytest.raises(ServiceError) as refusal:
        adopt_law(dossier, adopt, context)
    assert [(each.pointer, each.code) for each in refusal.value.errors] == [
        ("/requested_by_applicant", "required")
    ]
    wish = adopt.model_copy(update={"requested_by_applicant": True})
    moved = adopt_law(dossier, wish, context).dossier
    assert moved.clock[-1].kind is ClockMoveKind.LAW_CHANGED
    assert moved.due_at == at("2026-09-15 17:00"), "after 15:00 time runs from the next working day"
    assert moved.terms.supplement_clock == "resume"


@pytest.mark.parametrize(
    ("filed", "channel", "claims", "amount"),
    [
        ("2026-08-14 09:00", SubmissionChannel.ONLINE, (FeeReductionGround.EID_LEVEL_2,), 20_000),
        ("2026-08-15 09:00", SubmissionChannel.ONLINE, (FeeReductionGround.EID_LEVEL_2,), 0),
        ("2027-02-28 23:59", SubmissionChannel.ONLINE, (FeeReductionGround.EID_LEVEL_2,), 0),
        ("2027-03-01 00:00", SubmissionChannel.ONLINE, (FeeReductionGround.EID_LEVEL_2,), 20_000),
        ("2026-08-17 09:00", SubmissionChannel.DIRECT, (FeeReductionGround.EID_LEVEL_2,), 20_000),
        ("2026-08-17 09:00", SubmissionChannel.ONLINE, (), 20_000),
    ],
)
def test_vector_17_a_digital_citizen_pays_nothing_online_in_the_window(
    filed: str, channel: SubmissionChannel, claims: tuple[FeeReductionGround, ...], amount: int
) -> None:
    """NQ 66.22/2026/NQ-CP art 5 and 10; the day of filing decides, whenever the dossier is received."""
    law = law_of(filed, fees=(fee(),))
    dossier = submitted(filed, law, channel=channel).model_copy(
        update={"claims": tuple(FeeReductionClaim(claim=claim) for claim in claims)}
    )
    context = action_context("2027-03-02 09:00", law, OWN)
    done = accept(dossier, acceptance(confirmed_claims=claims), context, code="C-1").dossier
    assert (done.fee.amount if done.fee else 0) == amount


def test_a_saturday_on_which_the_police_receive_counts_for_no_time_limit() -> None:
    """Giờ tiếp nhận is not giờ làm việc: received on a Saturday morning, 7 working days from Monday on."""
    (week,) = starter.weeks()
    police = compose(CALENDAR, [], week)
    limit, regime = working_days(7)[0], regime_of("2026-11-27 09:00")
    due = due_date(limit, at("2026-11-28 09:00"), police, regime.late_after, regime.working_days_end)
    assert due == at("2026-12-08 17:00")


def test_another_procedure_is_not_of_the_list() -> None:
    assert regime_of("2026-08-17 09:00", "1.001193").fee_exemptions == ()
