"""The pace of guessing a password (NIST SP 800-63B, 5.2.2), such that nobody can be shut out by somebody else.

Attempts are counted twice, successes not at all:

- for one login from one client (address): `ONE_CLIENT`. Only this client is slowed down by it.
- for one login from all clients that never logged in to it: `STRANGERS`. A client with a success in the last
  `KNOWN_FOR` is none of them, whatever strangers do.

A pace lets some attempts pass at once; then each doubles the wait before the next, up to a longest one, so that a right
password is always taken soon. Who comes too early is told how many seconds to wait, and his attempt is neither looked at
nor counted. After an hour without attempts all begins anew.

How many guesses that leaves (`tests/unit/accounts/domain/test_attempts.py` reckons it): from one client at most 56 in the
first hour and 20 in each one after, from all addresses of the world together 94 and 60. NIST allows 100 failures in a row.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.accounts import login_key
from contracts.errors import ErrorCode, ServiceError

KNOWN_FOR = timedelta(days=90)
"""How long a client that logged in is known to a login."""
_RENEWED_EVERY = timedelta(days=1)
"""A client that logs in more often is remembered anew no oftener."""
QUIET = timedelta(hours=1)
"""So long without attempts, and the count begins anew."""


@dataclass(frozen=True)
class Pace:
    """`free` attempts at once, then waits of 1, 2, 4 ... seconds up to `longest_s`."""

    free: int
    longest_s: int

    def wait_after(self, count: int) -> timedelta:
        """Between the attempt that is the `count`th and the next."""
        over = count - self.free
        seconds = 0 if over < 0 else min(2 ** min(over, 20), self.longest_s)
        return timedelta(seconds=seconds)


ONE_CLIENT = Pace(free=30, longest_s=180)
STRANGERS = Pace(free=30, longest_s=60)
SECOND_FACTOR = Pace(free=6, longest_s=300)
"""Of one client, and again of all strangers: a code has six digits, of which three are right at once."""


@dataclass(frozen=True)
class LoginAttempts:
    """Attempts without success so far; the next is taken from `next_at` on, and all is forgotten at `ends_at`."""

    count: int
    next_at: datetime
    ends_at: datetime


def client_attempts_key(login: str, client: str) -> str:
    """A digest: people type passwords and other people's numbers into the field for the login."""
    return _digest("client", login_key(login), client)


def stranger_attempts_key(login: str) -> str:
    """A digest, as `client_attempts_key`."""
    return _digest("strangers", login_key(login))


def known_client_key(login: str, client: str) -> str:
    """A digest, as `client_attempts_key`."""
    return _digest("known", login_key(login), client)


def second_factor_name(account_id: str) -> str:
    """What stands for the second factor of an account in the place of a login; no login holds a blank."""
    return f"second factor {account_id}"


def is_known(until: datetime | None, now: datetime) -> bool:
    """Whether a client is known that is remembered until then."""
    return until is not None and until > now


def is_to_be_remembered(until: datetime | None, now: datetime) -> bool:
    """Whether a client that has just logged in is to be written down, being remembered until then."""
    return until is None or until < now + KNOWN_FOR - _RENEWED_EVERY


def with_attempt(before: LoginAttempts | None, pace: Pace, now: datetime) -> LoginAttempts:
    """The row with one attempt more. Raises `rate_limited` with the seconds to wait for one that comes too early."""
    if before is None or before.ends_at <= now:
        before = LoginAttempts(0, now, now)
    # Of attempts side by side the one that is counted later may have come first: it waits only where there is a wait.
    if now < before.next_at and pace.wait_after(before.count):
        seconds = max(1, math.ceil((before.next_at - now).total_seconds()))
        raise ServiceError(ErrorCode.RATE_LIMITED, seconds=seconds)
    count = before.count + 1
    return LoginAttempts(count, now + pace.wait_after(count), now + QUIET)


def without_attempt(before: LoginAttempts | None, now: datetime) -> LoginAttempts | None:
    """The row when its last attempt turned out to be a success; none where there is none any more."""
    return before and LoginAttempts(max(0, before.count - 1), now, before.ends_at)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
