"""Access tokens: good, expired, forged in every way we know."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from tests.support.gateway_tokens import KEY_ID, TokenSigner

from contracts.accounts import Jwks, Revocations
from contracts.base import ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from gateway.clients import tokens
from gateway.clients.revocations import RevocationList
from gateway.clients.tokens import KEYS_FRESH_S, REFETCH_AFTER_S, KeySet, TokenVerifier


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Accounts:
    """Publishes what it is given, or is away."""

    def __init__(self, *signers: TokenSigner) -> None:
        self.signers = list(signers)
        self.requests = 0
        self.away = False

    async def jwks(self) -> Jwks:
        self.requests += 1
        if self.away:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        return Jwks(keys=tuple(key for signer in self.signers for key in signer.published.keys))

    async def revocations(self) -> Revocations:
        return Revocations(session_ids=("ended",), account_ids=("locked",))


@pytest.fixture
def signer() -> TokenSigner:
    return TokenSigner()


@pytest.fixture
def accounts(signer: TokenSigner) -> Accounts:
    return Accounts(signer)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def revocations(accounts: Accounts) -> RevocationList:
    return RevocationList(accounts.revocations)


@pytest.fixture
def verifier(accounts: Accounts, revocations: RevocationList, clock: Clock) -> TokenVerifier:
    asyncio.run(revocations._ask())
    return TokenVerifier(KeySet(accounts.jwks, clock), revocations)


def refused(verifier: TokenVerifier, token: str) -> ErrorCode:
    with pytest.raises(ServiceError) as caught:
        asyncio.run(verifier.authenticate(token))
    return caught.value.code


def test_a_good_token_tells_who_calls(verifier: TokenVerifier, signer: TokenSigner) -> None:
    token = signer.token("o-1", kind="officer", agency_code="H26", roles=["reception", "processing"])
    actor = asyncio.run(verifier.authenticate(token)).actor
    assert (actor.kind, actor.account_id, actor.agency_code) == (ActorKind.OFFICER, "o-1", "H26")
    assert actor.roles == (OfficerRole.RECEPTION, OfficerRole.PROCESSING)


def test_an_expired_token_is_refused_even_when_it_was_good_before(
    signer: TokenSigner, accounts: Accounts, revocations: RevocationList
) -> None:
    clock = Clock()
    verifier = TokenVerifier(KeySet(accounts.jwks), revocations, clock)
    asyncio.run(revocations._ask())
    token = signer.token(lifetime_s=-10)
    verifier._remember(token, KEY_ID, 1001.0, asyncio.run(verifier.authenticate(signer.token())))
    asyncio.run(verifier.authenticate(token))
    clock.now = 1002.0
    assert refused(verifier, token) is ErrorCode.TOKEN_EXPIRED


def test_a_remembered_token_is_read_once(
    verifier: TokenVerifier, signer: TokenSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signer.token()
    first = asyncio.run(verifier.authenticate(token))
    monkeypatch.setattr(tokens, "key_id", None)
    assert asyncio.run(verifier.authenticate(token)) == first


def unsigned(signer: TokenSigner) -> str:
    body = signer.token().split(".")[1]
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": KEY_ID}).encode()).rstrip(b"=").decode()
    return f"{none}.{body}."


def signed_with_the_public_key_as_a_secret(signer: TokenSigner) -> str:
    secret = signer.private.public_key().public_bytes_raw()
    return jwt.encode({"sub": "x"}, secret + b"0" * 32, algorithm="HS256", headers={"kid": KEY_ID})


def tampered(signer: TokenSigner) -> str:
    head, body, signature = signer.token().split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["kind"] = "administrator"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"


@pytest.mark.parametrize(
    "forge",
    [
        unsigned,
        signed_with_the_public_key_as_a_secret,
        tampered,
        lambda _: TokenSigner().token(),
        lambda _: TokenSigner("another-kid").token(),
        lambda signer: signer.token(aud="somebody else"),
        lambda signer: signer.token(iss="somebody else"),
        lambda signer: signer.token(kind="king"),
        lambda signer: signer.token(exp=None),
        lambda _: "nonsense",
        lambda _: "",
        lambda _: "a.b.c",
    ],
    ids=[
        "alg none", "public key as secret", "tampered", "foreign key", "unknown kid", "audience", "issuer",
        "unknown kind", "no expiry", "nonsense", "empty", "three parts of nonsense",
    ],
)  # fmt: skip
def test_a_forgery_is_refused(
    verifier: TokenVerifier, signer: TokenSigner, forge: Callable[[TokenSigner], str]
) -> None:
    assert refused(verifier, forge(signer)) is ErrorCode.UNAUTHENTICATED


def test_a_token_names_its_session(verifier: TokenVerifier, signer: TokenSigner) -> None:
    assert asyncio.run(verifier.authenticate(signer.token(sid="f-1"))).session_id == "f-1"
    assert asyncio.run(verifier.authenticate(signer.token())).session_id == ""


def test_a_token_of_an_ended_session_or_a_locked_account_is_void(
    verifier: TokenVerifier, signer: TokenSigner
) -> None:
    assert refused(verifier, signer.token(sid="ended")) is ErrorCode.UNAUTHENTICATED
    assert refused(verifier, signer.token("locked", sid="f-1")) is ErrorCode.UNAUTHENTICATED


def test_keys_are_asked_for_once(verifier: TokenVerifier, signer: TokenSigner, accounts: Accounts) -> None:
    for number in range(5):
        asyncio.run(verifier.authenticate(signer.token(str(number))))
    assert accounts.requests == 1


def test_a_new_key_is_found_but_strangers_do_not_make_us_ask_each_time(
    verifier: TokenVerifier, signer: TokenSigner, accounts: Accounts, clock: Clock
) -> None:
    asyncio.run(verifier.authenticate(signer.token()))
    rotated = TokenSigner("second")
    accounts.signers.append(rotated)
    assert refused(verifier, rotated.token()) is ErrorCode.UNAUTHENTICATED
    assert accounts.requests == 1
    clock.now += REFETCH_AFTER_S + 1
    assert asyncio.run(verifier.authenticate(rotated.token("x"))).actor.account_id == "x"
    assert accounts.requests == 2


def test_a_withdrawn_key_ends_the_tokens_it_signed(
    verifier: TokenVerifier, signer: TokenSigner, accounts: Accounts, clock: Clock
) -> None:
    token = signer.token()
    asyncio.run(verifier.authenticate(token))
    accounts.signers = [TokenSigner("second")]
    clock.now += KEYS_FRESH_S + 1
    assert refused(verifier, token) is ErrorCode.UNAUTHENTICATED


def test_an_outage_of_accounts_leaves_known_keys_in_use(
    verifier: TokenVerifier, signer: TokenSigner, accounts: Accounts, clock: Clock
) -> None:
    asyncio.run(verifier.authenticate(signer.token()))
    accounts.away = True
    clock.now += KEYS_FRESH_S + 1
    assert asyncio.run(verifier.authenticate(signer.token("x"))).actor.account_id == "x"


def test_without_any_key_the_outage_is_told(
    verifier: TokenVerifier, signer: TokenSigner, accounts: Accounts
) -> None:
    accounts.away = True
    assert refused(verifier, signer.token()) is ErrorCode.UNAVAILABLE


def test_many_at_once_ask_once(verifier: TokenVerifier, signer: TokenSigner, accounts: Accounts) -> None:
    async def all_at_once() -> list[Any]:
        return await asyncio.gather(
            *(verifier.authenticate(signer.token(str(number))) for number in range(20))
        )

    assert len(asyncio.run(all_at_once())) == 20
    assert accounts.requests == 1


def outcome(verifier: TokenVerifier, token: str, address: str, certificate: str = "") -> str:
    try:
        asyncio.run(verifier.authenticate(token, address, certificate))
    except ServiceError as error:
        return error.code
    return "ok"


def test_a_token_is_good_in_its_networks_alone(verifier: TokenVerifier, signer: TokenSigner) -> None:
    token = signer.token("c-1", kind="system", scope="sync.write", networks=["203.0.113.0/24"])
    outcomes = [outcome(verifier, token, address) for address in ("203.0.113.9", "203.0.114.9", "")]
    assert outcomes == ["ok", "unauthenticated", "unauthenticated"]


def test_a_token_is_good_with_its_certificate_alone(verifier: TokenVerifier, signer: TokenSigner) -> None:
    token = signer.token("c-1", kind="system", scope="sync.write", cnf={"x5t#S256": "a" * 43})
    outcomes = [outcome(verifier, token, "203.0.113.9", shown) for shown in ("a" * 43, "b" * 43, "")]
    assert outcomes == ["ok", "unauthenticated", "unauthenticated"]


def test_a_token_that_is_bound_by_what_is_not_known_is_refused(
    verifier: TokenVerifier, signer: TokenSigner
) -> None:
    assert outcome(verifier, signer.token(cnf={"jkt": "a" * 43}), "203.0.113.9") == "unauthenticated"


def test_one_token_is_voided_alone(verifier: TokenVerifier, signer: TokenSigner) -> None:
    ended = signer.token("c-1", kind="system", scope="", sid="s.1", jti="ended")
    other = signer.token("c-1", kind="system", scope="", sid="s.1", jti="other")
    assert [outcome(verifier, token, "") for token in (ended, other)] == ["unauthenticated", "ok"]
