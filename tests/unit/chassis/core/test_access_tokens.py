"""A good token is checked once and remembered for no longer than it lives, nor than its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.gateway_tokens import TokenSigner

from chassis.core import access_tokens
from chassis.core.access_tokens import TokenMemory, UnknownKey
from contracts.accounts import REPRESENTATION_AUDIENCE, Jwks
from contracts.errors import ServiceError


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tokens whose signature was looked at."""
    seen: list[str] = []
    verify: Callable[..., Any] = access_tokens.verify

    def counted(token: str, *arguments: Any) -> Any:
        seen.append(token)
        return verify(token, *arguments)

    monkeypatch.setattr(access_tokens, "verify", counted)
    return seen


def memory(*signers: TokenSigner, clock: Clock | None = None) -> TokenMemory:
    tokens = TokenMemory(0.0, clock or Clock())
    tokens.replace_keys(published(*signers))
    return tokens


def published(*signers: TokenSigner) -> Jwks:
    return Jwks(keys=tuple(key for signer in signers for key in signer.published.keys))


def test_a_good_token_is_checked_once(checks: list[str]) -> None:
    signer = TokenSigner()
    tokens, token = memory(signer), signer.token("a-1")
    assert [tokens.check(token).actor.account_id for _ in range(3)] == ["a-1"] * 3
    assert checks == [token]


def test_a_bad_one_is_not_remembered(checks: list[str]) -> None:
    signer = TokenSigner()
    tokens, token = memory(signer), signer.token(iss="urn:other")
    for _ in range(2):
        with pytest.raises(ServiceError, match="unauthenticated"):
            tokens.check(token)
    assert checks == [token, token]


ACTING = {
    "person_id": "p-1", "representation_id": "r-1", "version": 2, "ground": "member", "scopes": ["read"],
}  # fmt: skip


def test_who_acts_for_another_is_told_from_the_owner_by_claim_and_audience() -> None:
    signer = TokenSigner()
    actor = memory(signer).check(signer.token("a-1", aud=REPRESENTATION_AUDIENCE, acting=ACTING)).actor
    assert (actor.account_id, actor.person_id) == ("a-1", "p-1")
    for claims in ({"acting": ACTING}, {"aud": REPRESENTATION_AUDIENCE}):
        with pytest.raises(ServiceError, match="unauthenticated"):
            memory(signer).check(signer.token("a-1", **claims))


def test_it_is_checked_anew_when_its_time_is_over(checks: list[str]) -> None:
    signer, clock = TokenSigner(), Clock()
    tokens, token = memory(signer, clock=clock), signer.token()
    tokens.check(token)
    clock.now = 1e12
    tokens.check(token)
    assert checks == [token, token], "the memory's clock says that it is over; the real one does not"


def test_a_key_that_was_taken_back_ends_its_tokens() -> None:
    signer, successor = TokenSigner("old"), TokenSigner("new")
    tokens, token = memory(signer), signer.token()
    tokens.check(token)
    tokens.replace_keys(published(successor))
    with pytest.raises(UnknownKey):
        tokens.check(token)
    tokens.check(successor.token())


def test_the_same_keys_forget_nothing(checks: list[str]) -> None:
    signer = TokenSigner()
    tokens, token = memory(signer), signer.token()
    tokens.check(token)
    tokens.replace_keys(published(signer))
    tokens.check(token)
    assert checks == [token]


def test_the_memory_is_bounded(checks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_tokens, "MAX_REMEMBERED", 2)
    signer = TokenSigner()
    tokens, issued = memory(signer), [signer.token(str(number)) for number in range(3)]
    for token in (*issued, *issued[1:], issued[0]):
        tokens.check(token)
    assert checks == [*issued, issued[0]], "the oldest went"
