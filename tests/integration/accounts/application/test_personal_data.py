"""Consents, and requests of data subjects over all services, which a test plays."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.application.representation.representation_application import (
    RepresentationApplication,
)
from tests.integration.accounts.callers import PASSWORD, SERVICE, actor_of
from tests.support.dossiers.samples import calendar
from tests.support.rpc_stub import StubRpcClient

from accounts.application.personal_data import deadlines, own_data, person_work, restriction
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.person_export import entry
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.event_log import verify
from chassis.storage.timers import Timer
from contracts import accounts as contract
from contracts import catalog, dossiers, notifications, payments, records, sync
from contracts.accounts import (
    AcceptDataRequest,
    Account,
    AgencyRole,
    CompleteDataRequest,
    ConsentAct,
    ConsentEntry,
    DataRequest,
    GetAccount,
    GetContact,
    GetDataRequest,
    GiveConsent,
    LiftRetentionHold,
    ListConsents,
    ListDataRequestQueue,
    ListDataRequests,
    ListPurposes,
    LogIn,
    MakeDataRequest,
    MakeRetentionHold,
    ProcessingPurpose,
    RefuseDataRequest,
    WithdrawConsent,
)
from contracts.accounts import DataRequestKind as Kind
from contracts.accounts import DataRequestState as State
from contracts.base import ANONYMOUS, Actor, Empty
from contracts.catalog import GetCalendar
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.events import Event
from contracts.personal_data import (
    DataCategory,
    ErasedData,
    ErasePerson,
    Erasure,
    ExportedPart,
    ExportPerson,
    RestrictPerson,
    RetainedData,
    RetentionGround,
)
from contracts.records import AddArchivePart, ArchiveMade, CloseArchive

AGENCY = "H81.12"
REMINDERS = ProcessingPurpose.REMINDERS
OTHERS = (dossiers, payments, notifications, records, sync)


@dataclass
class Owners:
    """The other services: each has two parts of everybody, one of them empty, and erases one thing."""

    client: StubRpcClient
    under_way: bool = False
    exported: list[tuple[str, str | None]] = field(default_factory=list)
    erased: list[tuple[str, bool]] = field(default_factory=list)
    parts: dict[int, AddArchivePart] = field(default_factory=dict)
    closed: list[CloseArchive] = field(default_factory=list)
    away: set[str] = field(default_factory=set)
    numbers: set[str | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.client.answers(catalog.get_calendar, self._calendar)
        for service in OTHERS:
            name = service.SERVICE
            self.client.answers(service.export_person, partial(self._export, name))
            self.client.answers(service.erase_person, partial(self._erase, name))
        self.client.answers(records.add_archive_part, self._add)
        self.client.answers(records.close_archive, self._close)

    def _calendar(self, request: GetCalendar) -> Any:
        if request.agency_code not in (None, AGENCY):
            raise not_found("agency")
        return calendar()

    def _export(self, name: str, request: ExportPerson) -> ExportedPart:
        self._answer(name)
        self.numbers.add(request.personal_number)
        self.exported.append((name, request.cursor))
        number = "1" if request.cursor is None else "2"
        found = (entry(f"{name}/{number}.json", {"of": request.account_id}),)
        return ExportedPart(
            entries=() if (name, number) == ("payments", "1") else found,
            next_cursor="0:x" if request.cursor is None else None,
        )

    def _erase(self, name: str, request: ErasePerson) -> Erasure:
        self._answer(name)
        self.erased.append((name, request.survey))
        if name == "dossiers":
            ground = RetentionGround.DOSSIER_UNDER_WAY if self.under_way else RetentionGround.DOSSIER_RECORD
            return Erasure(retained=(RetainedData(category=DataCategory.DOSSIERS, count=1, ground=ground),))
        return Erasure(erased=(ErasedData(category=DataCategory.MESSAGES, count=1),))

    def _add(self, part: AddArchivePart) -> Empty:
        self.parts[part.number] = part
        return Empty()

    def _close(self, archive: CloseArchive) -> Empty:
        self.closed.append(archive)
        return Empty()

    def _answer(self, name: str) -> None:
        if name in self.away:
            raise ServiceError(ErrorCode.UNAVAILABLE)


@pytest.fixture
def owners(accounts: AccountsApplication) -> Owners:
    return Owners(accounts.client_of_others)


@pytest.fixture
def person(accounts: AccountsApplication) -> Account:
    return accounts.citizen()


@pytest.fixture
def officer(accounts: AccountsApplication) -> Actor:
    return actor_of(accounts.officer(AGENCY, AgencyRole.DATA_PROTECTION))


@pytest.fixture
def administrator(accounts: AccountsApplication) -> Actor:
    return actor_of(accounts.administrator())


def make(accounts: AccountsApplication, person: Account, kind: Kind, **fields: object) -> DataRequest:
    body = {"command_id": new_id(), "kind": kind, **fields}
    request = MakeDataRequest.model_validate(body, extra="forbid")
    return accounts.call(contract.make_data_request, request, actor_of(person))


def work(accounts: AccountsApplication, request: DataRequest) -> None:
    """One run of the timer, as its service does."""
    context = Context.new(Actor(kind=SERVICE.kind, name="accounts"))
    person_work.run(accounts.store, accounts.client_of_others, request.request_id, context)


def read(accounts: AccountsApplication, request: DataRequest, actor: Actor) -> DataRequest:
    return accounts.call(contract.get_data_request, GetDataRequest(request_id=request.request_id), actor)


def accept(accounts: AccountsApplication, request: DataRequest, actor: Actor) -> DataRequest:
    command = AcceptDataRequest(
        command_id=new_id(), request_id=request.request_id, expected_version=request.version
    )
    return accounts.call(contract.accept_data_request, command, actor)


def complete(accounts: AccountsApplication, request: DataRequest, actor: Actor) -> DataRequest:
    command = CompleteDataRequest(
        command_id=new_id(),
        request_id=request.request_id,
        expected_version=request.version,
        outcome="Đã thực hiện.",
    )
    return accounts.call(contract.complete_data_request, command, actor)


def archive_made(request: DataRequest) -> Event[ArchiveMade]:
    return Event[ArchiveMade](
        event_id=new_id(),
        type=records.ARCHIVE_MADE.name,
        schema_version=1,
        aggregate_id=request.request_id,
        aggregate_version=1,
        occurred_at=utcnow(),
        actor=Actor(kind=SERVICE.kind, name="records"),
        correlation_id=new_id(),
        payload=ArchiveMade(
            archive_id=request.request_id,
            account_id=request.account_id,
            file_id="file",
            sha256="0" * 64,
            size=7,
            expires_at=utcnow() + timedelta(days=14),
        ),
    )


# consents


def shown(accounts: AccountsApplication, person: Account) -> Any:
    found = accounts.call(contract.list_purposes, ListPurposes(), actor_of(person))
    return next(each for each in found.items if each.purpose is REMINDERS)


def give(accounts: AccountsApplication, person: Account) -> ConsentEntry:
    text = shown(accounts, person).consent_text
    request = GiveConsent(
        command_id=new_id(), purpose=REMINDERS, text_version=text.version, text_sha256=text.sha256
    )
    return accounts.call(contract.give_consent, request, actor_of(person))


def withdraw(accounts: AccountsApplication, person: Account) -> ConsentEntry:
    request = WithdrawConsent(command_id=new_id(), purpose=REMINDERS)
    return accounts.call(contract.withdraw_consent, request, actor_of(person))


def agrees(accounts: AccountsApplication, person: Account) -> bool | None:
    contact = accounts.call(contract.get_contact, GetContact(account_id=person.account_id), SERVICE)
    return contact.optional_notices


def test_a_consent_counts_from_its_entry_until_it_is_withdrawn(
    accounts: AccountsApplication, person: Account
) -> None:
    assert (shown(accounts, person).consent, agrees(accounts, person)) == (False, False)
    first = give(accounts, person)
    assert give(accounts, person) == first
    assert (shown(accounts, person).consent, agrees(accounts, person)) == (True, True)
    assert withdraw(accounts, person).act is ConsentAct.WITHDRAWN
    assert (shown(accounts, person).consent, agrees(accounts, person)) == (False, False)
    give(accounts, person)
    ledger = accounts.call(contract.list_consents, ListConsents(), actor_of(person)).items
    assert [each.act for each in ledger] == [ConsentAct.GIVEN, ConsentAct.WITHDRAWN, ConsentAct.GIVEN]
    assert {each.text for each in ledger} == {shown(accounts, person).consent_text.text}
    aggregate = f"consents-{person.account_id}"
    given, withdrawn = contract.CONSENT_GIVEN.name, contract.CONSENT_WITHDRAWN.name
    assert accounts.events(aggregate) == [given, withdrawn, given]
    verify(accounts.store.database, aggregate)


def test_nothing_is_withdrawn_that_was_never_given_and_others_words_bind_nobody(
    accounts: AccountsApplication, person: Account
) -> None:
    request = WithdrawConsent(command_id=new_id(), purpose=REMINDERS)
    assert accounts.outcome(contract.withdraw_consent, request, actor_of(person)) == "not_found"
    by_law = WithdrawConsent(command_id=new_id(), purpose=ProcessingPurpose.DOSSIERS)
    assert accounts.outcome(contract.withdraw_consent, by_law, actor_of(person)) == "not_on_consent"
    other = GiveConsent(command_id=new_id(), purpose=REMINDERS, text_version=1, text_sha256="f" * 64)
    assert accounts.outcome(contract.give_consent, other, actor_of(person)) == "consent_text_changed"
    assert accounts.outcome(contract.give_consent, other) == "unauthenticated"
    assert accounts.outcome(contract.list_consents, ListConsents()) == "unauthenticated"


def test_all_consents_are_withdrawn_by_one_request_at_once(
    accounts: AccountsApplication, owners: Owners, person: Account
) -> None:
    give(accounts, person)
    done = make(accounts, person, Kind.WITHDRAW_CONSENT)
    assert done.state is State.DONE
    assert agrees(accounts, person) is False


# a copy


def test_a_copy_is_gathered_from_every_service_part_by_part(
    accounts: AccountsApplication, owners: Owners, person: Account
) -> None:
    accounts.prove(person)
    request = make(accounts, person, Kind.COPY)
    assert make(accounts, person, Kind.COPY).request_id == request.request_id
    work(accounts, request)
    assert [each for each, _ in owners.exported] == [
        name for service in OTHERS for name in (service.SERVICE, service.SERVICE)
    ]
    assert owners.numbers == {person.stated_number}
    own = [each.path for each in owners.parts[9].entries]
    assert own[0] == "account/profile.json"
    assert sorted(owners.parts) == list(range(10))
    assert owners.closed == [
        CloseArchive(archive_id=request.request_id, account_id=person.account_id, parts=10)
    ]
    progress = read(accounts, request, actor_of(person)).progress
    assert all(each.done for each in progress)
    context = Context.new(SERVICE)
    for _ in range(2):
        person_work.on_archive(accounts.store, archive_made(request), context)
    done = read(accounts, request, actor_of(person))
    assert done.state is State.DONE
    assert done.archive is not None
    assert accounts.events(request.request_id) == [
        contract.DATA_REQUEST_RECEIVED.name, contract.DATA_REQUEST_DONE.name,
    ]  # fmt: skip


def test_acts_of_representation_are_in_the_copy_without_numbers_and_stay(
    accounts: AccountsApplication, owners: Owners, person: Account
) -> None:
    people = RepresentationApplication(accounts)
    accounts.prove(person)
    other = people.person()
    act = people.ask(accounts.read(person), other)
    entries = {each.path: each.text for each in own_data.export(accounts.store, person.account_id).entries}
    (shown_act,) = json.loads(entries["account/representations.json"])
    assert (shown_act["representation_id"], shown_act["ground"]) == (act.representation_id, "authorised")
    assert other.stated_number is not None
    assert other.stated_number not in str(shown_act)
    retained = own_data.survey(accounts.store, person.account_id, under_way=False).retained
    assert {each.category: each.count for each in retained}[DataCategory.REPRESENTATIONS] == 1


def test_what_a_person_says_in_a_request_is_stored_encrypted(
    accounts: AccountsApplication, owners: Owners, person: Account
) -> None:
    request = make(accounts, person, Kind.OBJECT, details="Tôi phản đối việc này.")
    stored = accounts.store.database.data_requests.find_one({"_id": request.request_id})
    assert "phản đối" not in str(stored)
    assert read(accounts, request, actor_of(person)).details == "Tôi phản đối việc này."


def test_work_goes_on_where_it_stopped(
    accounts: AccountsApplication, owners: Owners, person: Account
) -> None:
    request = make(accounts, person, Kind.COPY)
    owners.away.add("records")
    with pytest.raises(ServiceError):
        work(accounts, request)
    before = len(owners.exported)
    assert {each.service for each in read(accounts, request, actor_of(person)).progress if each.done} == {
        "dossiers", "payments", "notifications",
    }  # fmt: skip
    owners.away.clear()
    work(accounts, request)
    assert [name for name, _ in owners.exported[before:]] == ["records", "records", "sync", "sync"]
    assert owners.closed[0].parts == 10
    assert owners.numbers == {None}


# an erasure


def test_an_erasure_is_surveyed_decided_and_done_over_all_services(
    accounts: AccountsApplication, owners: Owners, person: Account, officer: Actor
) -> None:
    give(accounts, person)
    tokens = accounts.tokens(person)
    assert tokens
    request = make(accounts, person, Kind.ERASE, agency_code=AGENCY)
    assert_settled(accounts, request, officer)
    work(accounts, request)
    surveyed = read(accounts, request, actor_of(person))
    assert {each.category for each in surveyed.retained} >= {DataCategory.DOSSIERS, DataCategory.CONSENTS}
    assert DataCategory.PROFILE in {each.category for each in surveyed.erased}
    assert {survey for _, survey in owners.erased} == {True}
    assert accounts.read(person).full_name == person.full_name

    accepted = accept(accounts, surveyed, officer)
    assert accepted.state is State.ACCEPTED
    work(accounts, accepted)
    done = read(accounts, request, officer)
    assert (done.state, done.retained) == (State.DONE, surveyed.retained)
    assert [name for name, survey in owners.erased if not survey] == [each.SERVICE for each in OTHERS]
    after = accounts.call(
        contract.get_account, GetAccount(account_id=person.account_id), officer_of_all(accounts)
    )
    stored = repr(accounts.store.database.accounts.find_one({"_id": person.account_id}))
    for value in (person.full_name, person.email, person.stated_number):
        assert value
        assert value not in stored
    assert after.locked_at is not None
    log_in = LogIn(login=person.login, password=PASSWORD)
    assert accounts.error_code(contract.log_in, log_in, ANONYMOUS) == "credentials_invalid"
    types = accounts.events(person.account_id)
    assert types[-1] == contract.LOCKED.name
    verify(accounts.store.database, person.account_id)
    work(accounts, accepted)
    assert accounts.events(person.account_id) == types


def assert_settled(accounts: AccountsApplication, request: DataRequest, officer: Actor) -> None:
    """While nobody knows what would be erased, nobody accepts it."""
    command = AcceptDataRequest(
        command_id=new_id(), request_id=request.request_id, expected_version=request.version
    )
    assert accounts.outcome(contract.accept_data_request, command, officer) == "data_request_settled"


def officer_of_all(accounts: AccountsApplication) -> Actor:
    return actor_of(accounts.administrator())


def test_who_has_a_dossier_in_work_stays_reachable(
    accounts: AccountsApplication, owners: Owners, person: Account, administrator: Actor
) -> None:
    owners.under_way = True
    request = make(accounts, person, Kind.ERASE)
    work(accounts, request)
    accepted = accept(accounts, read(accounts, request, administrator), administrator)
    work(accounts, accepted)
    done = read(accounts, request, actor_of(person))
    assert done.state is State.DONE
    grounds = {each.category: each.ground for each in done.retained}
    assert grounds[DataCategory.PROFILE] is RetentionGround.DOSSIER_UNDER_WAY
    assert accounts.read(person).full_name == person.full_name


def test_nothing_of_a_person_is_erased_whose_records_an_authority_holds(
    accounts: AccountsApplication, owners: Owners, person: Account, administrator: Actor
) -> None:
    hold = MakeRetentionHold(
        command_id=new_id(), account_id=person.account_id, authority="Tòa án", reason="Vụ án."
    )
    made = accounts.call(contract.make_retention_hold, hold, administrator)
    request = make(accounts, person, Kind.ERASE)
    work(accounts, request)
    surveyed = read(accounts, request, administrator)
    assert surveyed.erased == ()
    assert [each.ground for each in surveyed.retained] == [RetentionGround.HOLD]
    accepted = accept(accounts, surveyed, administrator)
    work(accounts, accepted)
    done = read(accounts, request, actor_of(person))
    assert (done.state, done.erased) == (State.DONE, ())
    assert not owners.erased
    assert accounts.read(person).full_name == person.full_name
    lift = LiftRetentionHold(command_id=new_id(), hold_id=made.hold_id, expected_version=1, reason="Đã xong.")
    accounts.call(contract.lift_retention_hold, lift, administrator)
    work(accounts, make(accounts, person, Kind.ERASE))
    assert owners.erased


# what somebody decides


def test_a_correction_and_a_restriction_take_effect_when_they_are_done(
    accounts: AccountsApplication, owners: Owners, person: Account, administrator: Actor
) -> None:
    give(accounts, person)
    correction = make(accounts, person, Kind.CORRECT, full_name="Nguyễn Văn Bình")
    restriction = make(accounts, person, Kind.RESTRICT)
    for request in (correction, restriction):
        complete(accounts, accept(accounts, request, administrator), administrator)
    assert accounts.read(person).full_name == "Nguyễn Văn Bình"
    assert agrees(accounts, person) is False
    mine = accounts.call(contract.list_data_requests, ListDataRequests(), actor_of(person)).items
    assert [each.request_id for each in mine] == [restriction.request_id, correction.request_id]
    give(accounts, person)
    assert agrees(accounts, person) is True, "given anew, it ends the restriction"


def test_a_restriction_and_its_end_reach_dossiers_and_records_as_they_are_then(
    accounts: AccountsApplication, owners: Owners, person: Account, administrator: Actor
) -> None:
    heard: list[RestrictPerson] = []

    def hear(request: RestrictPerson) -> Empty:
        heard.append(request)
        return Empty()

    for method in (dossiers.restrict_person, records.restrict_person):
        accounts.client_of_others.answers(method, hear)
    timers = accounts.store.database.timers
    due = {"kind": restriction.FOLLOW, "key": person.account_id}
    request = make(accounts, person, Kind.RESTRICT)
    complete(accounts, accept(accounts, request, administrator), administrator)
    assert timers.count_documents(due) == 1
    restriction.follow(accounts.store, accounts.client_of_others, person.account_id, Context.new(SERVICE))
    timers.delete_many(due)
    give(accounts, person)
    assert timers.count_documents(due) == 1
    for _ in range(2):
        restriction.follow(accounts.store, accounts.client_of_others, person.account_id, Context.new(SERVICE))
    assert [(each.account_id, each.restricted) for each in heard] == [
        (person.account_id, restricted) for restricted in (True, True, False, False, False, False)
    ]
    timers.delete_many(due)
    withdraw(accounts, person)
    give(accounts, person)
    assert timers.count_documents(due) == 0, "nothing was restricted"


def test_an_agency_sees_and_answers_what_came_to_it(
    accounts: AccountsApplication, owners: Owners, person: Account, officer: Actor, administrator: Actor
) -> None:
    ours = make(accounts, person, Kind.OBJECT, details="Tôi phản đối.", agency_code=AGENCY)
    theirs = make(accounts, person, Kind.OBJECT, details="Tôi phản đối.")
    queue = accounts.call(contract.list_data_request_queue, ListDataRequestQueue(), officer).items
    ids = [each.request_id for each in queue]
    assert ours.request_id in ids
    assert theirs.request_id not in ids
    for actor in (officer, actor_of(accounts.citizen()), actor_of(accounts.officer(AGENCY))):
        get = GetDataRequest(request_id=theirs.request_id)
        assert accounts.outcome(contract.get_data_request, get, actor) == "not_found"
    refuse = RefuseDataRequest(
        command_id=new_id(), request_id=theirs.request_id, expected_version=1, reason="Không thuộc"
    )
    assert accounts.outcome(contract.refuse_data_request, refuse, officer) == "not_found"
    assert accounts.call(contract.refuse_data_request, refuse, administrator).state is State.REFUSED
    plain = actor_of(accounts.officer(AGENCY))
    assert accounts.outcome(contract.list_data_request_queue, ListDataRequestQueue(), plain) == "forbidden"


def test_an_agency_that_there_is_not_gets_no_request(
    accounts: AccountsApplication, owners: Owners, person: Account
) -> None:
    request = MakeDataRequest(command_id=new_id(), kind=Kind.COPY, agency_code="H99.99")
    assert accounts.outcome(contract.make_data_request, request, actor_of(person)) == "not_found"


def test_who_answers_is_reminded_and_then_administrators_too(
    accounts: AccountsApplication, owners: Owners, person: Account, officer: Actor, administrator: Actor
) -> None:
    request = make(accounts, person, Kind.ERASE, agency_code=AGENCY)
    timer = Timer("accounts.data_request_deadline", request.request_id, utcnow(), {}, 1)
    with pytest.raises(RunAgainAt) as again:
        deadlines.remind(accounts.store, timer, Context.new(SERVICE))
    assert again.value.due_at > utcnow()
    past = {"$set": {"answer_due_at": utcnow() - timedelta(days=3)}}
    accounts.store.database.data_requests.update_one({"_id": request.request_id}, past)
    with pytest.raises(RunAgainAt):
        deadlines.remind(accounts.store, timer, Context.new(SERVICE))
    events = list(
        accounts.store.database.events.find({"aggregate_id": request.request_id}).sort("aggregate_version")
    )
    soon, overdue = events[-2:]
    assert soon["type"] == contract.DATA_REQUEST_DUE_SOON.name
    assert officer.account_id in soon["payload"]["officer_ids"]
    assert administrator.account_id not in soon["payload"]["officer_ids"]
    assert overdue["type"] == contract.DATA_REQUEST_OVERDUE.name
    assert {officer.account_id} < set(overdue["payload"]["officer_ids"])
    done = replace(timer, key="nothing")
    deadlines.remind(accounts.store, done, Context.new(SERVICE))
