from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain import attempts
from accounts.domain.attempts import MAX_ATTEMPTS, LoginAttempts
from contracts.errors import ErrorCode, ServiceError

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def test_ten_tries_are_allowed() -> None:
    attempts.require_allowed(LoginAttempts(MAX_ATTEMPTS, NOW + timedelta(minutes=3)), NOW)


def test_the_next_waits_for_the_end_of_the_window() -> None:
    with pytest.raises(ServiceError) as refused:
        attempts.require_allowed(LoginAttempts(MAX_ATTEMPTS + 1, NOW + timedelta(seconds=61.2)), NOW)
    assert (refused.value.code, refused.value.params) == (ErrorCode.RATE_LIMITED, {"seconds": 62})


def test_the_key_tells_nothing_and_does_not_depend_on_case() -> None:
    assert attempts.attempt_key("Lan.Tran") == attempts.attempt_key("lan.tran")
    assert "lan" not in attempts.attempt_key("lan.tran")
