"""Who is calling: access tokens checked against the keys that accounts publishes, and against those that are void."""

import asyncio
import hmac
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import jwt

from chassis.core.access_tokens import Keys, VerifiedToken, key_id, keys_of, verify
from contracts import networks
from contracts.accounts import Jwks
from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError
from gateway.clients.revocations import RevocationList

log = logging.getLogger(__name__)

KEYS_FRESH_S = 600.0
REFETCH_AFTER_S = 10.0
LEEWAY_S = 5
MAX_CACHED_TOKENS = 10_000

_UNKNOWN: tuple[float, str, VerifiedToken | None] = (0.0, "", None)

Clock = Callable[[], float]


class KeySet:
    """The published keys by `kid`. An unknown kid asks again, at most every 10 seconds.

    Keys that cannot be renewed stay in use: a new key is published long before it signs (`motcua keys`).
    """

    def __init__(self, fetch: Callable[[], Awaitable[Jwks]], clock: Clock = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: Keys = {}
        self._fetched_at: float | None = None
        self._lock = asyncio.Lock()
        self.generation = 0

    async def get(self, kid: str) -> jwt.PyJWK | None:
        if self._age() > (KEYS_FRESH_S if kid in self._keys else REFETCH_AFTER_S):
            async with self._lock:
                if self._age() > (KEYS_FRESH_S if kid in self._keys else REFETCH_AFTER_S):
                    await self._renew()
        return self._keys.get(kid)

    def expire(self) -> None:
        """They have changed: the next token has accounts asked."""
        self._fetched_at = None

    def _age(self) -> float:
        return float("inf") if self._fetched_at is None else self._clock() - self._fetched_at

    async def _renew(self) -> None:
        try:
            published = await self._fetch()
        except ServiceError:
            if not self._keys:
                raise
            log.warning("keys of accounts cannot be renewed; going on with the old ones")
        else:
            self._keys = keys_of(published)
            self.generation += 1
        self._fetched_at = self._clock()


def account_ids(actor: Actor) -> tuple[str, ...]:
    """The accounts whose lock makes a token of the actor void: its own, and that of who acts for it."""
    return (actor.account_id,) if actor.acting is None else (actor.account_id, actor.acting.person_id)


class TokenVerifier:
    """Turns a bearer token into its caller. Remembers good tokens until they expire or the keys change."""

    def __init__(
        self,
        keys: KeySet,
        revocations: RevocationList,
        clock: Clock = time.time,
    ) -> None:
        self._keys = keys
        self._revocations = revocations
        self._clock = clock
        self._verified: OrderedDict[str, tuple[float, str, VerifiedToken]] = OrderedDict()
        """By token: until when, by which key, and who."""
        self._generation = keys.generation

    async def authenticate(self, token: str, address: str = "", certificate: str = "") -> VerifiedToken:
        """`address`, `certificate` (its thumbprint): where the token comes from; empty: not known, or none.

        Raises ServiceError: unauthenticated, also for a token that is void or comes from where it may not,
        representation_not_in_force for one whose act has ended, token_expired, or why the keys cannot be read.
        """
        _, known, _ = self._verified.get(token, _UNKNOWN)
        kid = known or key_id(token)
        key = await self._keys.get(kid)
        if key is None:
            raise ServiceError(ErrorCode.UNAUTHENTICATED)
        verified = self._remembered(token) or self._verify(token, kid, key)
        actor = verified.actor
        await self._revocations.require_valid(
            verified.session_id, *account_ids(actor), token_id=verified.token_id
        )
        if actor.acting is not None:
            self._revocations.refuse_ended(actor.acting.void_key)
        _require_place(verified, address, certificate)
        return verified

    def _remembered(self, token: str) -> VerifiedToken | None:
        if self._generation != self._keys.generation:
            self._verified.clear()
            self._generation = self._keys.generation
        expires_at, _, verified = self._verified.get(token, _UNKNOWN)
        return verified if self._clock() < expires_at else None

    def _verify(self, token: str, kid: str, key: jwt.PyJWK) -> VerifiedToken:
        verified, expires_at = verify(token, key, LEEWAY_S)
        self._remember(token, kid, expires_at, verified)
        return verified

    def _remember(self, token: str, kid: str, expires_at: float, verified: VerifiedToken) -> None:
        self._verified[token] = expires_at, kid, verified
        if len(self._verified) > MAX_CACHED_TOKENS:
            self._verified.popitem(last=False)


def _require_place(verified: VerifiedToken, address: str, certificate: str) -> None:
    """Raises UNAUTHENTICATED for a machine client's token that comes from another network than it is bound to, or without
    its certificate (RFC 8705 3)."""
    if verified.networks and not networks.contains(verified.networks, address):
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    if verified.certificate and not hmac.compare_digest(verified.certificate, certificate):
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
