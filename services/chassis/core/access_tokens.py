"""Access tokens as everybody checks them: JWT, EdDSA, by the keys that accounts publishes."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import jwt
from pydantic import ValidationError

from contracts.accounts import REPRESENTATION_AUDIENCE, TOKEN_AUDIENCE, TOKEN_ISSUER, AccessClaims, Jwks
from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError

ALGORITHM = "EdDSA"
MAX_REMEMBERED = 10_000
"""Tokens that one process remembers; the oldest goes first."""
_REQUIRED = ["exp", "iat", "sub", "aud", "iss"]
_AUDIENCES = [TOKEN_AUDIENCE, REPRESENTATION_AUDIENCE]

Keys = dict[str, jwt.PyJWK]
"""Public keys by their `kid`."""


class UnknownKey(Exception):
    """Raised for a token whose key is not among those that are known: it may be a new one."""


@dataclass(frozen=True)
class VerifiedToken:
    """Who calls, and the session that the token was given out for; empty for the account of a system.

    Of a machine client: `scopes` that bind it (None: none do), `token_id`, by which this token alone can be voided, the
    `networks` that it may come from and the thumbprint of the `certificate` that it must show, empty where any will do.
    """

    actor: Actor
    session_id: str
    scopes: frozenset[str] | None = None
    token_id: str = ""
    networks: tuple[str, ...] = ()
    certificate: str = ""

    @classmethod
    def of(cls, claims: AccessClaims) -> "VerifiedToken":
        """Raises UNAUTHENTICATED for a token that is bound by something that is not known here (RFC 7800 3.1)."""
        bound = claims.cnf or {}
        if set(bound) - {"x5t#S256"}:
            raise ServiceError(ErrorCode.UNAUTHENTICATED)
        return cls(
            actor=claims.actor(),
            session_id=claims.sid,
            scopes=None if claims.scope is None else frozenset(claims.scope.split()),
            token_id=claims.jti,
            networks=claims.networks,
            certificate=bound.get("x5t#S256", ""),
        )


def keys_of(published: Jwks) -> Keys:
    """The keys by which tokens are checked. Raises jwt.InvalidKeyError."""
    return {key["kid"]: jwt.PyJWK(dict(key), ALGORITHM) for key in published.keys if "kid" in key}


def key_id(token: str) -> str:
    """The `kid` that a token claims; its algorithm must be ours before any key is looked up. Raises UNAUTHENTICATED."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise ServiceError(ErrorCode.UNAUTHENTICATED) from None
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    return kid


def verify(token: str, key: jwt.PyJWK, leeway_s: float) -> tuple[VerifiedToken, float]:
    """Who calls, and when the token expires (epoch seconds). Raises UNAUTHENTICATED, TOKEN_EXPIRED."""
    try:
        claims = jwt.decode(
            token, key, [ALGORITHM], audience=_AUDIENCES, issuer=TOKEN_ISSUER, leeway=leeway_s,
            options={"require": _REQUIRED},
        )  # fmt: skip
        stated = AccessClaims.model_validate(claims, extra="ignore")
    except jwt.ExpiredSignatureError:
        raise ServiceError(ErrorCode.TOKEN_EXPIRED) from None
    except (jwt.InvalidTokenError, ValidationError):
        raise ServiceError(ErrorCode.UNAUTHENTICATED) from None
    if claims["aud"] != (TOKEN_AUDIENCE if stated.acting is None else REPRESENTATION_AUDIENCE):
        raise ServiceError(ErrorCode.UNAUTHENTICATED)  # who acts for another is told from the owner by both
    return VerifiedToken.of(stated), float(claims["exp"])


class TokenMemory:
    """Checks tokens by the keys it has, each once: a good one is remembered by its digest until it expires.

    Asks nobody and waits for nothing. New keys void what was remembered by those before.
    """

    def __init__(self, leeway_s: float, clock: Callable[[], float] = time.time) -> None:
        self._leeway_s = leeway_s
        self._clock = clock
        self._keys: Keys = {}
        self._published: Jwks | None = None
        self._remembered: OrderedDict[bytes, tuple[float, VerifiedToken]] = OrderedDict()

    def replace_keys(self, published: Jwks) -> None:
        if published != self._published:
            self._keys, self._published = keys_of(published), published
            self._remembered.clear()

    def check(self, token: str) -> VerifiedToken:
        """Raises UnknownKey; ServiceError: UNAUTHENTICATED, TOKEN_EXPIRED."""
        digest = hashlib.sha256(token.encode()).digest()
        good_until, verified = self._remembered.get(digest, (0.0, None))
        if verified is not None and self._clock() < good_until:
            return verified
        key = self._keys.get(key_id(token))
        if key is None:
            raise UnknownKey
        verified, expires_at = verify(token, key, self._leeway_s)
        self._remembered[digest] = expires_at + self._leeway_s, verified
        if len(self._remembered) > MAX_REMEMBERED:
            self._remembered.popitem(last=False)
        return verified
