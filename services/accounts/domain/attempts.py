"""The limit of log-in attempts: MAX_ATTEMPTS for one login in a window."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.accounts import login_key
from contracts.errors import ErrorCode, ServiceError

MAX_ATTEMPTS = 10
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class LoginAttempts:
    """Log-ins tried for one login in the window that ends at `ends_at`, this one counted, since the last success."""

    count: int
    ends_at: datetime


def attempt_key(login: str) -> str:
    """A digest: people type passwords and other people's numbers into the field for the login."""
    return hashlib.sha256(login_key(login).encode()).hexdigest()


def require_allowed(attempts: LoginAttempts, now: datetime) -> None:
    """Raises `rate_limited` with the seconds until the window ends."""
    if attempts.count > MAX_ATTEMPTS:
        seconds = max(1, math.ceil((attempts.ends_at - now).total_seconds()))
        raise ServiceError(ErrorCode.RATE_LIMITED, seconds=seconds)
