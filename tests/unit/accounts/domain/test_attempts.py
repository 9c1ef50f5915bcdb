"""How many guesses the pace of log-ins leaves, to whom, and who is never shut out."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain import attempts
from accounts.domain.attempts import ONE_CLIENT, STRANGERS, LoginAttempts, Pace, with_attempt, without_attempt
from contracts.errors import ErrorCode, ServiceError

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOST_IN_A_ROW = 100  # NIST SP 800-63B, 5.2.2


def guesses(pace: Pace, duration: timedelta, begin: datetime = NOW) -> list[datetime]:
    """When somebody guesses who never misses a moment at which he may."""
    row, at, made = None, begin, []
    while at < begin + duration:
        try:
            row = with_attempt(row, pace, at)
        except ServiceError as refused:
            assert refused.code is ErrorCode.RATE_LIMITED
            at += timedelta(seconds=refused.params["seconds"])
        else:
            made.append(at)
    return made


@pytest.mark.parametrize(("pace", "first_hour", "each_later"), [(ONE_CLIENT, 56, 20), (STRANGERS, 94, 60)])
def test_so_many_guesses_are_left(pace: Pace, first_hour: int, each_later: int) -> None:
    """The arithmetic of the module's docstring and of ADR 46."""
    made = guesses(pace, 5 * HOUR)
    by_hour = [sum(begin <= at < begin + HOUR for at in made) for begin in (NOW + n * HOUR for n in range(5))]
    assert by_hour[0] == first_hour <= MOST_IN_A_ROW
    assert all(count == each_later for count in by_hour[1:])


@pytest.mark.parametrize("pace", [ONE_CLIENT, STRANGERS])
def test_waits_grow_and_end_at_the_longest(pace: Pace) -> None:
    waits = [pace.wait_after(count).total_seconds() for count in range(1, 1000)]
    assert waits == sorted(waits)
    assert waits[: pace.free - 1] == [0] * (pace.free - 1)
    assert waits[pace.free - 1 : pace.free + 3] == [1, 2, 4, 8]
    assert waits[-1] == pace.longest_s <= 180


def test_who_comes_too_early_is_told_when_and_is_not_counted() -> None:
    row = LoginAttempts(40, NOW + timedelta(seconds=61.2), NOW + HOUR)
    with pytest.raises(ServiceError) as refused:
        with_attempt(row, STRANGERS, NOW)
    assert (refused.value.code, refused.value.params) == (ErrorCode.RATE_LIMITED, {"seconds": 62})
    assert with_attempt(row, STRANGERS, row.next_at).count == 41


def test_after_a_quiet_hour_all_begins_anew() -> None:
    row = with_attempt(LoginAttempts(500, NOW, NOW), ONE_CLIENT, NOW)
    assert row == LoginAttempts(1, NOW, NOW + HOUR)


def test_a_success_takes_its_attempt_back_and_nothing_more() -> None:
    row = with_attempt(LoginAttempts(40, NOW, NOW + HOUR), STRANGERS, NOW)
    assert without_attempt(row, NOW) == LoginAttempts(40, NOW, row.ends_at)
    assert without_attempt(None, NOW) is None


def test_keys_tell_nothing_and_do_not_depend_on_case() -> None:
    assert attempts.stranger_attempts_key("Lan.Tran") == attempts.stranger_attempts_key("lan.tran")
    assert attempts.client_attempts_key("Lan.Tran", "10.0.0.1") == attempts.client_attempts_key(
        "lan.tran", "10.0.0.1"
    )
    keys = {
        attempts.stranger_attempts_key("lan.tran"),
        attempts.client_attempts_key("lan.tran", "10.0.0.1"),
        attempts.client_attempts_key("lan.tran", "10.0.0.2"),
        attempts.client_attempts_key("lan.trang", "10.0.0.1"),
        attempts.known_client_key("lan.tran", "10.0.0.1"),
    }
    assert len(keys) == 5
    assert not any("lan" in key or "10.0" in key for key in keys)
