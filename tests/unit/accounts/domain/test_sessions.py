"""Which refresh token is exchanged, answered again or taken for a copy."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.sessions import (
    GRACE,
    LIFETIME,
    FamilyEnding,
    RefreshDecision,
    RefreshSecret,
    RefreshToken,
    Spending,
    TokenFamily,
    decide_refresh,
    masked,
    new_successor_key,
    require_open,
    shown,
)
from contracts.errors import ErrorCode, ServiceError

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = START + timedelta(hours=1)
MOMENT = timedelta(milliseconds=1)


def family(ending: FamilyEnding | None = None) -> TokenFamily:
    return TokenFamily("f1", "a1", START + LIFETIME, ending)


def spent(at: datetime = LATER, client: str = "10.0.0.1") -> RefreshToken:
    return RefreshToken("d1", "f1", spent=True, spending=Spending(at, client, new_successor_key()))


def code_of(a_family: TokenFamily, at: datetime) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        require_open(a_family, at)
    return refused.value.code


def test_a_fresh_token_is_exchanged_wherever_it_comes_from() -> None:
    assert decide_refresh(RefreshToken("d1", "f1"), "10.0.0.9", LATER) is RefreshDecision.ROTATE


@pytest.mark.parametrize(
    ("client", "after", "decision"),
    [
        ("10.0.0.1", timedelta(), RefreshDecision.REPEAT),
        ("10.0.0.1", timedelta(seconds=30), RefreshDecision.REPEAT),
        ("10.0.0.1", GRACE - MOMENT, RefreshDecision.REPEAT),
        ("10.0.0.1", GRACE, RefreshDecision.REVOKE),
        ("10.0.0.1", timedelta(days=3), RefreshDecision.REVOKE),
        ("10.0.0.2", timedelta(), RefreshDecision.REVOKE),
        ("", timedelta(), RefreshDecision.REVOKE),
    ],
)
def test_a_spent_token_is_a_repetition_for_a_moment_and_of_one_client_only(
    client: str, after: timedelta, decision: RefreshDecision
) -> None:
    assert decide_refresh(spent(), client, LATER + after) is decision


def test_a_token_that_an_earlier_release_spent_is_no_repetition() -> None:
    assert decide_refresh(RefreshToken("d1", "f1", spent=True), "", LATER) is RefreshDecision.REVOKE


def test_grace_is_longer_than_a_call_and_shorter_than_a_minute() -> None:
    assert timedelta(seconds=30) <= GRACE <= timedelta(seconds=60)


def test_every_token_of_a_revoked_family_is_told_so() -> None:
    assert code_of(family(FamilyEnding.REUSED), LATER) is ErrorCode.TOKEN_REUSED


def test_after_a_log_out_the_token_is_nobodys() -> None:
    assert code_of(family(FamilyEnding.LOGGED_OUT), LATER) is ErrorCode.UNAUTHENTICATED


def test_thirty_days_after_the_log_in_the_family_is_over() -> None:
    require_open(family(), START + LIFETIME - MOMENT)
    assert code_of(family(), START + LIFETIME) is ErrorCode.TOKEN_EXPIRED


def test_secrets_are_long_and_never_shown() -> None:
    secret, key = RefreshSecret(), new_successor_key()
    for each in (secret, secret.successor(key)):
        assert len(each.text) >= 43
        assert each.text not in repr(each)
        assert each.text not in each.digest
    assert secret.text != RefreshSecret().text
    assert repr(key) not in repr(Spending(LATER, "", key))


def test_a_successor_follows_from_the_token_and_the_key_and_from_neither_alone() -> None:
    secret, key = RefreshSecret(), new_successor_key()
    assert secret.successor(key) == secret.successor(key)
    assert len({secret.successor(key).text, secret.successor(new_successor_key()).text, secret.text}) == 3
    assert RefreshSecret().successor(key) != secret.successor(key)


def test_the_owner_sees_the_name_that_he_gave() -> None:
    named = TokenFamily("f1", "a1", START + LIFETIME, None, "Chrome, Windows", "Máy ở nhà", used_at=LATER)
    session = shown(named, "f1")
    assert (session.device, session.opened_at, session.used_at) == ("Máy ở nhà", START, LATER)
    assert session.current and not shown(named, "f2").current


def test_a_family_of_an_earlier_release_is_shown_with_what_is_known() -> None:
    session = shown(family(), "")
    assert (session.device, session.address, session.used_at) == ("", "", START)


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("::1", "::/48"),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_an_address_is_masked(client: str, network: str) -> None:
    assert masked(client) == network
