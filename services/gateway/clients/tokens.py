"""Who is calling: access tokens (JWT, EdDSA) checked against the keys that accounts publishes."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import jwt
from pydantic import ValidationError

from contracts.accounts import AccessClaims, Jwks
from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError
from gateway.clients.revocations import RevocationList

log = logging.getLogger(__name__)

KEYS_FRESH_S = 600.0
REFETCH_AFTER_S = 10.0
LEEWAY_S = 5
MAX_CACHED_TOKENS = 10_000
ALGORITHM = "EdDSA"

Clock = Callable[[], float]


class KeySet:
    """The published keys by `kid`. An unknown kid asks again, at most every 10 seconds.

    Keys that cannot be renewed stay in use: keys change by an operator's hand only, outages do not.
    """

    def __init__(self, fetch: Callable[[], Awaitable[Jwks]], clock: Clock = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._lock = asyncio.Lock()
        self.generation = 0

    async def get(self, kid: str) -> jwt.PyJWK | None:
        if self._age() > (KEYS_FRESH_S if kid in self._keys else REFETCH_AFTER_S):
            async with self._lock:
                if self._age() > (KEYS_FRESH_S if kid in self._keys else REFETCH_AFTER_S):
                    await self._renew()
        return self._keys.get(kid)

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
            self._keys = {
                key["kid"]: jwt.PyJWK(dict(key), ALGORITHM) for key in published.keys if "kid" in key
            }
            self.generation += 1
        self._fetched_at = self._clock()


@dataclass(frozen=True)
class VerifiedToken:
    """Who calls, and the session that the token was given out for; empty for a system."""

    actor: Actor
    session_id: str


class TokenVerifier:
    """Turns a bearer token into its caller. Remembers good tokens until they expire or the keys change."""

    def __init__(
        self,
        keys: KeySet,
        revocations: RevocationList,
        issuer: str,
        audience: str,
        clock: Clock = time.time,
    ) -> None:
        self._keys = keys
        self._revocations = revocations
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self._verified: OrderedDict[str, tuple[float, VerifiedToken]] = OrderedDict()
        self._generation = keys.generation

    async def authenticate(self, token: str) -> VerifiedToken:
        """Raises ServiceError: unauthenticated, also for a token that is void, token_expired, or why the keys cannot be
        read."""
        key = await self._keys.get(_key_id(token))
        if key is None:
            raise ServiceError(ErrorCode.UNAUTHENTICATED)
        verified = self._remembered(token) or self._verify(token, key)
        await self._revocations.require_valid(verified.session_id, verified.actor.account_id)
        return verified

    def _remembered(self, token: str) -> VerifiedToken | None:
        if self._generation != self._keys.generation:
            self._verified.clear()
            self._generation = self._keys.generation
        expires_at, verified = self._verified.get(token, (0.0, None))
        return verified if self._clock() < expires_at else None

    def _verify(self, token: str, key: jwt.PyJWK) -> VerifiedToken:
        try:
            claims = jwt.decode(
                token, key, [ALGORITHM], audience=self._audience, issuer=self._issuer, leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )  # fmt: skip
            stated = AccessClaims.model_validate(claims, extra="ignore")
        except jwt.ExpiredSignatureError:
            raise ServiceError(ErrorCode.TOKEN_EXPIRED) from None
        except (jwt.InvalidTokenError, ValidationError):
            raise ServiceError(ErrorCode.UNAUTHENTICATED) from None
        verified = VerifiedToken(stated.actor(), stated.sid)
        self._remember(token, float(claims["exp"]), verified)
        return verified

    def _remember(self, token: str, expires_at: float, verified: VerifiedToken) -> None:
        self._verified[token] = expires_at, verified
        if len(self._verified) > MAX_CACHED_TOKENS:
            self._verified.popitem(last=False)


def _key_id(token: str) -> str:
    """The `kid` that a token claims; its algorithm must be ours before any key is looked up."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise ServiceError(ErrorCode.UNAUTHENTICATED) from None
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    return kid
