"""What the gateway knows of void tokens: by the answer of accounts, and by events before, during and after it."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest

from contracts import accounts
from contracts.accounts import Revocations
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEventType
from gateway.clients.revocations import KEPT_S, RevocationList


class Accounts:
    """Answers what it is given; `meanwhile` comes before the answer."""

    def __init__(self) -> None:
        self.answer = Revocations()
        self.meanwhile: list[Any] = []
        self.following: RevocationList | None = None

    async def revocations(self) -> Revocations:
        for message in self.meanwhile:
            assert self.following is not None
            await self.following._deliver(message)
        return self.answer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def event(kind: AnyEventType, **payload: str) -> Any:
    return SimpleNamespace(body=json.dumps({"type": kind.name, "payload": payload}).encode())


def ended(session_id: str) -> Any:
    return event(accounts.SESSION_ENDED, account_id="a", family_id=session_id, ending="owner")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def owner() -> Accounts:
    return Accounts()


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def following(owner: Accounts, woken: list[str], clock: Clock) -> RevocationList:
    owner.following = RevocationList(owner.revocations, woken.append, clock)
    return owner.following


def tell(following: RevocationList, *messages: Any) -> None:
    for message in messages:
        asyncio.run(following._deliver(message))


def test_sessions_end_by_event(following: RevocationList, woken: list[str]) -> None:
    tell(following, ended("s-1"), event(accounts.SESSIONS_REVOKED, account_id="a", family_id="s-2"))
    assert following.is_void("s-1", "a") and following.is_void("s-2", "a")
    assert not following.is_void("s-3", "a")
    assert not following.is_void("", "")
    assert woken == ["s-1", "s-2"]


def test_an_account_is_locked_and_unlocked_by_event(following: RevocationList) -> None:
    tell(following, event(accounts.LOCKED, account_id="a"))
    assert following.is_void("s-1", "a") and not following.is_void("s-1", "b")
    tell(following, event(accounts.UNLOCKED, account_id="a"))
    assert not following.is_void("s-1", "a")


def test_an_act_of_representation_ends_by_event_or_answer(
    following: RevocationList, owner: Accounts, woken: list[str]
) -> None:
    over = event(accounts.REPRESENTATION_ENDED, representation_id="r", ground="member", void_key="r.2")
    unused = event(accounts.REPRESENTATION_ENDED, representation_id="q", ground="member", void_key="")
    tell(following, over, unused)
    with pytest.raises(ServiceError) as refused:
        following.refuse_ended("r.2")
    assert refused.value.code is ErrorCode.REPRESENTATION_NOT_IN_FORCE
    following.refuse_ended("r.4")  # asked for anew
    following.refuse_ended("")
    owner.answer = Revocations(representation_keys=("t.1",))
    asyncio.run(following._ask())
    with pytest.raises(ServiceError):
        following.refuse_ended("t.1")
    tell(following, event(accounts.LOCKED, account_id="person"))
    assert following.is_void("s-1", "organisation", "person")
    assert woken == ["r.2", "t.1", "person"]


def test_what_happened_while_the_broker_was_away_is_asked_for(
    following: RevocationList, owner: Accounts, woken: list[str]
) -> None:
    tell(following, event(accounts.LOCKED, account_id="a"), ended("s-1"))
    owner.answer = Revocations(session_ids=("s-2",), account_ids=("b",))
    asyncio.run(following._ask())
    assert not following.is_void("x", "a"), "unlocked meanwhile"
    assert following.is_void("x", "b") and following.is_void("s-2", "c")
    assert following.is_void("s-1", "c"), "ends for good"
    assert woken[-2:] == ["s-2", "b"]


def test_an_event_that_comes_before_the_answer_is_newer_than_it(
    following: RevocationList, owner: Accounts
) -> None:
    owner.meanwhile = [event(accounts.LOCKED, account_id="a"), event(accounts.UNLOCKED, account_id="b")]
    owner.answer = Revocations(account_ids=("b",))
    asyncio.run(following._ask())
    assert following.is_void("x", "a") and not following.is_void("x", "b")


def test_an_ended_session_is_forgotten_when_no_token_of_it_lives(
    following: RevocationList, clock: Clock
) -> None:
    tell(following, ended("s-1"))
    clock.now = KEPT_S + 1
    tell(following, ended("s-2"))
    assert not following.is_void("s-1", "a") and following.is_void("s-2", "a")


def test_what_cannot_be_read_is_left(following: RevocationList) -> None:
    tell(following, SimpleNamespace(body=b"{"), SimpleNamespace(body=b"[]"), event(accounts.LOCKED))


def test_nobody_waits_for_accounts_for_long(following: RevocationList, monkeypatch: Any) -> None:
    monkeypatch.setattr("gateway.clients.revocations.WAIT_S", 0.01)
    asyncio.run(following.require_valid("s-1", "a"))
    tell(following, ended("s-1"))
    with pytest.raises(ServiceError) as refused:
        asyncio.run(following.require_valid("s-1", "a"))
    assert refused.value.code is ErrorCode.UNAUTHENTICATED
