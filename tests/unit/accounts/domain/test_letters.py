"""How many letters may go out."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.attempts import LoginAttempts
from accounts.domain.letters import RESETS_OF_ALL, RESETS_OF_ONE_CLIENT, Quota, quota_key, with_letter
from contracts.errors import ErrorCode, ServiceError

NOW = datetime(2026, 11, 2, 2, 30, tzinfo=UTC)
QUOTA = Quota(3, timedelta(hours=1))


def test_as_many_as_may_be_go_out_and_then_none_until_the_hour_is_over() -> None:
    row: LoginAttempts | None = None
    for minute in range(3):
        row = with_letter(row, QUOTA, NOW + timedelta(minutes=minute))
    with pytest.raises(ServiceError) as refused:
        with_letter(row, QUOTA, NOW + timedelta(minutes=30))
    assert refused.value.code is ErrorCode.RATE_LIMITED
    assert refused.value.params["seconds"] == 30 * 60
    assert with_letter(row, QUOTA, NOW + timedelta(hours=1)).count == 1


def test_one_client_does_not_use_up_what_a_login_may_have() -> None:
    assert RESETS_OF_ONE_CLIENT.most < RESETS_OF_ALL.most


def test_keys_tell_purposes_apart_and_show_nothing() -> None:
    keys = {quota_key("reset", "001099012345"), quota_key("proof", "001099012345"), quota_key("reset", "x")}
    assert len(keys) == 3
    assert not any("001099012345" in key for key in keys)
