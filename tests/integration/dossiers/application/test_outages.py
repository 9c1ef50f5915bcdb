"""Outages on the database: recorded by an administrator, carried through the dossiers in batches, each dossier once."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests.support.dossiers.law_of_2026 import BIRTH, regime_of
from tests.support.dossiers.office import LocalOffice
from tests.support.dossiers.past import Past, round_the_clock
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY, law

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.timers import Timer
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import OutageEffect, RecordedOutage
from contracts.errors import ErrorCode, ServiceError
from dossiers.application import outages
from dossiers.application.persistence import DEADLINE_TIMER
from dossiers.domain.model.dossier import DossierState

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
LEADER = Actor(kind=ActorKind.OFFICER, account_id="leader-1", agency_code=AGENCY, roles=(OfficerRole.LEADER,))
OWN = Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers"))


def recorded(office: LocalOffice, actor: Actor = ADMINISTRATOR, **changes: Any) -> RecordedOutage:
    """A fault of this morning: begun six hours ago, announced five, over two hours ago."""
    now = utcnow()
    fields: dict[str, Any] = {
        "kind": "fault",
        "system_name": "Hệ thống hộ tịch",
        "description": "Mất kết nối.",
        "agency_codes": (AGENCY,),
        "started_at": now - timedelta(hours=6),
        "announcement": {"announced_at": now - timedelta(hours=5), "place": "Cổng dịch vụ công"},
        "ended_at": now - timedelta(hours=2),
    }
    made: RecordedOutage = office.call("record_outage", actor, **{**fields, **changes})
    return made


def run_once(office: LocalOffice, outage: RecordedOutage) -> RecordedOutage:
    """After one run of the timer of the outage."""
    outages.move_due_dates(office.deps, Timer(outages.OUTAGE_TIMER, outage.outage_id, utcnow(), {}, 1), OWN)
    after: RecordedOutage = office.call("get_outage", ADMINISTRATOR, outage_id=outage.outage_id)
    return after


def run_to_the_end(office: LocalOffice, outage: RecordedOutage) -> RecordedOutage:
    while outage.finished_at is None:
        outage = run_once(office, outage)
    return outage


def birth(past: Past) -> DossierState:
    """Of an interlinked group, received eight hours ago, due after ten working days."""
    limit = TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=10)
    regime = regime_of(utcnow(), BIRTH)
    of_birth = law(regime_=regime, calendar_=round_the_clock(), code=BIRTH, time_limits=(limit,))
    return past.lived(of_birth, timedelta(hours=9), past.accepted(timedelta(hours=8)))


def timers_of(office: LocalOffice, outage: RecordedOutage) -> int:
    return office.database.timers.count_documents({"kind": outages.OUTAGE_TIMER, "key": outage.outage_id})


def test_due_dates_move_in_batches_each_dossier_once_also_after_a_kill(
    office: LocalOffice, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "BATCH", 1)
    first, second = birth(past), birth(past)
    outage = recorded(office)
    assert (outage.effect, outage.recorded_by, timers_of(office, outage)) == (
        OutageEffect.MOVES, "admin-1", 1,
    )  # fmt: skip

    run = office.deps.store.transaction
    calls: list[int] = []

    def breaks_off(context: Context, work: Any) -> Any:
        """The dossier is stored, and what was counted is not."""
        calls.append(1)
        if len(calls) == 2:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        return run(context, work)

    with monkeypatch.context() as patch:
        patch.setattr(office.deps.store, "transaction", breaks_off)
        with pytest.raises(ServiceError):
            run_to_the_end(office, outage)
    done = run_to_the_end(office, outage)
    assert (done.moved >= 2, done.incomplete, done.examined >= done.moved) == (True, 0, True)
    assert office.database.dossiers.count_documents({"clock.outage_id": outage.outage_id}) == done.moved
    assert run_once(office, done) == done
    for dossier in (first, second):
        clock = office.call("get_clock", LEADER, dossier_id=dossier.dossier_id)
        assert clock.agrees
        assert dossier.due_at is not None
        assert clock.due_at > dossier.due_at
        assert [line.outage_id for line in clock.lines].count(outage.outage_id) == 2
        assert "Hệ thống hộ tịch" in clock.lines[-1].text
        history = office.call("get_history", LEADER, dossier_id=dossier.dossier_id)
        assert [each.event for each in history.items].count(contract.DUE_DATE_MOVED.name) == 1
        timer = office.database.timers.find_one({"kind": DEADLINE_TIMER, "key": f"{dossier.dossier_id} due"})
        assert timer is not None


def test_one_that_lasts_moves_nothing_until_its_end_is_recorded(office: LocalOffice, past: Past) -> None:
    dossier = birth(past)
    outage = recorded(office, ended_at=None)
    assert (outage.effect, timers_of(office, outage)) == (OutageEffect.LASTS, 0)
    over: dict[str, Any] = {"outage_id": outage.outage_id, "ended_at": utcnow() - timedelta(hours=2)}
    ended = office.call("end_outage", ADMINISTRATOR, command_id="end", **over)
    assert office.call("end_outage", ADMINISTRATOR, command_id="end", **over) == ended
    assert (ended.effect, ended.ended_by, timers_of(office, ended)) == (OutageEffect.MOVES, "admin-1", 1)
    refusal = refused(ErrorCode.INVALID_REQUEST, lambda: office.call("end_outage", ADMINISTRATOR, **over))
    assert refusal.errors[0].code == "outage_ended"
    run_to_the_end(office, ended)
    after = office.call("get_clock", LEADER, dossier_id=dossier.dossier_id)
    assert after.due_at > dossier.due_at


def test_what_was_not_announced_in_time_moves_nothing_and_says_so(office: LocalOffice, past: Past) -> None:
    birth(past)
    planned = recorded(office, kind="planned")
    silent = recorded(office, announcement=None)
    assert (planned.effect, silent.effect) == (OutageEffect.ANNOUNCED_LATE, OutageEffect.NOT_ANNOUNCED)
    assert (timers_of(office, planned), timers_of(office, silent)) == (0, 0)
    listed = office.call("list_outages", ADMINISTRATOR, limit=1)
    assert listed.items == (silent,)
    assert office.call("list_outages", ADMINISTRATOR, limit=1, cursor=listed.next_cursor).items == (planned,)


def test_vector_12_a_plan_is_recorded_with_its_announcement_in_time_or_not_at_all(
    office: LocalOffice,
) -> None:
    now = utcnow()
    plan: dict[str, Any] = {
        "kind": "planned",
        "announcement": {"announced_at": now - timedelta(hours=1), "place": "Cổng"},
        "started_at": now + timedelta(days=30),
        "expected_end_at": now + timedelta(days=30, hours=4),
        "ended_at": None,
    }
    made = recorded(office, **plan)
    assert (made.effect, made.expected_end_at) == (OutageEffect.LASTS, plan["expected_end_at"])
    assert made.announce_by is not None and now.date() < made.announce_by < plan["started_at"].date()
    soon = {**plan, "started_at": now + timedelta(days=2), "expected_end_at": now + timedelta(days=3)}
    refusal = refused(ErrorCode.INVALID_REQUEST, lambda: recorded(office, **soon))
    assert [(each.pointer, each.code) for each in refusal.errors] == [
        ("/announcement/announced_at", "announced_late")
    ]
    assert recorded(office, **soon, force_majeure="Bão số 9.").force_majeure == "Bão số 9."


def test_only_administrators_record_them_and_times_are_possible(office: LocalOffice) -> None:
    later = utcnow() + timedelta(hours=1)
    for call in (
        lambda: recorded(office, LEADER),
        lambda: office.call("end_outage", LEADER, outage_id=new_id(), ended_at=utcnow()),
        lambda: office.call("get_outage", LEADER, outage_id=new_id()),
        lambda: office.call("list_outages", LEADER),
    ):
        refused(ErrorCode.FORBIDDEN, call)
    refused(ErrorCode.NOT_FOUND, lambda: office.call("get_outage", ADMINISTRATOR, outage_id=new_id()))
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"ended_at": later}, "/ended_at"),
        ({"ended_at": utcnow() - timedelta(hours=7)}, "/ended_at"),
        ({"announcement": {"announced_at": later, "place": "Cổng"}}, "/announcement/announced_at"),
    )
    for changes, pointer in wrong:
        refusal = refused(ErrorCode.INVALID_REQUEST, partial(recorded, office, **changes))
        assert refusal.errors[0].pointer == pointer
