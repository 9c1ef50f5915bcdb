"""The life of a machine client: whatever happens to it, two secrets are live at most and void tokens stay void."""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.machine_clients import clients, secrets
from accounts.domain.machine_clients.clients import Client, Secret
from contracts.accounts import ChangeMachineClient, CreateMachineClient, MachineScope
from contracts.errors import ErrorCode, ServiceError

AT = datetime(2026, 11, 28, 3, tzinfo=UTC)
DAY = timedelta(days=1)
ID = "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"


def client(*live: Secret, **changes: object) -> Client:
    request = CreateMachineClient(
        command_id="c",
        name="Một cửa",
        agency_code="000.00.00.H05",
        scopes=(MachineScope.SYNC_WRITE, MachineScope.SYNC_READ, MachineScope.SYNC_WRITE),
    )
    return replace(clients.created(request, ID, AT), secrets=live, **changes)  # type: ignore[arg-type]


def secret(name: str, text: str = "", at: datetime = AT, days: int = 90, **changes: object) -> Secret:
    digest = secrets.digest(ID, name, text or name)
    return replace(Secret(name, digest, at, at + days * DAY), **changes)  # type: ignore[arg-type]


def change(before: Client, **fields: object) -> Client:
    request = ChangeMachineClient(command_id="c", client_id=ID, expected_version=before.version, **fields)
    return clients.changed(before, request)


def code_of(refused: pytest.ExceptionInfo[ServiceError]) -> str:
    found = refused.value
    return found.errors[0].code if found.errors else found.code


def test_a_scope_is_had_once() -> None:
    assert client().scopes == (MachineScope.SYNC_WRITE, MachineScope.SYNC_READ)


def test_the_secret_before_goes_on_for_the_overlap_and_no_longer_than_it_would() -> None:
    first = secret("first", days=90)
    after = clients.with_secret(client(first), secret("second", at=AT + DAY), 30 * DAY)
    assert [each.expires_at for each in after.secrets] == [AT + 31 * DAY, AT + 91 * DAY]
    soon = clients.with_secret(client(secret("first", days=2)), secret("second", at=AT + DAY), 30 * DAY)
    assert soon.secrets[0].expires_at == AT + 2 * DAY


def test_a_third_secret_takes_the_place_of_one_that_was_never_used_and_of_no_other() -> None:
    used = secret("used", used_at=AT)
    after = clients.with_secret(client(used, secret("unused")), secret("new"), 30 * DAY)
    assert [each.secret_id for each in after.live_secrets(AT)] == ["used", "new"]
    with pytest.raises(ServiceError) as refused:
        clients.with_secret(client(used, secret("too", used_at=AT)), secret("new"), 30 * DAY)
    assert refused.value.code is ErrorCode.MACHINE_SECRETS_FULL


@pytest.mark.parametrize(
    ("shown", "found"),
    [("first", "first"), ("second", "second"), ("revoked", None), ("expired", None), ("", None)],
)
def test_a_live_secret_is_known_and_no_other(shown: str, found: str | None) -> None:
    known = client(
        secret("revoked", revoked_at=AT),
        secret("expired", at=AT - 91 * DAY),
        secret("first"),
        secret("second"),
    )
    matching = clients.matching(known, shown, AT)
    assert (matching and matching.secret_id) == found


def test_a_digest_is_worth_nothing_under_another_name() -> None:
    stolen = replace(secret("first"), secret_id="second")
    assert clients.matching(client(stolen), "first", AT) is None


@pytest.mark.parametrize(
    "bound",
    [
        {"scopes": (MachineScope.SYNC_READ,)},
        {"networks": ("203.0.113.0/24",)},
        {"certificates": ("a" * 43,)},
    ],
    ids=lambda bound: next(iter(bound)),
)
def test_other_bounds_void_what_is_out(bound: dict[str, tuple[str, ...]]) -> None:
    before = client(secret("first"), secret("second"))
    after = change(before, **bound)
    assert clients.voided(before, after, AT) == before.sessions(AT)
    assert len(after.sessions(AT)) == 2


def test_another_name_voids_nothing_and_the_same_values_are_no_change() -> None:
    before = client(secret("first"))
    assert clients.voided(before, change(before, name="Khác"), AT) == ()
    assert change(before, name="Một cửa", scopes=before.scopes, networks=()) is before


def test_a_change_of_what_was_not_seen_is_refused() -> None:
    with pytest.raises(ServiceError) as refused:
        clients.changed(
            client(), ChangeMachineClient(command_id="c", client_id=ID, expected_version=7, name="X")
        )
    assert refused.value.code is ErrorCode.VERSION_STALE


@pytest.mark.parametrize(
    ("address", "certificate", "reason"),
    [
        ("203.0.113.9", "b" * 43, None),
        ("::ffff:203.0.113.9", "b" * 43, None),
        ("2001:db8:5::7", "c" * 43, None),
        ("203.0.114.9", "b" * 43, "network"),
        ("2001:db8:6::7", "b" * 43, "network"),
        ("", "b" * 43, "network"),
        ("203.0.113.9", "", "certificate"),
        ("203.0.113.9", "d" * 43, "certificate"),
    ],
)
def test_a_client_comes_from_its_networks_with_a_certificate_of_its_own(
    address: str, certificate: str, reason: str | None
) -> None:
    bound = client(networks=("203.0.113.0/24", "2001:db8:5::/48"), certificates=("b" * 43, "c" * 43))
    if reason is None:
        clients.require_place(bound, address, certificate)
        return
    with pytest.raises(ServiceError) as refused:
        clients.require_place(bound, address, certificate)
    assert (refused.value.code, refused.value.params) == ("credentials_invalid", {"reason": reason})


def test_a_disabled_client_has_no_place() -> None:
    with pytest.raises(ServiceError) as refused:
        clients.require_place(clients.disabled(client(), AT), "203.0.113.9", "")
    assert refused.value.params == {"reason": "disabled"}


@pytest.mark.parametrize(
    ("requested", "granted"),
    [
        ("", ["sync.write", "sync.read"]),
        ("sync.read", ["sync.read"]),
        ("sync.read  sync.write", ["sync.write", "sync.read"]),
        ("dossiers.read", None),
        ("sync.read admin", None),
    ],
)
def test_a_token_has_scopes_of_the_client_and_no_other(requested: str, granted: list[str] | None) -> None:
    if granted is not None:
        assert list(clients.granted_scopes(client(), requested)) == granted
        return
    with pytest.raises(ServiceError) as refused:
        clients.granted_scopes(client(), requested)
    assert code_of(refused) == "scope_not_given"


def test_a_use_is_noted_once_a_minute() -> None:
    assert clients.is_to_be_noted(secret("a"), AT)
    assert not clients.is_to_be_noted(secret("a", used_at=AT), AT + timedelta(seconds=59))
    assert clients.is_to_be_noted(secret("a", used_at=AT), AT + timedelta(seconds=60))


@dataclass
class Life:
    """A client as time goes by, and which tokens of it are void."""

    now: datetime = AT
    client: Client = field(default_factory=client)
    void: set[str] = field(default_factory=set)

    def live(self, act: str) -> None:
        before = self.client
        self.client = getattr(self, act)()
        ended = clients.voided(before, self.client, self.now)
        assert not self.void.intersection(ended), "each ends once"
        self.void.update(ended)
        assert not self.void.intersection(self.client.sessions(self.now))
        assert len(self.client.live_secrets(self.now)) <= 2
        assert self.client.version - before.version in (0, 1)

    def issue(self) -> Client:
        try:
            new = secret(random.token_hex(4), at=self.now)
            return clients.with_secret(self.client, new, 30 * DAY)
        except ServiceError:
            assert len(self.client.live_secrets(self.now)) == 2
            return self.client

    def use(self) -> Client:
        used = self.client.live_secrets(self.now)[-1:]
        noted = (replace(each, used_at=self.now) if each in used else each for each in self.client.secrets)
        return replace(self.client, secrets=tuple(noted))

    def revoke(self) -> Client:
        live = self.client.live_secrets(self.now)
        return clients.without_secret(self.client, live[0].secret_id if live else "none", self.now)

    def disable(self) -> Client:
        return clients.disabled(self.client, self.now)

    def enable(self) -> Client:
        return clients.enabled(self.client)

    def narrow(self) -> Client:
        return change(self.client, scopes=(random.choice(list(MachineScope)),))

    def wait_a_day(self) -> Client:
        self.now += DAY
        return self.client

    def wait_a_month(self) -> Client:
        self.now += 30 * DAY
        return self.client


ACTS = ["issue", "use", "revoke", "disable", "enable", "narrow", "wait_a_day", "wait_a_month"]


@given(st.lists(st.sampled_from(ACTS), max_size=30))
def test_whatever_happens_two_are_live_at_most_and_what_was_void_stays_void(acts: list[str]) -> None:
    life = Life()
    for act in acts:
        life.live(act)
