from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.sessions import (
    LIFETIME,
    FamilyEnding,
    NewRefreshToken,
    RefreshDecision,
    RefreshToken,
    TokenFamily,
    decide_refresh,
)
from contracts.errors import ErrorCode, ServiceError

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = START + timedelta(hours=1)


def family(ending: FamilyEnding | None = None) -> TokenFamily:
    return TokenFamily("f1", "a1", START + LIFETIME, ending)


def token(*, spent: bool = False) -> RefreshToken:
    return RefreshToken("d1", "f1", spent)


def code_of(a_token: RefreshToken, a_family: TokenFamily, at: datetime) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        decide_refresh(a_token, a_family, at)
    return refused.value.code


def test_a_fresh_token_is_exchanged() -> None:
    assert decide_refresh(token(), family(), LATER) is RefreshDecision.ROTATE


def test_a_spent_token_ends_its_family() -> None:
    assert decide_refresh(token(spent=True), family(), LATER) is RefreshDecision.REVOKE


def test_every_token_of_a_revoked_family_is_told_so() -> None:
    assert code_of(token(), family(FamilyEnding.REUSED), LATER) is ErrorCode.TOKEN_REUSED


def test_after_a_log_out_the_token_is_nobodys() -> None:
    assert code_of(token(), family(FamilyEnding.LOGGED_OUT), LATER) is ErrorCode.UNAUTHENTICATED


def test_thirty_days_after_the_log_in_the_family_is_over() -> None:
    assert (
        decide_refresh(token(), family(), START + LIFETIME - timedelta(milliseconds=1))
        is RefreshDecision.ROTATE
    )
    assert code_of(token(), family(), START + LIFETIME) is ErrorCode.TOKEN_EXPIRED


def test_secrets_are_long_and_never_shown() -> None:
    secret = NewRefreshToken()
    assert len(secret.text) >= 43
    assert secret.text != NewRefreshToken().text
    assert secret.text not in repr(secret)
    assert secret.text not in secret.digest
