"""The register of breaches over the database: who enters and sees what, reminders, the signed sheet, persons told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import actor_of
from tests.unit.accounts.domain.test_breaches import facts

from accounts.application.breaches import register, timers
from accounts.domain.breaches.register import entry_hash, fold
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.event_log import verify
from chassis.storage.timers import Timer
from contracts import accounts as contract
from contracts import records
from contracts.accounts import (
    Account,
    AgencyRole,
    Breach,
    BreachDutyKind,
    BreachEntry,
    CloseBreach,
    GetBreach,
    GetBreachSheet,
    ListBreachEntries,
    ListBreaches,
    MakeBreachSheet,
    NoteBreachNotice,
    RecordBreach,
    TellAffectedPersons,
)
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.records import IssueDocument, SignedDocument

AGENCY = "H81.40"
SELF = Actor(kind=ActorKind.SERVICE, name="accounts")


@pytest.fixture(scope="module")
def officer(accounts: AccountsApplication) -> Actor:
    return actor_of(accounts.officer(AGENCY, AgencyRole.DATA_PROTECTION))


@pytest.fixture(scope="module")
def person(accounts: AccountsApplication) -> Account:
    return accounts.citizen()


@pytest.fixture
def printed(accounts: AccountsApplication) -> Iterator[list[IssueDocument]]:
    made: list[IssueDocument] = []

    def issue(request: IssueDocument) -> SignedDocument:
        made.append(request)
        return SignedDocument(
            file_id="file",
            sha256="0" * 64,
            size=9,
            verification_code="ABCD-EFGH-2345-WXYZ",
            issued_at=utcnow(),
        )

    accounts.client_of_others.answers(records.issue_document, issue)
    yield made


def record(accounts: AccountsApplication, officer: Actor, **changes: object) -> Breach:
    changes = {"discovered_at": utcnow() - timedelta(hours=1), **changes}
    request = RecordBreach(command_id=new_id(), facts=facts(**changes))
    return accounts.call(contract.record_breach, request, officer)


def read(accounts: AccountsApplication, breach: Breach, officer: Actor) -> Breach:
    return accounts.call(contract.get_breach, GetBreach(breach_id=breach.breach_id), officer)


def entries(accounts: AccountsApplication, breach: Breach, officer: Actor) -> list[BreachEntry]:
    found: list[BreachEntry] = []
    cursor = None
    while True:
        request = ListBreachEntries(breach_id=breach.breach_id, limit=2, cursor=cursor)
        part = accounts.call(contract.list_breach_entries, request, officer)
        found += part.items
        cursor = part.next_cursor
        if cursor is None:
            return found


def tell(accounts: AccountsApplication, breach: Breach, officer: Actor, *ids: str) -> Breach:
    request = TellAffectedPersons(
        command_id=new_id(),
        breach_id=breach.breach_id,
        expected_version=breach.version,
        account_ids=ids,
        text="Xin cảnh giác.",
    )
    return accounts.call(contract.tell_affected_persons, request, officer)


def timer(breach: Breach, kind: str, **payload: str) -> Timer:
    return Timer(kind, breach.breach_id, utcnow(), dict(payload), 1)


def beside(accounts: AccountsApplication, breach: Breach) -> list[dict[str, object]]:
    found = accounts.store.database.events.find({"aggregate_id": f"breach-notices-{breach.breach_id}"})
    return list(found.sort("aggregate_version"))


def test_a_register_is_only_added_to_and_the_chained_log_has_each_entry(
    accounts: AccountsApplication, officer: Actor, person: Account
) -> None:
    breach = record(accounts, officer)
    breach = tell(accounts, breach, officer, person.account_id, person.account_id)
    breach = tell(accounts, breach, officer, person.account_id)
    assert breach.told_persons == 1
    for each in breach.duties:
        note = NoteBreachNotice(
            command_id=new_id(),
            breach_id=breach.breach_id,
            expected_version=breach.version,
            duty=each.duty,
            given_at=breach.facts.discovered_at,
            reference="15/CV",
        )
        breach = accounts.call(contract.note_breach_notice, note, officer)
    close = CloseBreach(
        command_id=new_id(), breach_id=breach.breach_id, expected_version=breach.version, outcome="Xong."
    )
    assert accounts.call(contract.close_breach, close, officer) == accounts.call(
        contract.close_breach, close, officer
    )
    found = entries(accounts, breach, officer)
    assert fold(breach.breach_id, found) == read(accounts, breach, officer)
    assert [each.sha256 for each in found] == [entry_hash(each) for each in found]
    log = accounts.store.database.events.find({"aggregate_id": breach.breach_id}).sort("aggregate_version")
    assert [each["payload"]["sha256"] for each in log] == [each.sha256 for each in found]
    verify(accounts.store.database, breach.breach_id)
    assert "Tệp bị gửi nhầm" not in str(list(accounts.store.database.events.find()))


def test_facts_are_stored_encrypted(accounts: AccountsApplication, officer: Actor) -> None:
    breach = record(accounts, officer)
    database = accounts.store.database
    stored = [database.breaches.find_one({"_id": breach.breach_id})]
    stored += database.breach_entries.find({"breach_id": breach.breach_id})
    assert "gửi nhầm" not in str(stored)


def test_who_is_not_responsible_sees_no_breach(accounts: AccountsApplication, officer: Actor) -> None:
    breach = record(accounts, officer)
    other = actor_of(accounts.officer("H81.41", AgencyRole.DATA_PROTECTION))
    for actor in (other, ANONYMOUS):
        get = GetBreach(breach_id=breach.breach_id)
        assert accounts.outcome(contract.get_breach, get, actor) == "not_found"
        sheet = GetBreachSheet(breach_id=breach.breach_id)
        assert accounts.outcome(contract.get_breach_sheet, sheet, actor) == "not_found"
        list_ = ListBreachEntries(breach_id=breach.breach_id)
        assert accounts.outcome(contract.list_breach_entries, list_, actor) == "not_found"
    assert accounts.call(contract.list_breaches, ListBreaches(), other).items == ()
    make = MakeBreachSheet(command_id=new_id(), breach_id=breach.breach_id, expected_version=1)
    assert accounts.outcome(contract.make_breach_sheet, make, other) == "not_found"
    foreign = RecordBreach(command_id=new_id(), agency_code=AGENCY, facts=facts())
    assert accounts.outcome(contract.record_breach, foreign, other) == "forbidden"
    assert accounts.outcome(contract.list_breaches, ListBreaches(), ANONYMOUS) == "unauthenticated"
    own = accounts.call(contract.list_breaches, ListBreaches(), officer).items
    assert breach.breach_id in {each.breach_id for each in own}


def test_only_persons_are_told(accounts: AccountsApplication, officer: Actor) -> None:
    breach = record(accounts, officer)
    with pytest.raises(ServiceError) as error:
        tell(accounts, breach, officer, officer.account_id)
    assert error.value.errors[0].code == "not_a_person"


def next_run(accounts: AccountsApplication, breach: Breach) -> datetime:
    with pytest.raises(RunAgainAt) as again:
        timers.remind(accounts.store, timer(breach, register.REMIND), Context.new(SELF))
    return again.value.due_at


def test_a_limit_that_has_passed_is_escalated_to_administrators(
    accounts: AccountsApplication, officer: Actor
) -> None:
    administrator = accounts.administrator()
    breach = record(accounts, officer, discovered_at=utcnow() - timedelta(hours=50))
    assert next_run(accounts, breach) > utcnow()
    (reported, *reminded) = beside(accounts, breach)
    assert reported["type"] == contract.BREACH_REPORTED.name
    kinds = {each["payload"]["duty"]: (each["type"], each["payload"]["officer_ids"]) for each in reminded}  # type: ignore[index]
    overdue, reminded_ids = kinds[BreachDutyKind.CYBER_FIRST_NOTICE.value]
    assert overdue == contract.BREACH_OVERDUE.name
    assert officer.account_id in reminded_ids
    assert administrator.account_id in reminded_ids
    soon, reminded_ids = kinds[BreachDutyKind.CYBER_REPORT.value]
    assert (soon, reminded_ids) == (contract.BREACH_DUE_SOON.name, [officer.account_id])


def test_a_sheet_is_made_once_and_entered(
    accounts: AccountsApplication, officer: Actor, printed: list[IssueDocument]
) -> None:
    breach = record(accounts, officer)
    make = MakeBreachSheet(command_id=new_id(), breach_id=breach.breach_id, expected_version=1)
    assert accounts.call(contract.make_breach_sheet, make, officer).sheet_pending
    stored = accounts.store.database.timers.find_one({"kind": register.MAKE_SHEET, "key": breach.breach_id})
    assert stored is not None
    due = timer(breach, register.MAKE_SHEET, **stored["payload"])
    for _ in range(2):
        timers.make_sheet(accounts.store, accounts.client_of_others, due, Context.new(SELF))
    (document,) = printed
    assert (document.kind, document.agency_code) == ("BREACH_NOTICE", AGENCY)
    after = read(accounts, breach, officer)
    assert after.sheet is not None
    assert (after.sheet_pending, after.sheet.of_version, after.version) == (False, 1, 2)
    sheet = accounts.call(contract.get_breach_sheet, GetBreachSheet(breach_id=breach.breach_id), officer)
    assert [each.label for each in sheet.lines] == [each.label for each in document.content.facts]


def test_records_that_is_away_makes_the_timer_go_on(accounts: AccountsApplication, officer: Actor) -> None:
    def away(_: IssueDocument) -> SignedDocument:
        raise ServiceError(ErrorCode.UNAVAILABLE)

    accounts.client_of_others.answers(records.issue_document, away)
    breach = record(accounts, officer)
    make = MakeBreachSheet(command_id=new_id(), breach_id=breach.breach_id, expected_version=1)
    accounts.call(contract.make_breach_sheet, make, officer)
    due = timer(breach, register.MAKE_SHEET, account_id=officer.account_id, command_id="c")
    with pytest.raises(ServiceError):
        timers.make_sheet(accounts.store, accounts.client_of_others, due, Context.new(SELF))
    assert read(accounts, breach, officer).sheet_pending
