"""An announced outage moves due dates, once, by what the clock ran (NĐ 301/2026/NĐ-CP art 3.4); any other moves nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.law_of_2026 import BIRTH, RESIDENCE, calendar_of_2026, law_of
from tests.support.dossiers.samples import (
    AGENCY,
    acceptance,
    action_context,
    at,
    officer,
    submitted,
)

from contracts import dossiers as contract
from contracts.base import OfficerRole
from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import (
    Announcement,
    ClockCause,
    OutageEffect,
    OutageKind,
    RecordedOutage,
)
from dossiers.domain.actions.outage import interruption, move_due_date
from dossiers.domain.actions.reception import accept
from dossiers.domain.clock.explanation import explain_moves
from dossiers.domain.clock.moves import check_clock, stop_clock, time_limit_key
from dossiers.domain.clock.outage import Outage, due_after_outage, outage_effect
from dossiers.domain.deadlines import next_reminders
from dossiers.domain.history_text import history_sentence
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.state_machine import Transition

CALENDAR = calendar_of_2026()
OWN = officer(OfficerRole.RECEPTION, OfficerRole.PROCESSING)
TWO_DAYS = (TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=2),)
LAW = law_of("2026-10-05 09:00", BIRTH, time_limits=TWO_DAYS)
DUE, DUE_AFTER = at("2026-10-07 17:00"), at("2026-10-08 16:00")


def outage(**changes: Any) -> RecordedOutage:
    """Announced Tuesday 10:00, over Wednesday 09:00."""
    base = RecordedOutage(
        outage_id="o1",
        kind=OutageKind.FAULT,
        system_name="Hệ thống hộ tịch",
        description="Mất kết nối.",
        started_at=at("2026-10-06 09:30"),
        announcement=Announcement(announced_at=at("2026-10-06 10:00"), place="Cổng dịch vụ công"),
        ended_at=at("2026-10-07 09:00"),
        recorded_at=at("2026-10-07 09:30"),
        recorded_by="admin-1",
        effect=OutageEffect.MOVES,
    )
    return base.model_copy(update=changes)


def received(law: Law = LAW, when: str | datetime = "2026-10-05 09:00") -> DossierState:
    moment = at(when) if isinstance(when, str) else when
    acting = action_context("2026-10-05 09:00", law, OWN)
    acting = type(acting)(acting.actor, moment, law)
    return accept(submitted("2026-10-05 08:00", law), acceptance(), acting, code="C-1").dossier


def moved(dossier: DossierState, by: RecordedOutage, law: Law = LAW) -> Transition:
    change = move_due_date(dossier, by, action_context("2026-10-07 10:00", law, OWN), lambda _: law)
    check_clock(change.dossier, lambda _: law)
    return change


def test_the_due_date_moves_and_history_clock_and_reminders_name_the_outage() -> None:
    dossier = received()
    assert dossier.due_at == DUE
    change = moved(dossier, outage())
    assert (change.dossier.due_at, change.dossier.status) == (DUE_AFTER, dossier.status)
    (event,) = change.events
    assert event.type is contract.DUE_DATE_MOVED
    assert event.payload.model_dump()["due_before"] == DUE
    sentence = history_sentence(event.type.name, event.payload.model_dump(mode="json"), "vi")
    assert "17:00 07/10/2026" in sentence
    assert "16:00 08/10/2026" in sentence
    assert "Hệ thống hộ tịch" in sentence
    lines = explain_moves(change.dossier.clock, lambda _: LAW, time_limit_key(dossier), "vi")
    assert [line.due_after for line in lines] == [DUE, DUE, DUE_AFTER]
    assert "Hệ thống hộ tịch, thông báo 10:00 06/10/2026 tại Cổng dịch vụ công" in lines[-1].text
    assert {line.outage_id for line in lines[1:]} == {"o1"}
    assert next_reminders(change.dossier, LAW)["due"].deadline.at == DUE_AFTER
    assert moved(change.dossier, outage()).events == (), "each outage once"
    assert moved(change.dossier, outage(outage_id="o2")).events == (), "the same time once"


@pytest.mark.parametrize(
    "changes",
    [
        {"effect": OutageEffect.NOT_ANNOUNCED, "announcement": None},
        {"effect": OutageEffect.ANNOUNCED_LATE},
        {"effect": OutageEffect.LASTS, "ended_at": None},
        {"agency_codes": ("H26.31.99",)},
        {"started_at": at("2026-10-01 09:00"), "ended_at": at("2026-10-05 09:00"),
         "announcement": Announcement(announced_at=at("2026-10-01 09:00"), place="Cổng")},
        {"ended_at": at("2026-10-08 09:00"), "started_at": at("2026-10-07 18:00")},
    ],
    ids=["not announced", "announced late", "lasts", "other agency", "over before reception", "late before it"],
)  # fmt: skip
def test_nothing_moves(changes: dict[str, Any]) -> None:
    assert moved(received(), outage(**changes)).events == ()


def test_of_an_agency_that_is_named_it_moves() -> None:
    assert moved(received(), outage(agency_codes=(AGENCY,))).dossier.due_at == DUE_AFTER


def test_nothing_moves_outside_interlinked_groups_before_reception_and_after_the_end() -> None:
    ordinary = law_of("2026-10-05 09:00", RESIDENCE, time_limits=TWO_DAYS)
    assert moved(received(ordinary), outage(), ordinary).events == ()
    assert moved(submitted("2026-10-05 08:00", LAW), outage()).events == ()
    ended = received().model_copy(update={"ended_at": at("2026-10-07 08:00")})
    assert moved(ended, outage()).events == ()


def test_a_wait_that_goes_on_is_not_counted_twice() -> None:
    """The clock stops for another cause at 14:00: the outage counts from 10:00 until then."""
    dossier = received()

    def stopped(when: str) -> DossierState:
        return dossier.model_copy(
            update=stop_clock(dossier, action_context(when, LAW, OWN), ClockCause.SUPPLEMENT)
        )

    waiting = stopped("2026-10-06 14:00")
    after = moved(waiting, outage()).dossier
    assert (waiting.clock_stopped_since, after.clock_stopped_since) == (at("2026-10-06 14:00"),) * 2
    counted = Outage(at("2026-10-06 09:30"), at("2026-10-06 10:00"), at("2026-10-06 14:00"))
    assert after.due_at == due_after_outage(DUE, counted, CALENDAR)
    assert after.due_at == at("2026-10-08 09:00")
    assert moved(stopped("2026-10-06 09:00"), outage()).events == ()


@given(
    st.integers(0, 60 * 24 * 4), st.integers(0, 60 * 24 * 6), st.integers(0, 600), st.integers(1, 60 * 24 * 6)
)
def test_while_the_clock_runs_the_moves_say_what_the_rule_says(
    reception: int, start: int, announced: int, lasted: int
) -> None:
    monday = at("2026-10-05 07:00")
    dossier = received(when=monday + timedelta(minutes=reception))
    begun = monday + timedelta(minutes=start)
    announcement = Announcement(announced_at=begun + timedelta(minutes=announced), place="Cổng")
    fault = outage(
        started_at=begun, announcement=announcement, ended_at=begun + timedelta(minutes=announced + lasted)
    )
    assert dossier.received_at is not None
    assert dossier.due_at is not None
    assert fault.ended_at is not None
    since = max(announcement.announced_at, dossier.clock[0].at)
    counted = Outage(since, since, fault.ended_at)
    assert moved(dossier, fault).dossier.due_at == due_after_outage(dossier.due_at, counted, CALENDAR)


@pytest.mark.parametrize(
    ("changes", "effect"),
    [
        ({}, OutageEffect.MOVES),
        ({"ended_at": None}, OutageEffect.LASTS),
        ({"announcement": None}, OutageEffect.NOT_ANNOUNCED),
        ({"announcement": Announcement(announced_at=at("2026-10-07 09:00"), place="Cổng")},
         OutageEffect.ANNOUNCED_AFTER_END),
        ({"kind": OutageKind.PLANNED}, OutageEffect.ANNOUNCED_LATE),
        ({"kind": OutageKind.PLANNED,
          "announcement": Announcement(announced_at=at("2026-09-25 23:00"), place="Cổng")}, OutageEffect.MOVES),
        ({"kind": OutageKind.PLANNED,
          "announcement": Announcement(announced_at=at("2026-09-26 00:00"), place="Cổng")},
         OutageEffect.ANNOUNCED_LATE),
    ],
)  # fmt: skip
def test_what_an_outage_does(changes: dict[str, Any], effect: OutageEffect) -> None:
    """A planned one of Tuesday 6 October is announced by Friday 25 September."""
    assert outage_effect(interruption(outage(**changes)), CALENDAR) is effect
