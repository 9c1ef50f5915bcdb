"""Direct letters: what goes to one address by itself, whatever the contacts of an account are, and how many may go out."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.domain.attempts import LoginAttempts
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

MOST_TRIES = 5
"""So often a code of one letter may be typed."""


class Purpose(StrEnum):
    """What a letter is for."""

    RESET = "password_reset"
    PROOF = "email_proof"
    FORMER = "former_email"  # tells an address that it is the account's no more


LIFETIMES = {
    Purpose.RESET: timedelta(minutes=15),
    Purpose.PROOF: timedelta(days=1),
    Purpose.FORMER: timedelta(days=1),
}
"""A code that proves an address is worth nothing without the session of its account, so it may lie in the mailbox."""


@dataclass(frozen=True)
class Letter:
    """A letter that may still be sent. `account_id` is empty for the reset of an account that does not exist or has no
    proved address: nothing goes out then, and no code is right."""

    letter_id: str
    purpose: Purpose
    account_id: str
    address: str
    ends_at: datetime


@dataclass(frozen=True)
class Quota:
    """At most so many letters in a time that begins with the first."""

    most: int
    within: timedelta


ASKED_AGAIN_AFTER = timedelta(days=7)
"""An address that waits for its proof is reminded of it when there is something to tell, not for each message."""
RESETS_OF_ONE_CLIENT = Quota(5, timedelta(hours=1))
RESETS_OF_ALL = Quota(10, timedelta(hours=1))
"""Of one login: more than that of one client, so that one who asks in somebody's name does not use up the owner's."""
PROOFS_OF_ONE_ADDRESS = Quota(5, timedelta(hours=1))
"""Whoever states it: nobody has another person's mailbox filled."""


def quota_key(*parts: str) -> str:
    """A digest: neither logins nor addresses are stored by it."""
    return hashlib.sha256("\n".join(("letters", *parts)).encode()).hexdigest()


def with_letter(before: LoginAttempts | None, quota: Quota, now: datetime) -> LoginAttempts:
    """The row with one letter more. Raises RATE_LIMITED with the seconds to wait when there were as many as may be."""
    if before is None or before.ends_at <= now:
        return LoginAttempts(1, now, now + quota.within)
    if before.count >= quota.most:
        raise ServiceError(
            ErrorCode.RATE_LIMITED, seconds=max(1, math.ceil((before.ends_at - now).total_seconds()))
        )
    return LoginAttempts(before.count + 1, now, before.ends_at)


def wrong_code() -> ServiceError:
    """The same for one that is wrong, used, expired, tried too often or of no account."""
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/code", "wrong_code"),))
