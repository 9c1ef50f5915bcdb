"""The times of an interlinked group, lived through by the use cases: each set by its act, reminded of, ended by its act."""

from datetime import datetime
from typing import Any

import pytest
from tests.support.dossiers.law_of_2026 import BIRTH, law_of
from tests.support.dossiers.office import DESK, OFFICER, LocalOffice
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY, at

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from chassis.storage.timers import Timer, TimerClaim
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import ResultKind, TimeLimit, TimeUnit, WorkflowStep
from contracts.dossiers import AwaitedKind, Dossier, DossierAction, DossierStatus
from contracts.errors import ErrorCode
from dossiers.application import deadlines
from dossiers.application.documents import seal
from dossiers.application.documents.schedule import SEAL_TIMER
from dossiers.application.persistence import DEADLINE_TIMER

A = DossierAction
POLICE = "G01.26.31"
POLICEMAN = Actor(
    kind=ActorKind.OFFICER, account_id="police-1", agency_code=POLICE, roles=(OfficerRole.PROCESSING,)
)
OWN = Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers"))
STEPS = (
    WorkflowStep(
        code="khai_sinh", name="Khai sinh", role=OfficerRole.PROCESSING, hours=8, order=1, result_code="KQ.1"
    ),
    WorkflowStep(
        code="thuong_tru", name="Thường trú", role=OfficerRole.PROCESSING, hours=16, order=2, result_code="KQ.2"
    ),
)  # fmt: skip


class Day:
    """The clock of the database's transactions, set by hand; timers run when they are due by it."""

    def __init__(self, office: LocalOffice) -> None:
        self.office, self.now = office, at("2026-09-01 08:00")

    def act(
        self, when: str, action: DossierAction, of: Dossier, actor: Actor | None = None, **fields: Any
    ) -> Dossier:
        self.now = at(when)
        return self.office.act(action, of, actor, **fields)

    def timers(self, of: Dossier, until: str) -> list[tuple[str, datetime]]:
        """What was reminded of until then, and when its timers were due."""
        ran: list[tuple[str, datetime]] = []
        mine = {"kind": DEADLINE_TIMER, "payload.dossier_id": of.dossier_id, "due_at": {"$lte": at(until)}}
        rows = self.office.database.timers
        while (row := rows.find_one_and_delete(mine, sort=[("due_at", 1)])) is not None:
            self.now = row["due_at"]
            before = len(event_log.entries(self.office.database, of.dossier_id))
            deadlines.send_reminder(
                self.office.deps, Timer(row["kind"], row["key"], row["due_at"], row["payload"], 1), OWN
            )
            made = event_log.entries(self.office.database, of.dossier_id)[before:]
            ran += [
                (f"{entry.type} {entry.payload.get('what', '')}".strip(), row["due_at"]) for entry in made
            ]
        self.now = at(until)
        return ran

    def seal(self, of: Dossier) -> None:
        """The result that waits for its seal is sealed now."""
        mine = {"kind": SEAL_TIMER, "payload.dossier_id": of.dossier_id}
        token = new_id()
        row = self.office.database.timers.find_one_and_update(mine, {"$set": {"token": token}})
        assert row is not None
        timer = Timer(row["kind"], row["key"], row["due_at"], row["payload"], 1, TimerClaim(token))
        assert seal.seal_scheduled(self.office.deps, (timer,), OWN) == {}


@pytest.fixture
def day(office: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> Day:
    made, begin = Day(office), UnitOfWork.__init__

    def begun(uow: UnitOfWork, *args: Any, **fields: Any) -> None:
        begin(uow, *args, **fields)
        uow.now = made.now

    monkeypatch.setattr(UnitOfWork, "__init__", begun)
    return made


def filed(day: Day, when: str, days: int = 3) -> Dossier:
    """Of the group of births: the commune registers, then the police."""
    results = tuple(ResultKind(code=f"KQ.{n}", name=f"Kết quả {n}") for n in (1, 2))
    limits = (TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=days),)
    law = law_of(when, BIRTH, time_limits=limits, steps=STEPS, results=results)
    day.office.neighbours.laws[BIRTH] = law.replace({"step_agencies": {"thuong_tru": POLICE}})
    day.now = at(when)
    return day.office.submit(BIRTH)


def processing(day: Day, when: str) -> Dossier:
    received = day.act(when, A.ACCEPT, filed(day, when))
    return day.act(when, A.START_PROCESSING, received)


def awaited(day: Day, dossier: Dossier, actor: Actor = OFFICER) -> dict[AwaitedKind, datetime]:
    return {act.kind: act.until for act in day.office.read(dossier, actor).awaited}


def overdue(day: Day, dossier: Dossier) -> list[tuple[str, tuple[str, ...]]]:
    log = event_log.entries(day.office.database, dossier.dossier_id)
    return [(e.payload["what"], tuple(e.payload["between"])) for e in log if e.type == "dossiers.overdue"]


def test_vector_07_what_a_birth_lacks_is_said_by_the_next_afternoon_day_off_or_not(day: Day) -> None:
    dossier = filed(day, "2026-09-04 16:00")
    assert day.timers(dossier, "2026-09-05 15:59") == []
    assert day.timers(dossier, "2026-09-05 16:00") == [("dossiers.overdue reception", at("2026-09-05 16:00"))]
    other = filed(day, "2026-09-04 16:00")
    day.act("2026-09-05 15:00", A.REQUEST_SUPPLEMENT, other, DESK, reason="Thiếu", items=("Giấy chứng sinh",))
    assert day.timers(other, "2026-09-05 16:00") == []


def test_vector_08_the_supplement_is_waited_for_until_30_november_and_nothing_of_it_counts(day: Day) -> None:
    received = day.act("2026-11-18 09:00", A.ACCEPT, filed(day, "2026-11-18 08:00"))
    waiting = day.act(
        "2026-11-18 10:00", A.REQUEST_SUPPLEMENT, received, reason="Thiếu", items=("Giấy chứng sinh",)
    )
    assert waiting.supplement is not None
    assert waiting.supplement.answer_until == at("2026-11-30 17:00")
    ran = day.timers(waiting, "2026-12-02 08:00")
    assert [name for name, _ in ran] == ["dossiers.due_soon supplement", "dossiers.stopped"]
    assert ran[-1][1] == at("2026-12-01 00:00")
    stopped = day.office.read(waiting)
    assert (stopped.status, stopped.clock_stopped_since) == (DossierStatus.STOPPED, at("2026-11-18 10:00"))
    resumed = day.act("2026-12-02 08:00", A.RESUME, stopped)
    assert resumed.due_at == at("2026-12-07 15:00"), "the 29 working hours that were left"


def test_vector_09_the_owner_is_waited_for_until_friday_and_the_time_does_not_count(day: Day) -> None:
    dossier = processing(day, "2026-09-25 09:00")
    waits = day.act(
        "2026-09-25 09:30",
        A.REQUEST_CONSENT,
        dossier,
        owner_name="Trần Văn Bình",
        content="Cho đăng ký thường trú",
    )
    until = at("2026-10-02 17:00")
    assert awaited(day, waits) == {AwaitedKind.CONSENT: until}
    assert (waits.status, waits.clock_stopped_since) == (DossierStatus.PROCESSING, at("2026-09-25 09:30"))
    listed = day.office.call("list_dossiers", OFFICER).items
    assert [line.awaited[0].until for line in listed if line.dossier_id == waits.dossier_id] == [until]
    error = refused(
        ErrorCode.GUARD_FAILED,
        lambda: day.act("2026-09-28 08:00", A.EXTEND, waits, reason="x", promised_at=until),
    )
    assert error.params["guard"] == "consent_awaited"
    assert day.timers(waits, "2026-10-05 08:00") == [("dossiers.overdue consent", until)]
    after = day.office.read(waits)
    assert (after.clock_stopped_since, after.awaited, after.consents[0].closed_at) == (None, (), until)
    assert after.consents[0].outcome is None
    assert day.office.call("get_clock", OFFICER, dossier_id=dossier.dossier_id).agrees
    refused(
        ErrorCode.GUARD_FAILED,
        lambda: day.act(
            "2026-10-05 08:00",
            A.RECORD_CONSENT,
            after,
            consent_id=after.consents[0].consent_id,
            outcome="given",
            evidence="VNEID-1",
        ),
    )


def test_vector_09_the_answer_ends_the_waiting_before_its_time(day: Day) -> None:
    waits = day.act(
        "2026-09-25 09:30",
        A.REQUEST_CONSENT,
        processing(day, "2026-09-25 09:00"),
        owner_name="Trần Văn Bình",
        content="Cho đăng ký thường trú",
    )
    answered = day.act(
        "2026-09-28 09:30",
        A.RECORD_CONSENT,
        waits,
        consent_id=waits.consents[0].consent_id,
        outcome="given",
        evidence="VNEID-1",
    )
    assert (answered.clock_stopped_since, answered.awaited) == (None, ())
    assert answered.consents[0].outcome == "given"
    assert day.timers(answered, "2026-09-28 12:00") == []
    assert day.office.read(answered, day.office.citizen).consents[0].evidence is None


def test_vector_10_the_result_is_known_in_ten_minutes_and_acknowledged_by_monday_08_10(day: Day) -> None:
    dossier = processing(day, "2026-09-25 09:00")
    file_id = day.office.store_file(OFFICER)
    done = day.act(
        "2026-09-25 16:10",
        A.COMPLETE_STEP,
        dossier,
        step_code="khai_sinh",
        file_id=file_id,
        number="1",
        finished_at=at("2026-09-25 16:05"),
    )
    known, acknowledged = at("2026-09-25 16:15"), at("2026-09-28 08:10")
    both = {AwaitedKind.SYNCHRONISATION: known, AwaitedKind.ACKNOWLEDGEMENT: acknowledged}
    assert awaited(day, done) == awaited(day, done, POLICEMAN) == both
    group = {"dossiers.overdue synchronisation": known, "dossiers.overdue acknowledgement": acknowledged}
    ran = day.timers(done, "2026-09-28 08:10")
    assert {name: when for name, when in ran if name in group} == group
    assert [sides for what, sides in overdue(day, done) if what != "step"] == [
        (AGENCY, POLICE),
        (POLICE, AGENCY),
    ]


def test_vector_10_a_seal_in_the_store_and_a_word_of_the_next_agency_end_the_times(day: Day) -> None:
    dossier = processing(day, "2026-09-25 09:00")
    done = day.act(
        "2026-09-25 16:10",
        A.COMPLETE_STEP,
        dossier,
        step_code="khai_sinh",
        file_id=day.office.store_file(OFFICER),
        number="1",
    )
    day.seal(done)
    assert set(awaited(day, done)) == {AwaitedKind.ACKNOWLEDGEMENT}
    refused(
        ErrorCode.FORBIDDEN,
        lambda: day.act("2026-09-25 16:20", A.ACKNOWLEDGE_STEP, done, step_code="thuong_tru"),
    )
    heard = day.act(
        "2026-09-28 07:30", A.ACKNOWLEDGE_STEP, day.office.read(done), POLICEMAN, step_code="thuong_tru"
    )
    (step,) = (each for each in heard.steps if each.code == "thuong_tru")
    assert (step.acknowledged_at, step.acknowledged_by) == (at("2026-09-28 07:30"), "police-1")
    assert heard.awaited == ()
    assert A.ACKNOWLEDGE_STEP not in heard.allowed_actions
    assert [what for what, _ in overdue(day, done) if what in ("synchronisation", "acknowledgement")] == []
    day.timers(done, "2026-09-28 08:10")
    assert [what for what, _ in overdue(day, done) if what in ("synchronisation", "acknowledgement")] == []
