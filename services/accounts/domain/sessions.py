"""Sessions: families of refresh tokens, of which each is taken once.

A log-in starts a family. Its tokens follow one another: each refresh spends one and gives the next. The
family ends 30 days after the log-in, however often it is refreshed. A spent token that comes again was
copied, and nobody can tell who holds the copy: the whole family ends. Two refreshes with one token at
the same moment are no exception: one gets the next token, the other ends the family. Clients
refresh in one place and log in again when an answer was lost.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.errors import Code, ServiceError

LIFETIME = timedelta(days=30)


class Ending(StrEnum):
    LOGGED_OUT = "logged_out"
    REUSED = "reused"


@dataclass(frozen=True)
class Family:
    """All refresh tokens that stem from one log-in."""

    family_id: str
    account_id: str
    expires_at: datetime
    ending: Ending | None = None


@dataclass(frozen=True)
class RefreshToken:
    """A token as stored: its digest only. `spent` once it has been exchanged."""

    digest: str
    family_id: str
    spent: bool = False


@dataclass(frozen=True)
class Secret:
    """A new refresh token as its holder gets it: 256 random bits."""

    text: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def digest(self) -> str:
        return digest(self.text)


class Verdict(StrEnum):
    ROTATE = "rotate"
    REVOKE = "revoke"


def digest(token: str) -> str:
    """SHA-256 is enough for 256 random bits; a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).hexdigest()


def judge(token: RefreshToken, family: Family, now: datetime) -> Verdict:
    """What to do with a known token.

    Raises `unauthenticated` after a log-out, `token_expired` past the end of the family, `token_reused` when
    the family has been revoked already.
    """
    if family.ending is Ending.LOGGED_OUT:
        raise ServiceError(Code.UNAUTHENTICATED)
    if family.ending is Ending.REUSED:
        raise ServiceError(Code.TOKEN_REUSED)
    if family.expires_at <= now:
        raise ServiceError(Code.TOKEN_EXPIRED)
    return Verdict.REVOKE if token.spent else Verdict.ROTATE
