"""Sessions: families of refresh tokens, of which each is taken once.

A log-in starts a family. Its tokens follow one another: each refresh spends one and gives the next. The
family ends 30 days after the log-in, however often it is refreshed. A spent token that comes again was
copied, and it is unknown who holds the copy: the whole family ends. Two refreshes with one token at
the same moment are no exception: one gets the next token, the other ends the family. Clients
refresh in one place and log in again when an answer was lost.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.errors import ErrorCode, ServiceError

LIFETIME = timedelta(days=30)


class FamilyEnding(StrEnum):
    LOGGED_OUT = "logged_out"
    REUSED = "reused"


@dataclass(frozen=True)
class TokenFamily:
    """All refresh tokens that stem from one log-in."""

    family_id: str
    account_id: str
    expires_at: datetime
    ending: FamilyEnding | None = None


@dataclass(frozen=True)
class RefreshToken:
    """A token as stored: its digest only. `spent` once it has been exchanged."""

    digest: str
    family_id: str
    spent: bool = False


@dataclass(frozen=True)
class NewRefreshToken:
    """A new refresh token as its holder gets it: 256 random bits."""

    text: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def digest(self) -> str:
        return digest(self.text)


class RefreshDecision(StrEnum):
    ROTATE = "rotate"
    REVOKE = "revoke"


def digest(token: str) -> str:
    """SHA-256 is enough for 256 random bits; a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).hexdigest()


def decide_refresh(token: RefreshToken, family: TokenFamily, now: datetime) -> RefreshDecision:
    """Whether the token is exchanged or its family revoked.

    Raises `unauthenticated` after a log-out, `token_expired` past the end of the family, `token_reused` when
    the family has been revoked already.
    """
    if family.ending is FamilyEnding.LOGGED_OUT:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    if family.ending is FamilyEnding.REUSED:
        raise ServiceError(ErrorCode.TOKEN_REUSED)
    if family.expires_at <= now:
        raise ServiceError(ErrorCode.TOKEN_EXPIRED)
    return RefreshDecision.REVOKE if token.spent else RefreshDecision.ROTATE
