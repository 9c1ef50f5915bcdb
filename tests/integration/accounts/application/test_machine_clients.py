"""Machine clients on the real database: who administers them, what a secret gets, and what voids it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import jwt
import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.application.second_factor_holder import Holder, claims
from tests.integration.accounts.callers import ADMINISTRATOR, OPERATOR, PASSWORD, SERVICE, actor_of

from accounts.application.machine_clients import agency_ends, notices
from accounts.repository.machine_clients import MachineClientRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.observability import metrics
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.timers import Timer
from contracts import accounts as contract
from contracts.accounts import (
    AgencyRole,
    ChangeMachineClient,
    CreateMachineClient,
    DisableMachineClient,
    EnableMachineClient,
    GetMachineClient,
    GetRevocations,
    GrantMachineToken,
    InspectMachineToken,
    IssuedMachineSecret,
    IssueMachineSecret,
    ListMachineClients,
    MachineClient,
    MachineScope,
    RevokeMachineSecret,
    RevokeMachineToken,
)
from contracts.base import Actor, ActorKind
from contracts.catalog import AGENCY_END_SET, AgencyEndSet
from contracts.errors import ServiceError
from contracts.events import Event
from contracts.time import local_day, start_of_day

AGENCY, OTHER = "000.00.00.H05", "000.00.00.H06"
BOTH = (MachineScope.SYNC_WRITE, MachineScope.SYNC_READ)


def request(agency: str = AGENCY, **fields: Any) -> CreateMachineClient:
    return CreateMachineClient(command_id=new_id(), name="Một cửa", agency_code=agency, scopes=BOTH, **fields)


def made(
    accounts: AccountsApplication, actor: Actor = ADMINISTRATOR, **fields: Any
) -> tuple[MachineClient, IssuedMachineSecret]:
    client = accounts.call(contract.create_machine_client, request(**fields), actor)
    return client, issued(accounts, client.client_id)


def issued(accounts: AccountsApplication, client_id: str, actor: Actor = OPERATOR) -> IssuedMachineSecret:
    """By an operator, who has no session to show a factor in."""
    return accounts.call(contract.issue_machine_secret, IssueMachineSecret(client_id=client_id), actor)


def shown(secret: IssuedMachineSecret, **changes: str) -> dict[str, str]:
    known = {"client_id": secret.client_id, "client_secret": secret.client_secret, "address": "203.0.113.9"}
    return {**known, **changes}


def grant(accounts: AccountsApplication, secret: IssuedMachineSecret, **changes: str) -> dict[str, Any]:
    """The claims of the token, with the token itself."""
    granted = accounts.call(contract.grant_machine_token, GrantMachineToken(**shown(secret, **changes)))
    claims = jwt.decode(granted.access_token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == granted.expires_in
    return {**claims, "token": granted.access_token}


def refusal(accounts: AccountsApplication, secret: IssuedMachineSecret, **changes: str) -> tuple[str, str]:
    with pytest.raises(ServiceError) as refused:
        grant(accounts, secret, **changes)
    return refused.value.code, str(refused.value.params.get("reason", ""))


def read(accounts: AccountsApplication, client: MachineClient) -> MachineClient:
    query = GetMachineClient(client_id=client.client_id)
    return accounts.call(contract.get_machine_client, query, ADMINISTRATOR)


def void(accounts: AccountsApplication) -> set[str]:
    """What a gateway learns that asks now."""
    answer = accounts.call(contract.get_revocations, GetRevocations(), SERVICE)
    return set(answer.session_ids)


def is_active(accounts: AccountsApplication, secret: IssuedMachineSecret, token: str) -> bool:
    query = InspectMachineToken(**shown(secret), token=token)
    return accounts.call(contract.inspect_machine_token, query).active


def test_a_token_says_the_client_its_agency_and_its_scopes(accounts: AccountsApplication) -> None:
    client, secret = made(accounts, networks=("203.0.113.0/24",), certificates=("c" * 43,))
    claims = grant(accounts, secret, certificate="c" * 43, scope="sync.read")
    assert (claims["kind"], claims["sub"], claims["client_id"]) == (
        "system",
        client.client_id,
        client.client_id,
    )
    assert (claims["agency_code"], claims["scope"]) == (AGENCY, "sync.read")
    assert claims["cnf"] == {"x5t#S256": "c" * 43}
    assert claims["networks"] == ["203.0.113.0/24"]
    assert claims["exp"] - claims["iat"] == 600


def test_no_secret_is_stored_in_the_clear(accounts: AccountsApplication) -> None:
    _, secret = made(accounts)
    grant(accounts, secret)
    for name in accounts.store.database.list_collection_names():
        for document in accounts.store.database[name].find():
            assert secret.client_secret not in str(document), name


def test_a_secret_is_used_up_to_its_end_and_its_token_no_longer(accounts: AccountsApplication) -> None:
    client, secret = made(accounts)
    clients = accounts.store.database.machine_clients
    soon = secret.expires_at - timedelta(days=365) + timedelta(seconds=90)
    clients.update_one({"_id": client.client_id}, {"$set": {"secrets.0.expires_at": soon}})
    claims = grant(accounts, secret)
    assert claims["exp"] - claims["iat"] <= 90
    clients.update_one(
        {"_id": client.client_id}, {"$set": {"secrets.0.expires_at": soon - timedelta(seconds=90)}}
    )
    assert refusal(accounts, secret) == ("credentials_invalid", "")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"address": "198.51.100.1"}, "network"),
        ({"address": ""}, "network"),
        ({"certificate": ""}, "certificate"),
        ({"client_secret": "motcua_other"}, ""),
    ],
)
def test_who_comes_from_elsewhere_gets_none(
    accounts: AccountsApplication, changes: dict[str, str], reason: str
) -> None:
    _, secret = made(accounts, networks=("203.0.113.0/24",), certificates=("c" * 43,))
    expected = ("credentials_invalid", reason)
    assert refusal(accounts, secret, **{"certificate": "c" * 43, **changes}) == expected


def test_two_secrets_are_live_and_one_is_revoked_without_the_other(accounts: AccountsApplication) -> None:
    client, first = made(accounts)
    old = grant(accounts, first)
    second = issued(accounts, client.client_id)
    new = grant(accounts, second)
    revoke = RevokeMachineSecret(client_id=client.client_id, secret_id=first.secret_id)
    for _ in range(2):
        accounts.call(contract.revoke_machine_secret, revoke, ADMINISTRATOR)
    assert refusal(accounts, first) == ("credentials_invalid", "")
    assert old["sid"] in void(accounts)
    assert accounts.events(old["sid"]) == ["accounts.session_ended"]
    changed = ["accounts.machine_client_changed", *["accounts.machine_secret_issued"] * 2]
    assert accounts.events(client.client_id) == [*changed, "accounts.machine_secret_revoked"]
    assert new["sid"] not in void(accounts)
    assert grant(accounts, second)["sid"] == new["sid"]
    assert [each.revoked_at is None for each in read(accounts, client).secrets] == [False, True]


def test_a_third_secret_is_refused_while_two_are_in_use(accounts: AccountsApplication) -> None:
    client, first = made(accounts)
    second = issued(accounts, client.client_id)
    third = issued(accounts, client.client_id)
    assert refusal(accounts, second) == ("credentials_invalid", ""), "it was never used"
    for secret in (first, third):
        grant(accounts, secret)
    code = accounts.error_code(
        contract.issue_machine_secret, IssueMachineSecret(client_id=client.client_id), OPERATOR
    )
    assert code == "machine_secrets_full"


def test_a_disabled_client_is_out_at_once_and_comes_back_with_its_secret(
    accounts: AccountsApplication,
) -> None:
    client, secret = made(accounts)
    before = grant(accounts, secret)
    assert is_active(accounts, secret, before["token"])
    disable = DisableMachineClient(command_id=new_id(), client_id=client.client_id)
    accounts.call(contract.disable_machine_client, disable, ADMINISTRATOR)
    assert refusal(accounts, secret) == ("credentials_invalid", "disabled")
    assert before["sid"] in void(accounts)
    enable = EnableMachineClient(command_id=new_id(), client_id=client.client_id)
    accounts.call(contract.enable_machine_client, enable, ADMINISTRATOR)
    after = grant(accounts, secret)
    assert after["sid"] not in void(accounts)
    assert not is_active(accounts, secret, before["token"])
    assert is_active(accounts, secret, after["token"])


def test_other_scopes_void_what_is_out(accounts: AccountsApplication) -> None:
    client, secret = made(accounts)
    before = grant(accounts, secret)
    version = read(accounts, client).version
    change = ChangeMachineClient(
        command_id=new_id(),
        client_id=client.client_id,
        expected_version=version,
        scopes=(MachineScope.SYNC_READ,),
    )
    after = accounts.call(contract.change_machine_client, change, ADMINISTRATOR)
    assert (after.version, after.scopes) == (version + 1, (MachineScope.SYNC_READ,))
    assert before["sid"] in void(accounts)
    assert grant(accounts, secret)["scope"] == "sync.read"
    assert refusal(accounts, secret, scope="sync.write") == ("invalid_request", "")


def test_one_token_is_revoked_alone_and_only_by_its_client(accounts: AccountsApplication) -> None:
    _, secret = made(accounts)
    _, stranger = made(accounts)
    first, second = grant(accounts, secret), grant(accounts, secret)
    for who, token in ((stranger, first["token"]), (secret, second["token"]), (secret, second["token"])):
        accounts.call(contract.revoke_machine_token, RevokeMachineToken(**shown(who), token=token))
    accounts.call(contract.revoke_machine_token, RevokeMachineToken(**shown(secret), token="nonsense"))
    assert [is_active(accounts, secret, each["token"]) for each in (first, second)] == [True, False]
    assert not is_active(accounts, stranger, first["token"])
    assert second["jti"] in void(accounts) and first["jti"] not in void(accounts)


def test_the_last_use_is_noted_with_its_address(accounts: AccountsApplication) -> None:
    client, secret = made(accounts)
    assert read(accounts, client).secrets[0].last_used_at is None
    grant(accounts, secret)
    version = read(accounts, client).version
    grant(accounts, secret, address="203.0.113.10")
    (noted,) = read(accounts, client).secrets
    assert noted.last_used_at is not None
    assert noted.last_address == "203.0.113.9", "the second was within a minute"
    assert read(accounts, client).version == version


def test_a_change_takes_no_use_back(accounts: AccountsApplication) -> None:
    client, secret = made(accounts)
    repository = accounts.store.repository(MachineClientRepository)
    before = repository.get(client.client_id)
    grant(accounts, secret)
    repository.replace(replace(before, version=before.version + 1), before.version)
    assert read(accounts, client).secrets[0].last_used_at is not None


def test_wrong_secrets_slow_down_who_shows_them_and_nobody_else(accounts: AccountsApplication) -> None:
    _, secret = made(accounts)
    outcomes = {refusal(accounts, secret, client_secret=f"motcua_{number}")[0] for number in range(40)}
    assert outcomes == {"credentials_invalid", "rate_limited"}
    assert grant(accounts, secret)["scope"], "the right one is taken, also from the same address"
    assert refusal(accounts.at("10.9.9.9"), secret, client_secret="x")[0] == "credentials_invalid"


def test_an_agency_administers_its_own_clients_and_no_others(accounts: AccountsApplication) -> None:
    own = actor_of(accounts.officer(AGENCY, AgencyRole.ACCOUNTS))
    stranger = accounts.officer(OTHER, AgencyRole.ACCOUNTS)
    other = actor_of(stranger)
    client, _ = made(accounts, own)
    get = GetMachineClient(client_id=client.client_id)
    assert accounts.outcome(contract.get_machine_client, get, own) == "ok"
    assert accounts.outcome(contract.get_machine_client, get, other) == "not_found"
    session = claims(accounts.tokens(stranger))["sid"]
    issue = IssueMachineSecret(client_id=client.client_id, current=session)
    assert accounts.outcome(contract.issue_machine_secret, issue, other) == "not_found"
    disable = DisableMachineClient(command_id=new_id(), client_id=client.client_id)
    assert accounts.outcome(contract.disable_machine_client, disable, other) == "not_found"
    assert accounts.outcome(contract.create_machine_client, request(), other) == "forbidden"
    listed = accounts.call(contract.list_machine_clients, ListMachineClients(), other)
    assert client.client_id not in [each.client_id for each in listed.items]
    elsewhere = ListMachineClients(agency_code=AGENCY)
    assert accounts.outcome(contract.list_machine_clients, elsewhere, other) == "forbidden"
    found = accounts.call(contract.list_machine_clients, ListMachineClients(limit=100), own)
    assert client.client_id in [each.client_id for each in found.items]
    assert {each.agency_code for each in found.items} == {AGENCY}


@pytest.mark.parametrize(
    "kind", [kind for kind in ActorKind if kind not in (ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)]
)
def test_nobody_else_administers_any(accounts: AccountsApplication, kind: ActorKind) -> None:
    actor = Actor(kind=kind, account_id="x", agency_code=AGENCY, name="dossiers")
    expected = "unauthenticated" if kind is ActorKind.ANONYMOUS else "forbidden"
    assert accounts.error_code(contract.create_machine_client, request(), actor) == expected
    assert accounts.error_code(contract.list_machine_clients, ListMachineClients(), actor) == expected


def test_an_operator_administers_all(accounts: AccountsApplication) -> None:
    _, secret = made(accounts, OPERATOR)
    assert grant(accounts, secret)["agency_code"] == AGENCY


def test_what_is_no_network_is_named(accounts: AccountsApplication) -> None:
    wrong = request(networks=("203.0.113.7/24",))
    assert accounts.outcome(contract.create_machine_client, wrong, ADMINISTRATOR) == "network"


def test_a_system_comes_by_its_password_until_the_last_day(accounts: AccountsApplication) -> None:
    system = accounts.system()
    credentials = GrantMachineToken(client_id=system.login, client_secret=PASSWORD)
    granted = accounts.call(contract.grant_machine_token, credentials)
    assert (granted.expires_in, granted.scope) == (3600, "")
    wrong = credentials.model_copy(update={"client_secret": "another password"})
    for terms, right in (
        (accounts.terms, "ok"),
        *((each, "password_log_in_off") for each in _over(accounts)),
    ):
        late = replace(accounts, terms=terms)
        assert late.outcome(contract.grant_machine_token, credentials) == right
        assert late.outcome(contract.grant_machine_token, wrong) == "credentials_invalid"


def _over(accounts: AccountsApplication) -> list[Any]:
    return [replace(accounts.terms, passwords_until=end) for end in (None, date(2026, 1, 1))]


def test_a_secret_takes_a_fresh_proof_of_who_makes_it(accounts: AccountsApplication) -> None:
    holder = Holder(accounts, accounts.administrator()).in_by_password()
    client = accounts.call(contract.create_machine_client, request(), holder.actor)
    issue = IssueMachineSecret(client_id=client.client_id, current=holder.session_id)
    assert accounts.outcome(contract.issue_machine_secret, issue, holder.actor) == "ok"
    without = issue.model_copy(update={"current": ""})
    assert accounts.outcome(contract.issue_machine_secret, without, holder.actor) == "second_factor_needed"
    holder.enrol_app()
    before = {"$set": {"factor_at": utcnow() - timedelta(minutes=11)}}
    accounts.store.database.families.update_one({"_id": holder.session_id}, before)
    assert accounts.outcome(contract.issue_machine_secret, issue, holder.actor) == "second_factor_needed"


def notices_of(accounts: AccountsApplication, secret: IssuedMachineSecret) -> list[dict[str, Any]]:
    found = accounts.store.database.events.find({"aggregate_id": secret.secret_id}).sort("aggregate_version")
    return [event["payload"] for event in found]


def notify(accounts: AccountsApplication) -> None:
    with pytest.raises(RunAgainAt) as again:
        notices.notify_daily(accounts.store, Context.new(SERVICE))
    assert again.value.due_at > utcnow()


def left(accounts: AccountsApplication, client: MachineClient, days: int) -> datetime:
    """So many days before the end of the client's secret."""
    end = utcnow() + timedelta(days=days)
    change = {"secrets.0.expires_at": end, "secrets.0.created_at": end - timedelta(days=365)}
    accounts.store.database.machine_clients.update_one({"_id": client.client_id}, {"$set": change})
    return end


def test_who_administers_a_client_hears_once_of_each_notice(accounts: AccountsApplication) -> None:
    agency = "000.00.00.H07"
    administrator = accounts.administrator()
    client, secret = made(accounts, agency=agency)
    left(accounts, client, 25)
    for _ in range(2):
        notify(accounts)
    (first,) = notices_of(accounts, secret)
    assert administrator.account_id in first["officer_ids"], "the agency has nobody who administers it"
    officer = accounts.officer(agency, AgencyRole.ACCOUNTS)
    for days in (6, 5, 1):
        end = left(accounts, client, days)
        notify(accounts)
    second, third = notices_of(accounts, secret)[1:]
    assert second["officer_ids"] == third["officer_ids"] == [officer.account_id]
    ends = metrics.MACHINE_SECRET_ENDS.labels("accounts", client.client_id)._value.get()
    assert ends == pytest.approx(end.timestamp(), abs=1)
    assert read(accounts, client).version == 2, "a notice changes no version"


def ends(accounts: AccountsApplication, ended_on: date | None, **fields: Any) -> None:
    """The catalogue says so of the agency."""
    payload = AgencyEndSet(agency_code="H08", agency_codes=("H08", "H08.11"), ended_on=ended_on, **fields)
    event = Event[Any](
        event_id=new_id(),
        type=AGENCY_END_SET.name,
        schema_version=1,
        aggregate_id="agency:H08",
        aggregate_version=1,
        occurred_at=utcnow(),
        actor=ADMINISTRATOR,
        correlation_id="c",
        payload=payload,
    )
    agency_ends.on_agency_end(accounts.store, event, Context.new(SERVICE))


def timer_of(accounts: AccountsApplication) -> dict[str, Any] | None:
    return accounts.store.database.timers.find_one({"kind": agency_ends.AGENCY_END, "key": "H08"})


def test_the_clients_of_an_agency_end_with_it(accounts: AccountsApplication) -> None:
    today, day = local_day(utcnow()), timedelta(days=1)
    client, secret = made(accounts, agency="000.00.00.H08")
    stranger, _ = made(accounts, agency="000.00.00.H09")
    before = grant(accounts, secret)
    ends(accounts, today + day)
    planned = timer_of(accounts)
    assert planned is not None and planned["due_at"] == start_of_day(today + day)
    timer = Timer(agency_ends.AGENCY_END, "H08", utcnow(), {}, 1)
    agency_ends.end_agency(accounts.store, timer, Context.new(SERVICE))
    assert read(accounts, client).disabled_at is None, "the day has not come"
    ends(accounts, None)
    assert timer_of(accounts) is None, "it goes on after all"
    agency_ends.end_agency(accounts.store, timer, Context.new(SERVICE))
    ends(accounts, today)
    assert refusal(accounts, secret) == ("credentials_invalid", "disabled")
    assert before["sid"] in void(accounts)
    assert read(accounts, stranger).disabled_at is None
    enable = EnableMachineClient(command_id=new_id(), client_id=client.client_id)
    assert accounts.outcome(contract.enable_machine_client, enable, ADMINISTRATOR) == "agency_ended"
    for agency in ("H08", "H08.11"):
        assert accounts.outcome(contract.create_machine_client, request(agency), OPERATOR) == "agency_ended"


def test_the_clients_of_an_agency_end_when_the_day_has_begun(accounts: AccountsApplication) -> None:
    client, _ = made(accounts, agency="H08.11.05")
    documents = accounts.store.database.agency_ends
    end = {"agency_codes": ["H08.11.05"], "keys": ["H08.11.05"], "ended_on": str(local_day(utcnow()))}
    documents.insert_one({"_id": "H08.11.05", **end})
    agency_ends.end_agency(
        accounts.store, Timer(agency_ends.AGENCY_END, "H08.11.05", utcnow(), {}, 1), Context.new(SERVICE)
    )
    assert read(accounts, client).disabled_at is not None
