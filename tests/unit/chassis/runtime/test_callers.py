"""The keys of accounts: asked for when they are needed, and not more often."""

from __future__ import annotations

import eventlet
import pytest
from tests.support.gateway_tokens import TokenSigner

from chassis.core.access_tokens import TokenMemory, UnknownKey
from chassis.runtime import callers
from chassis.runtime.callers import KEYS_FRESH_S, REFETCH_AFTER_S, PublishedKeys
from contracts.accounts import Jwks
from contracts.errors import ErrorCode, ServiceError


class Accounts:
    """Publishes the keys of its signer, or is away."""

    def __init__(self) -> None:
        self.signer = TokenSigner()
        self.requests = 0
        self.away = False

    def fetch(self) -> Jwks:
        self.requests += 1
        if self.away:
            raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
        return self.signer.published


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(callers, "time", clock)
    return clock


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


@pytest.fixture
def tokens() -> TokenMemory:
    return TokenMemory(0.0)


@pytest.fixture
def keys(accounts: Accounts, tokens: TokenMemory, clock: Clock) -> PublishedKeys:
    return PublishedKeys(tokens, accounts.fetch)


def test_the_first_token_asks_once(keys: PublishedKeys, accounts: Accounts, tokens: TokenMemory) -> None:
    for waiting in [eventlet.spawn(keys.renew) for _ in range(20)]:
        waiting.wait()
    assert accounts.requests == 1
    assert tokens.check(accounts.signer.token("a-1")).actor.account_id == "a-1"


def test_a_new_key_is_found(
    keys: PublishedKeys, accounts: Accounts, tokens: TokenMemory, clock: Clock
) -> None:
    keys.renew()
    accounts.signer = TokenSigner("new")
    clock.now += REFETCH_AFTER_S
    keys.renew()
    tokens.check(accounts.signer.token())


def test_invented_keys_do_not_have_accounts_asked_again_and_again(
    keys: PublishedKeys, accounts: Accounts, clock: Clock
) -> None:
    for _ in range(50):
        keys.renew()
        clock.now += REFETCH_AFTER_S / 50
    assert accounts.requests == 1


def test_without_accounts_nobody_is_judged(keys: PublishedKeys, accounts: Accounts) -> None:
    accounts.away = True
    with pytest.raises(ServiceError) as refused:
        keys.renew()
    assert refused.value.code is ErrorCode.UNAVAILABLE


def test_known_keys_outlive_accounts(
    keys: PublishedKeys, accounts: Accounts, tokens: TokenMemory, clock: Clock
) -> None:
    keys.renew()
    accounts.away = True
    clock.now += KEYS_FRESH_S + 1
    for _ in range(3):
        keys.renew_if_old()
        eventlet.sleep(0)
    assert accounts.requests == 2, "and accounts is not asked at every request"
    tokens.check(accounts.signer.token())
    accounts.away, accounts.signer = False, TokenSigner("new")
    clock.now += REFETCH_AFTER_S + 1
    keys.renew_if_old()
    eventlet.sleep(0)
    with pytest.raises(UnknownKey):
        tokens.check(TokenSigner().token())
    tokens.check(accounts.signer.token())


def settle() -> None:
    """What runs beside has run."""
    for _ in range(3):
        eventlet.sleep(0)


def test_a_change_is_asked_for_at_once(keys: PublishedKeys, accounts: Accounts, tokens: TokenMemory) -> None:
    """Also of keys that were asked for a moment ago: a key that was taken back is good no more."""
    old = accounts.signer
    keys.renew()
    accounts.signer = TokenSigner("new")
    keys.on_change()
    settle()
    tokens.check(accounts.signer.token())
    with pytest.raises(UnknownKey):
        tokens.check(old.token())


def test_keys_that_nobody_needed_are_not_asked_for(keys: PublishedKeys, accounts: Accounts) -> None:
    keys.on_change()
    settle()
    assert accounts.requests == 0


def test_a_change_during_a_question_is_not_missed(
    accounts: Accounts, tokens: TokenMemory, clock: Clock
) -> None:
    old = accounts.signer

    def fetch() -> Jwks:
        answer = accounts.fetch()
        if accounts.requests == 2:  # the answer is made, and on its way
            accounts.signer = TokenSigner("new")
            watched.on_change()
        return answer

    watched = PublishedKeys(tokens, fetch)
    watched.renew()
    watched.on_change()
    settle()
    assert accounts.requests == 3
    with pytest.raises(UnknownKey):
        tokens.check(old.token())


def test_a_change_while_accounts_is_away_is_asked_for_later(
    keys: PublishedKeys, accounts: Accounts, tokens: TokenMemory, clock: Clock
) -> None:
    keys.renew()
    accounts.signer, accounts.away = TokenSigner("new"), True
    keys.on_change()
    settle()
    accounts.away = False
    clock.now += REFETCH_AFTER_S + 1
    keys.renew_if_old()
    settle()
    tokens.check(accounts.signer.token())
