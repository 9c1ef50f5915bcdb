"""Sessions: families of refresh tokens, of which each is taken once.

A log-in starts a family. Its tokens follow one another: each refresh spends one and gives the next. The
family ends 30 days after the log-in, however often it is refreshed. A spent token that comes again is
one of two things:

- within GRACE and from the client that spent it: a second tab, or an answer that was lost on the way. It gets
  the token that follows from it, the same as the first time, or the newest of the line when that has been
  spent too;
- later, or from another client: a copy, and it is unknown who holds it. The whole family ends.

To its owner a family is a session (phiên đăng nhập), with a device and the network that it was last used from.

The successor is not stored. It is HMAC-SHA256 of the token before it with a key that is stored when that is
spent: only who shows the earlier token can be given the later one.
"""

import base64
import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.accounts import AuthenticationMethod, Session
from contracts.errors import ErrorCode, ServiceError

LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=45)
"""How long a spent token is answered again: longer than a call that was given up and sent again."""


class FamilyEnding(StrEnum):
    LOGGED_OUT = "logged_out"  # by its owner, or because the password changed or the account was locked
    REUSED = "reused"


@dataclass(frozen=True)
class Opening:
    """What a log-in knows of itself before it gives a session: the device as described and as named, the linked identity,
    what a provider names the session by, how its person has proved who he is, and when a second factor was shown."""

    device: str = ""
    name: str = ""
    identity_id: str = ""
    provider_keys: tuple[str, ...] = ()
    methods: tuple[AuthenticationMethod, ...] = ()
    factor_at: datetime | None = None


@dataclass(frozen=True)
class TokenFamily:
    """All refresh tokens that stem from one log-in.

    `device`: browser and system, `name`: the device as its owner calls it, `network`: from where it was used last, all
    empty where they are not known, as in families of earlier releases; `used_at`: of its last refresh, if any;
    `identity_id`: the linked identity that it was opened by, empty: by password; `provider_keys`: digests by which a
    provider names it when the person logs out there; `methods`: how its person has proved who he is, none in families of
    earlier releases; `factor_at`: when a second factor was last shown in it.
    """

    family_id: str
    account_id: str
    expires_at: datetime
    ending: FamilyEnding | None = None
    device: str = ""
    name: str = ""
    network: str = ""
    used_at: datetime | None = None
    identity_id: str = ""
    provider_keys: tuple[str, ...] = ()
    methods: tuple[AuthenticationMethod, ...] = ()
    factor_at: datetime | None = None

    @property
    def opened_at(self) -> datetime:
        return self.expires_at - LIFETIME

    @property
    def proved_at(self) -> datetime:
        """When its person last proved who he is."""
        return self.factor_at or self.opened_at


@dataclass(frozen=True)
class Spending:
    """When and from which client a token was exchanged, and the key that makes its successor."""

    at: datetime
    client: str
    successor_key: bytes = field(repr=False)

    def covers(self, client: str, now: datetime) -> bool:
        """Whether the token, shown again, is taken for a repetition."""
        return client == self.client and now < self.at + GRACE


@dataclass(frozen=True)
class RefreshToken:
    """A token as stored: its digest only. `spending` once it has been exchanged; of one that an earlier release spent
    only `spent` is known."""

    digest: str
    family_id: str
    spent: bool = False
    spending: Spending | None = None


@dataclass(frozen=True)
class RefreshSecret:
    """A refresh token as its holder has it: 256 random bits, or what follows from them."""

    text: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def digest(self) -> str:
        return digest(self.text)

    def successor(self, key: bytes) -> "RefreshSecret":
        """The next token of the family; the same for the same key."""
        made = hmac.digest(key, self.text.encode(), "sha256")
        return RefreshSecret(base64.urlsafe_b64encode(made).rstrip(b"=").decode())


def opened_with_factor(opening: Opening, method: AuthenticationMethod, at: datetime) -> Opening:
    """The opening of a log-in whose second step has shown this."""
    return replace(opening, methods=_with(opening.methods, method), factor_at=at)


def with_factor(family: TokenFamily, method: AuthenticationMethod, at: datetime) -> TokenFamily:
    """The session in which a second factor has been shown."""
    return replace(family, methods=_with(family.methods, method), factor_at=at)


def _with(
    methods: tuple[AuthenticationMethod, ...], method: AuthenticationMethod
) -> tuple[AuthenticationMethod, ...]:
    return tuple(dict.fromkeys((*methods, method, AuthenticationMethod.MULTIPLE_FACTORS)))


class RefreshDecision(StrEnum):
    ROTATE = "rotate"
    REPEAT = "repeat"  # go on to the successor, and decide again
    REVOKE = "revoke"


def new_successor_key() -> bytes:
    return secrets.token_bytes(32)


def provider_key(provider: str, name: str, value: str) -> str:
    """Of `sub` or `sid` in a token of an identity provider."""
    return digest(f"{provider} {name} {value}")


def digest(token: str) -> str:
    """SHA-256 is enough for 256 random bits; a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).hexdigest()


def shown(family: TokenFamily, current: str) -> Session:
    """The family as its owner sees it; `current` is the id of the one that the owner asks by."""
    return Session(
        session_id=family.family_id,
        device=family.name or family.device,
        address=family.network,
        opened_at=family.opened_at,
        used_at=family.used_at or family.opened_at,
        expires_at=family.expires_at,
        current=family.family_id == current,
        methods=family.methods,
        proved_at=family.proved_at,
    )


def masked(client: str) -> str:
    """The network of a client's address: its /24, of IPv6 the /48; empty for what is no address."""
    try:
        network = ipaddress.ip_network(client, strict=False)
    except ValueError:
        return ""
    return str(network.supernet(new_prefix=24 if network.version == 4 else 48))


def require_open(family: TokenFamily, now: datetime) -> None:
    """Raises `unauthenticated` after a log-out, `token_expired` past the end of the family, `token_reused` when the
    family has been revoked already."""
    if family.ending is FamilyEnding.LOGGED_OUT:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    if family.ending is FamilyEnding.REUSED:
        raise ServiceError(ErrorCode.TOKEN_REUSED)
    if family.expires_at <= now:
        raise ServiceError(ErrorCode.TOKEN_EXPIRED)


def decide_refresh(token: RefreshToken, client: str, now: datetime) -> RefreshDecision:
    """Whether a token of an open family is exchanged, answered again, or its family revoked."""
    if not token.spent:
        return RefreshDecision.ROTATE
    if token.spending is not None and token.spending.covers(client, now):
        return RefreshDecision.REPEAT
    return RefreshDecision.REVOKE
