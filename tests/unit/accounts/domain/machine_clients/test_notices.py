"""Notices of the end of a secret: each once, none for what was made to end soon, and the last of those that were missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.accounts.domain.machine_clients.test_clients import AT, DAY, client, secret

from accounts.domain.machine_clients.notices import due_notices, secret_in_use


@pytest.mark.parametrize(
    ("left", "noticed", "expected"),
    [
        (31, None, None),
        (30, None, 30),
        (12, 30, None),
        (7, 30, 7),
        (7, None, 7),
        (2, 7, None),
        (1, 7, 1),
        (1, 1, None),
    ],
)
def test_a_notice_is_due_by_the_days_that_are_left(
    left: int, noticed: int | None, expected: int | None
) -> None:
    made = secret("first", days=90, noticed_days=noticed)
    found = due_notices(client(made), made.expires_at - left * DAY)
    assert [each.days for each in found] == ([] if expected is None else [expected])


def test_days_are_those_of_the_calendar() -> None:
    morning = secret("first", days=90)  # ends at ten in the morning of Viet Nam
    evening_before = morning.expires_at - timedelta(hours=13)
    assert [each.days for each in due_notices(client(replace(morning, noticed_days=7)), evening_before)] == [
        1
    ]


def test_a_secret_made_for_five_days_is_noticed_the_day_before_alone() -> None:
    made = secret("first", days=5)
    assert due_notices(client(made), AT) == ()
    assert [each.days for each in due_notices(client(made), AT + 4 * DAY)] == [1]


def test_what_is_live_no_more_and_a_disabled_client_have_none() -> None:
    at = AT + 84 * DAY
    assert due_notices(client(secret("first", revoked_at=AT)), at) == ()
    assert due_notices(client(secret("first"), disabled_at=AT), at) == ()
    assert due_notices(client(secret("first")), AT + 90 * DAY) == ()


def test_a_notice_says_that_another_secret_goes_on() -> None:
    first, second = secret("first"), secret("second", at=AT + 60 * DAY, days=365)
    (found,) = due_notices(client(first, second), AT + 83 * DAY)
    assert (found.secret, found.successor) == (first, second.expires_at)
    (alone,) = due_notices(client(first), AT + 83 * DAY)
    assert alone.successor is None


def test_the_secret_in_use_is_the_one_that_was_used_last() -> None:
    first, second = secret("first", used_at=AT + DAY), secret("second", at=AT + 2 * DAY)
    at = AT + 3 * DAY
    assert secret_in_use(client(first, second), at) == first
    used = replace(second, used_at=AT + 2 * DAY)
    assert secret_in_use(client(first, used), at) == used
    assert secret_in_use(client(secret("first"), second), at) == second
    assert secret_in_use(client(), at) is None
