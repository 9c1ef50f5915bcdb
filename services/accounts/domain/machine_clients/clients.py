"""Machine clients (ứng dụng máy): their life, the secrets that are live, and what a token of one says."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.domain.machine_clients import networks, secrets
from contracts.accounts import (
    MOST_LIVE_SECRETS,
    ChangeMachineClient,
    CreateMachineClient,
    MachineClient,
    MachineScope,
    MachineSecret,
)
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.networks import contains

_REMEMBERED_SECRETS = 8
"""Of those that have ended the newest are shown, live ones always."""
NOTED_EVERY = timedelta(minutes=1)
"""A secret that is used more often is noted no oftener."""
_BOUNDS = ("scopes", "networks", "certificates")


@dataclass(frozen=True)
class Secret:
    """A secret as stored. `used_at` and `address` are of its last use, as noted; `noticed_days`: how many days before its
    end the last notice went out."""

    secret_id: str
    digest: str = field(repr=False)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    address: str = ""
    noticed_days: int | None = None

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True)
class Client:
    """A machine client as stored. `generation` counts what voids tokens: they name the one that they were given out in."""

    client_id: str
    version: int
    name: str
    agency_code: str
    scopes: tuple[MachineScope, ...]
    networks: tuple[str, ...]
    certificates: tuple[str, ...]
    created_at: datetime
    generation: int = 1
    disabled_at: datetime | None = None
    secrets: tuple[Secret, ...] = ()

    def live_secrets(self, at: datetime) -> tuple[Secret, ...]:
        return tuple(secret for secret in self.secrets if secret.is_live(at))

    def session(self, secret: Secret) -> str:
        """The `sid` of tokens that are given out for a secret now."""
        return f"{secret.secret_id}.{self.generation}"

    def sessions(self, at: datetime) -> tuple[str, ...]:
        """The `sid`s of all tokens that are good now."""
        if self.disabled_at is not None:
            return ()
        return tuple(self.session(secret) for secret in self.live_secrets(at))


def created(request: CreateMachineClient, client_id: str, at: datetime) -> Client:
    """Raises INVALID_REQUEST for what is no network."""
    return Client(
        client_id=client_id,
        version=1,
        name=request.name,
        agency_code=request.agency_code,
        scopes=_once(request.scopes),
        networks=networks.normalised(request.networks),
        certificates=_once(request.certificates),
        created_at=at,
    )


def changed(client: Client, request: ChangeMachineClient) -> Client:
    """The client after the change: one version on, or the very same when nothing differs. Other bounds void its tokens.

    Raises VERSION_STALE when the caller has seen an older version, INVALID_REQUEST for what is no network.
    """
    if not is_expected(request.expected_version, client.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=client.version)
    changes: dict[str, Any] = {}
    if request.name is not None:
        changes["name"] = request.name
    if request.scopes is not None:
        changes["scopes"] = _once(request.scopes)
    if request.networks is not None:
        changes["networks"] = networks.normalised(request.networks)
    if request.certificates is not None:
        changes["certificates"] = _once(request.certificates)
    after = replace(client, **changes)
    if after == client:
        return client
    bound_anew = any(getattr(after, name) != getattr(client, name) for name in _BOUNDS)
    return replace(after, version=client.version + 1, generation=client.generation + bound_anew)


def disabled(client: Client, at: datetime) -> Client:
    """One version on, and its tokens void; the very same when it is disabled already."""
    if client.disabled_at is not None:
        return client
    return replace(client, disabled_at=at, version=client.version + 1, generation=client.generation + 1)


def enabled(client: Client) -> Client:
    """One version on; the very same when it is not disabled."""
    if client.disabled_at is None:
        return client
    return replace(client, disabled_at=None, version=client.version + 1)


def with_secret(client: Client, secret: Secret, overlap: timedelta) -> Client:
    """One version on, with a secret more. Those before end after `overlap` at the latest.

    Of two live ones the newer gives way where it was never used: nobody goes on with it. Raises MACHINE_SECRETS_FULL.
    """
    at = secret.created_at
    live = client.live_secrets(at)
    given_up = None
    if len(live) >= MOST_LIVE_SECRETS:
        given_up = live[-1]
        if given_up.used_at is not None:
            raise ServiceError(ErrorCode.MACHINE_SECRETS_FULL)
    before = (
        replace(each, revoked_at=at) if each is given_up
        else replace(each, expires_at=min(each.expires_at, at + overlap)) if each in live
        else each
        for each in client.secrets
    )  # fmt: skip
    return replace(client, version=client.version + 1, secrets=_remembered((*before, secret), at))


def without_secret(client: Client, secret_id: str, at: datetime) -> Client:
    """One version on, with this secret revoked; the very same where it is live no more."""
    if all(secret.secret_id != secret_id for secret in client.live_secrets(at)):
        return client
    after = tuple(
        replace(secret, revoked_at=at) if secret.secret_id == secret_id else secret
        for secret in client.secrets
    )
    return replace(client, version=client.version + 1, secrets=after)


def voided(before: Client, after: Client, at: datetime) -> tuple[str, ...]:
    """The `sid`s of tokens that a change makes void."""
    good = after.sessions(at)
    return tuple(session for session in before.sessions(at) if session not in good)


def matching(client: Client, shown: str, at: datetime) -> Secret | None:
    """The live secret that was shown."""
    right = [
        secret
        for secret in client.live_secrets(at)
        if secrets.is_right(client.client_id, secret.secret_id, shown, secret.digest)
    ]
    return right[0] if right else None


def require_place(client: Client, address: str, certificate: str) -> None:
    """Raises CREDENTIALS_INVALID with the `reason` for a client that is disabled, comes from elsewhere or shows no
    certificate of its own: for who has shown its secret."""
    if client.disabled_at is not None:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID, reason="disabled")
    if client.networks and not contains(client.networks, address):
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID, reason="network")
    if client.certificates and certificate not in client.certificates:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID, reason="certificate")


def granted_scopes(client: Client, requested: str) -> tuple[MachineScope, ...]:
    """Of those that the client has, the requested ones, or all. Raises INVALID_REQUEST at /scope for any other."""
    names = requested.split()
    if not names:
        return client.scopes
    if any(name not in client.scopes for name in names):
        wrong = wrong_field("/scope", "scope_not_given")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    return tuple(scope for scope in client.scopes if scope in names)


def is_to_be_noted(secret: Secret, at: datetime) -> bool:
    """Whether its last use is long enough ago to note this one."""
    return secret.used_at is None or secret.used_at + NOTED_EVERY <= at


_SOON = {"1d": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}


def ends_within(secret: Secret, at: datetime) -> str:
    """How soon a secret ends: 1d, 7d, 30d or later."""
    left = secret.expires_at - at
    return next((name for name, time in _SOON.items() if left <= time), "later")


def changed_fields(before: Client, after: Client) -> tuple[str, ...]:
    names = ("name", "scopes", "networks", "certificates", "disabled_at")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def shown(client: Client) -> MachineClient:
    """The client as its administrators see it."""
    return MachineClient(
        client_id=client.client_id,
        version=client.version,
        name=client.name,
        agency_code=client.agency_code,
        scopes=client.scopes,
        networks=client.networks,
        certificates=client.certificates,
        created_at=client.created_at,
        disabled_at=client.disabled_at,
        secrets=tuple(
            MachineSecret(
                secret_id=secret.secret_id,
                created_at=secret.created_at,
                expires_at=secret.expires_at,
                revoked_at=secret.revoked_at,
                last_used_at=secret.used_at,
                last_address=secret.address,
            )
            for secret in client.secrets
        ),
    )


def _remembered(all_of: tuple[Secret, ...], at: datetime) -> tuple[Secret, ...]:
    ended = [secret for secret in all_of if not secret.is_live(at)]
    forgotten = {secret.secret_id for secret in ended[:-_REMEMBERED_SECRETS]}
    return tuple(secret for secret in all_of if secret.secret_id not in forgotten)


def _once(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
