"""Schedules, holds and runs over the database: two persons, every owner of records, killed and begun again, minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import OPERATOR, actor_of
from tests.unit.accounts.domain.test_retention import rule

from accounts.application.retention import in_force, runs
from accounts.domain.retention import schedules
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import first_id, new_id
from chassis.storage.event_log import verify
from contracts import accounts as contract
from contracts import dossiers, notifications, payments, records, sync
from contracts.accounts import (
    ApproveRetentionRun,
    Disposition,
    DraftRetentionSchedule,
    EnactRetentionSchedule,
    GetRetentionRun,
    HeldRecords,
    LiftRetentionHold,
    ListHeldRecords,
    ListRetentionHolds,
    ListRetentionRuns,
    ListRetentionSchedules,
    MakeRetentionHold,
    ProposeRetentionRun,
    RetentionHold,
    RetentionRule,
    RetentionRun,
    RetentionSchedule,
    RetentionScheduleContent,
)
from contracts.accounts import RetentionRunState as State
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.records import IssueDocument, SignedDocument
from contracts.retention import ApplyRetention, RecordKind, RetentionPart
from contracts.time import local_day

SELF = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))
OTHERS = (dossiers, payments, notifications, records, sync)


@dataclass
class Owners:
    """The other services: each has two parts of three records, one of them held by whoever is. A command answers once."""

    accounts: AccountsApplication
    answered: dict[str, RetentionPart] = field(default_factory=dict)
    applied: Counter[str] = field(default_factory=Counter)
    requests: list[ApplyRetention] = field(default_factory=list)
    printed: list[IssueDocument] = field(default_factory=list)
    fails_after: int | None = None
    away: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        client = self.accounts.client_of_others
        for service in OTHERS:
            client.answers(service.apply_retention, partial(self._apply, service.SERVICE))
        client.answers(records.issue_document, self._print)

    def _apply(self, name: str, request: ApplyRetention) -> RetentionPart:
        if name in self.away:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        self.requests.append(request)
        if request.command_id not in self.answered:
            held = 1 if request.held_accounts else 0
            next_cursor = "x" if request.cursor is None else None
            self.answered[request.command_id] = RetentionPart(
                due=3 - held, held=held, next_cursor=next_cursor
            )
            if not request.survey:
                self.applied[name] += 3 - held
        if self.fails_after is not None and len(self.requests) > self.fails_after:
            raise ServiceError(ErrorCode.UNAVAILABLE)  # it was killed after its owner had carried it out
        return self.answered[request.command_id]

    def _print(self, request: IssueDocument) -> SignedDocument:
        self.printed.append(request)
        return SignedDocument(
            file_id="file",
            sha256="0" * 64,
            size=9,
            verification_code="ABCD-EFGH-2345-WXYZ",
            issued_at=utcnow(),
        )


@pytest.fixture
def owners(accounts: AccountsApplication) -> Iterator[Owners]:
    names = ("retention_schedules", "retention_holds", "retention_runs")
    for name in names:
        accounts.store.database[name].delete_many({})
    yield Owners(accounts)
    for name in names:
        accounts.store.database[name].delete_many({})


@pytest.fixture(scope="module")
def an(accounts: AccountsApplication) -> Actor:
    return actor_of(accounts.administrator())


@pytest.fixture(scope="module")
def binh(accounts: AccountsApplication) -> Actor:
    return actor_of(accounts.administrator())


def draft(accounts: AccountsApplication, an: Actor, *rules: RetentionRule) -> RetentionSchedule:
    content = RetentionScheduleContent(title="Bảng thời hạn", rules=rules)
    request = DraftRetentionSchedule(command_id=new_id(), content=content)
    return accounts.call(contract.draft_retention_schedule, request, an)


def enact(accounts: AccountsApplication, an: Actor, *rules: RetentionRule) -> RetentionSchedule:
    made = draft(accounts, an, *rules)
    request = EnactRetentionSchedule(
        command_id=new_id(),
        schedule_id=made.schedule_id,
        expected_version=1,
        effective_from=local_day(utcnow()),
        decision="12/QĐ-UBND",
    )
    return accounts.call(contract.enact_retention_schedule, request, an)


def propose(accounts: AccountsApplication, actor: Actor, **fields: object) -> RetentionRun:
    stated = {"command_id": new_id(), "organisation": "Ủy ban nhân dân tỉnh", **fields}
    request = ProposeRetentionRun.model_validate(stated, extra="forbid")
    return accounts.call(contract.propose_retention_run, request, actor)


def carry_out(accounts: AccountsApplication, run: RetentionRun) -> RetentionRun:
    """One run of the timer."""
    runs.carry_out(accounts.store, accounts.client_of_others, run.run_id, SELF)
    return read(accounts, run)


def read(accounts: AccountsApplication, run: RetentionRun) -> RetentionRun:
    administrator = Actor(kind=ActorKind.ADMINISTRATOR, account_id="reader")
    return accounts.call(contract.get_retention_run, GetRetentionRun(run_id=run.run_id), administrator)


def approve(accounts: AccountsApplication, run: RetentionRun, actor: Actor) -> RetentionRun:
    request = ApproveRetentionRun(command_id=new_id(), run_id=run.run_id, expected_version=run.version)
    return accounts.call(contract.approve_retention_run, request, actor)


def hold(accounts: AccountsApplication, an: Actor, **fields: object) -> RetentionHold:
    stated = {"command_id": new_id(), "authority": "Tòa án", "reason": "Vụ án.", **fields}
    request = MakeRetentionHold.model_validate(stated, extra="forbid")
    return accounts.call(contract.make_retention_hold, request, an)


def of_others() -> tuple[RetentionRule, ...]:
    return tuple(rule(kind) for kind, known in schedules.KINDS.items() if known.service != "accounts")


def test_two_persons_destroy_over_all_services_and_the_minutes_are_chained(
    accounts: AccountsApplication, owners: Owners, an: Actor, binh: Actor
) -> None:
    enact(accounts, an, *of_others())
    run = carry_out(accounts, propose(accounts, an))
    assert run.state is State.PROPOSED
    assert {each.service: each.due for each in run.items} == {each.SERVICE: 6 for each in OTHERS}
    assert not owners.applied
    with pytest.raises(ServiceError) as error:
        approve(accounts, run, an)
    assert error.value.code is ErrorCode.SAME_PERSON
    run = carry_out(accounts, approve(accounts, run, binh))
    assert run.state is State.DONE
    assert owners.applied == Counter({each.SERVICE: 6 for each in OTHERS})
    assert {each.gone for each in run.items} == {6}
    (document,) = owners.printed
    assert document.kind == "DESTRUCTION_MINUTES"
    assert document.readers is not None
    assert set(document.readers.account_ids) == {an.account_id, binh.account_id}
    log = accounts.store.database.events.find({"aggregate_id": run.run_id}).sort("aggregate_version")
    payloads = [each["payload"] for each in log]
    assert [each["state"] for each in payloads] == ["surveying", "proposed", "running", "done"]
    assert (payloads[-1]["proposed_by"], payloads[-1]["decided_by"]) == (an.account_id, binh.account_id)
    assert payloads[-1]["minutes_sha256"] == "0" * 64
    assert {each["count"] for each in payloads[-1]["counts"]} == {6}
    verify(accounts.store.database, run.run_id)
    assert carry_out(accounts, run) == run


@pytest.mark.parametrize("killed_after", range(10))
def test_a_run_that_is_killed_anywhere_goes_on_and_counts_nothing_twice(
    accounts: AccountsApplication, owners: Owners, an: Actor, binh: Actor, killed_after: int
) -> None:
    enact(accounts, an, *of_others())
    run = approve(accounts, carry_out(accounts, propose(accounts, an)), binh)
    owners.fails_after = len(owners.requests) + killed_after
    with pytest.raises(ServiceError):
        carry_out(accounts, run)
    assert read(accounts, run).state is State.RUNNING
    owners.fails_after = None
    done = carry_out(accounts, run)
    assert done.state is State.DONE
    assert {each.gone for each in done.items} == {6}
    assert owners.applied == Counter({each.SERVICE: 6 for each in OTHERS})


def test_a_service_that_is_away_holds_up_the_run_where_it_is(
    accounts: AccountsApplication, owners: Owners, an: Actor
) -> None:
    enact(accounts, an, rule(RecordKind.MESSAGES), rule(RecordKind.UPLOADS))
    run = propose(accounts, an)
    owners.away = {"records"}
    with pytest.raises(ServiceError):
        carry_out(accounts, run)
    assert [each.done for each in read(accounts, run).items] == [True, False]


def test_a_hold_counts_from_the_next_part_on(
    accounts: AccountsApplication, owners: Owners, an: Actor, binh: Actor
) -> None:
    person = accounts.citizen()
    enact(accounts, an, rule())
    run = approve(accounts, carry_out(accounts, propose(accounts, an)), binh)
    made = hold(accounts, an, account_id=person.account_id)
    hold(accounts, an, dossier="H81-1")
    done = carry_out(accounts, run)
    assert (done.items[0].due, done.items[0].gone, done.items[0].held) == (6, 4, 2)
    assert owners.requests[-1].held_accounts == (person.account_id,)
    assert owners.requests[-1].held_dossiers == ("H81-1",)
    assert in_force.is_held(accounts.store, person.account_id)
    dossiers_ = Actor(kind=ActorKind.SERVICE, name="dossiers")
    assert accounts.call(contract.list_held_records, ListHeldRecords(), dossiers_) == HeldRecords(
        accounts=(person.account_id,), dossiers=("H81-1",)
    )
    lift = LiftRetentionHold(
        command_id=new_id(), hold_id=made.hold_id, expected_version=1, reason="Vụ án đã xong."
    )
    accounts.call(contract.lift_retention_hold, lift, an)
    assert accounts.call(contract.list_held_records, ListHeldRecords(), dossiers_).accounts == ()
    assert accounts.outcome(contract.list_held_records, ListHeldRecords(), an) == "forbidden"
    assert not in_force.is_held(accounts.store, person.account_id)
    stored = accounts.store.database.retention_holds.find_one({"_id": made.hold_id})
    assert "Vụ án" not in str(stored)
    unknown = MakeRetentionHold(command_id=new_id(), account_id="nobody", authority="Tòa án", reason="Vụ án.")
    assert accounts.outcome(contract.make_retention_hold, unknown, an) == "not_found"


def test_a_trial_of_a_draft_counts_and_is_never_approved(
    accounts: AccountsApplication, owners: Owners, an: Actor, binh: Actor
) -> None:
    schedule = draft(accounts, an, rule())
    assert (
        accounts.outcome(
            contract.propose_retention_run,
            ProposeRetentionRun(command_id=new_id(), organisation="Tỉnh"),
            an,
        )
        == "not_found"
    )
    named = ProposeRetentionRun(command_id=new_id(), organisation="Tỉnh", schedule_id=schedule.schedule_id)
    assert accounts.outcome(contract.propose_retention_run, named, an) == "of_a_trial_alone"
    run = carry_out(accounts, propose(accounts, an, trial=True, schedule_id=schedule.schedule_id))
    assert (run.state, run.items[0].due) == (State.SURVEYED, 6)
    with pytest.raises(ServiceError) as error:
        approve(accounts, run, binh)
    assert error.value.code is ErrorCode.RETENTION_SETTLED
    assert not owners.applied


def test_requests_of_data_subjects_go_when_their_period_is_over(
    accounts: AccountsApplication, owners: Owners, an: Actor, binh: Actor
) -> None:
    database = accounts.store.database
    database.data_requests.delete_many({})
    kinds = {
        "done": ("done", 2010),
        "open": ("received", None),
        "young": ("done", 2026),
        "held": ("done", 2010),
    }
    person = accounts.citizen()
    for name, (state, year) in kinds.items():
        at = utcnow().replace(year=year or 2010, month=1, day=1)
        row = {
            "_id": f"{first_id(utcnow().replace(year=2010, month=1, day=1))}-{name}",
            "version": 1,
            "account_id": person.account_id if name == "held" else name,
            "kind": "copy",
            "state": state,
            "regime": "nd-13-2023",
            "received_at": at,
            "answer_due_at": at,
            "due_at": at,
            "done_at": at if year else None,
        }
        database.data_requests.insert_one(row)
    hold(accounts, an, account_id=person.account_id)
    enact(accounts, an, rule(RecordKind.DATA_REQUESTS))
    run = carry_out(accounts, propose(accounts, an))
    assert (run.items[0].due, run.items[0].held) == (1, 1)
    assert database.data_requests.count_documents({}) == 4
    done = carry_out(accounts, approve(accounts, run, binh))
    assert done.items[0].gone == 1
    left = {each["account_id"] for each in database.data_requests.find()}
    assert left == {"open", "young", person.account_id}
    database.data_requests.delete_many({})


def test_dossiers_are_retained_until_a_schedule_in_force_says_otherwise(
    accounts: AccountsApplication, owners: Owners, an: Actor
) -> None:
    assert in_force.dossiers_ended_before(accounts.store) is None
    enact(accounts, an, rule(RecordKind.DOSSIERS, then=Disposition.KEEP))
    assert in_force.dossiers_ended_before(accounts.store) is None
    enact(accounts, an, rule(RecordKind.DOSSIERS, months=12))
    before = in_force.dossiers_ended_before(accounts.store)
    assert before is not None
    assert 364 <= (utcnow() - before).days <= 367


def test_an_operator_tries_and_proposes_nothing(
    accounts: AccountsApplication, owners: Owners, an: Actor
) -> None:
    schedule = enact(accounts, an, rule())
    run = carry_out(accounts, propose(accounts, OPERATOR, trial=True))
    assert (run.state, run.schedule_id) == (State.SURVEYED, schedule.schedule_id)
    assert accounts.call(contract.list_retention_runs, ListRetentionRuns(), OPERATOR).items == (run,)
    for_good = ProposeRetentionRun(command_id=new_id(), organisation="Tỉnh")
    assert accounts.outcome(contract.propose_retention_run, for_good, OPERATOR) == "forbidden"


def test_only_administrators_see_and_do_anything_of_it(
    accounts: AccountsApplication, owners: Owners, an: Actor
) -> None:
    schedule = enact(accounts, an, rule())
    run = propose(accounts, an)
    officer = Actor(kind=ActorKind.OFFICER, account_id="officer", agency_code="H81")
    content = RetentionScheduleContent(title="Bảng", rules=(rule(),))
    for actor, code in ((officer, "forbidden"), (ANONYMOUS, "unauthenticated")):
        assert (
            accounts.outcome(
                contract.draft_retention_schedule,
                DraftRetentionSchedule(command_id=new_id(), content=content),
                actor,
            )
            == code
        )
        propose_ = ProposeRetentionRun(command_id=new_id(), organisation="Tỉnh")
        assert accounts.outcome(contract.propose_retention_run, propose_, actor) == code
        approve_ = ApproveRetentionRun(command_id=new_id(), run_id=run.run_id, expected_version=1)
        assert accounts.outcome(contract.approve_retention_run, approve_, actor) == code
        make = MakeRetentionHold(command_id=new_id(), dossier="H1", authority="Tòa án", reason="Vụ án.")
        assert accounts.outcome(contract.make_retention_hold, make, actor) == code
        assert accounts.outcome(contract.list_retention_runs, ListRetentionRuns(), actor) == code
        assert accounts.outcome(contract.list_retention_holds, ListRetentionHolds(), actor) == code
        assert accounts.outcome(contract.list_retention_schedules, ListRetentionSchedules(), actor) == code
    (shown,) = accounts.call(contract.list_retention_schedules, ListRetentionSchedules(), an).items
    assert shown == schedule
