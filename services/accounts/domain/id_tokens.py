"""Tokens of an identity provider: an ID token (OpenID Connect Core 1.0, 3.1.3.7) and a logout token (Back-Channel Logout
1.0, 2.6), checked by PyJWT with the provider's published key.

Whatever does not hold is EID_NOT_PROVED, without saying which check it failed: who forges one learns nothing.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt

from accounts.domain.identity_providers import IdentityProvider
from contracts.errors import ErrorCode, ServiceError

Claims = Mapping[str, Any]
Key = Mapping[str, Any]
"""A JSON Web Key (RFC 7517)."""

LEEWAY_S = 60
"""How far the clock of a provider may be from ours."""
LOGOUT_LIFETIME_S = 300
"""How old a logout token may be; for that long its `jti` is remembered."""
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST_JTI = 255


@dataclass(frozen=True)
class Header:
    """The head of a token that nobody has checked yet: by what key it says that it is signed."""

    algorithm: str
    kid: str | None


@dataclass(frozen=True)
class LogoutNotice:
    """That somebody has logged out at the provider: all sessions of a subject, or the one that is named."""

    subject: str = field(repr=False)
    session: str = field(repr=False)
    jti: str = field(repr=False)


def code_verifier() -> str:
    """384 random bits (RFC 7636, 4.1)."""
    return secrets.token_urlsafe(48)


def code_challenge(verifier: str) -> str:
    """S256 (RFC 7636, 4.2)."""
    return _base64url(hashlib.sha256(verifier.encode()).digest())


def header_of(token: str, provider: IdentityProvider) -> Header:
    """Raises EID_NOT_PROVED for what is no signed token, or is signed by an algorithm that is not taken from it."""
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise _refused() from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in provider.algorithms or not isinstance(kid, str | None):
        raise _refused()
    return Header(algorithm, kid)


def id_claims(
    token: str, key: Key, provider: IdentityProvider, nonce: str, access_token: str | None
) -> Claims:
    """The claims of an ID token for the log-in with this nonce. Raises EID_NOT_PROVED."""
    claims = _checked(token, key, provider, ("exp", "iat", "iss", "aud", "sub", "nonce"))
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise _refused()
    if not _equal(claims["nonce"], nonce):
        raise _refused()
    at_hash = claims.get("at_hash")
    if at_hash is not None and access_token is not None:
        algorithm = jwt.get_algorithm_by_name(header_of(token, provider).algorithm)
        digest = algorithm.compute_hash_digest(access_token.encode())
        if not _equal(at_hash, _base64url(digest[: len(digest) // 2])):
            raise _refused()
    return claims


def logout_notice(token: str, key: Key, provider: IdentityProvider, now: datetime) -> LogoutNotice:
    """Whose sessions a logout token ends. Raises EID_NOT_PROVED."""
    claims = _checked(token, key, provider, ("iat", "iss", "aud", "jti", "events"))
    events, subject, session, jti = (claims.get(name) for name in ("events", "sub", "sid", "jti"))
    if "nonce" in claims or not isinstance(events, dict) or not isinstance(events.get(_LOGOUT_EVENT), dict):
        raise _refused()
    if not isinstance(subject, str | None) or not isinstance(session, str | None) or not (subject or session):
        raise _refused()
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise _refused()
    if claims["iat"] < now.timestamp() - LOGOUT_LIFETIME_S:
        raise _refused()
    return LogoutNotice(subject or "", session or "", jti)


def _checked(token: str, key: Key, provider: IdentityProvider, required: tuple[str, ...]) -> Claims:
    """By this key, by an algorithm that is set, from this issuer, for us, in time."""
    algorithm = header_of(token, provider).algorithm
    try:
        public = jwt.PyJWK(dict(key), algorithm=algorithm)
        claims: Claims = jwt.decode(
            token,
            public,
            algorithms=[algorithm],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_S,
            options={"require": list(required), "enforce_minimum_key_length": True},
        )
    # A key or claim of another form than the library expects fails it in more ways than its own errors.
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise _refused() from None
    if not isinstance(claims.get("iat"), int | float):
        raise _refused()
    return claims


def _equal(shown: object, expected: str) -> bool:
    return isinstance(shown, str) and hmac.compare_digest(shown.encode(), expected.encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _refused() -> ServiceError:
    return ServiceError(ErrorCode.EID_NOT_PROVED)
