"""Tokens of identity providers: the examples of the standards, and whatever else is refused without an error of another
kind."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from accounts.domain import id_tokens
from accounts.domain.identity_providers import IdentityProvider
from contracts.errors import ErrorCode, ServiceError

# OpenID Connect Core 1.0, appendix A.3 and A.7.
A3_ID_TOKEN = (
    "eyJraWQiOiIxZTlnZGs3IiwiYWxnIjoiUlMyNTYifQ.ewogImlzcyI6ICJodHRwczovL3NlcnZlci5leGFtcGxlLmNvbSIsCiAic3ViIjogIjI0ODI4"
    "OTc2MTAwMSIsCiAiYXVkIjogInM2QmhkUmtxdDMiLAogIm5vbmNlIjogIm4tMFM2X1d6QTJNaiIsCiAiZXhwIjogMTMxMTI4MTk3MCwKICJpYXQiOiAx"
    "MzExMjgwOTcwLAogImF0X2hhc2giOiAiNzdRbVVQdGpQZnpXdEYyQW5wSzlSUSIKfQ.kdqTmftlaXg5WBYBr1wkxhkqCGZPc0k8vTiV5g2jj67jQ7Xkr"
    "DamYx2bOkZLdZrpMPIzkdYB1nZI_G8vQGQuamRhJcEIt21kblGPZ-yhEhdkAiZIZLu38rChalDS2Mh0glE_rke5XXRhmqqoEFFdziFdnO3p61-7y51co8"
    "4OEAZvARSINQaOWIzvioRfs4zwIFOaT33Vpxfqr8HDyh31zo9eBW2dSQuCa071z0ENWChWoPliK1JCo_Bk9eDg2uwo2ZwhsvHzj6TMQ0lYOTzufSlSmXI"
    "KfjlOsb3nftQeR697_hA-nMZyAdL8_NRfaC37XnAbW8WB9wCfECp7cuNuOg"
)
A3_ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
A7_KEY = {
    "kty": "RSA",
    "kid": "1e9gdk7",
    "n": (
        "w7Zdfmece8iaB0kiTY8pCtiBtzbptJmP28nSWwtdjRu0f2GFpajvWE4VhfJAjEsOcwYzay7XGN0b-X84BfC8hmCTOj2b2eHT7NsZegFPKRUQzJ9wW8ip"
        "n_aDJWMGDuB1XyqT1E7DYqjUCEOD1b4FLpy_xPn6oV_TYOfQ9fZdbE5HGxJUzekuGcOKqOQ8M7wfYHhHHLxGpQVgL0apWuP2gDDOdTtpuld4D2LK1MZK"
        "99s9gaSjRHE8JDb1Z4IGhEcEyzkxswVdPndUWzfvWBBWXWxtSUvQGBRkuy1BHOa4sP6FKjWEeeF7gm7UMs2Nm2QUgNZw6xvEDGaLk4KASdIxRQ"
    ),
    "e": "AQAB",
}
NONCE = "n-0S6_WzA2Mj"
PROVIDER = IdentityProvider.model_validate_json(
    json.dumps(
        {
            "name": "example",
            "title": {"vi": "Ví dụ", "en": "Example"},
            "issuer": "https://server.example.com",
            "client_id": "s6BhdRkqt3",
            "levels": {"1": 1},
            "return_urls": ["https://portal.example.vn/eid"],
        }
    )
)
KEY = generate_private_key(public_exponent=65537, key_size=2048)
JWK: dict[str, Any] = RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
ACCESS_TOKEN = "an access token"
_NOW = datetime.now(UTC)


def claims(**changes: object) -> dict[str, object]:
    now = int(time.time())
    sound = {
        "iss": PROVIDER.issuer,
        "aud": PROVIDER.client_id,
        "sub": "s",
        "nonce": NONCE,
        "iat": now,
        "exp": now + 300,
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not None}


def read(token: str, key: dict[str, Any] = JWK, access_token: str | None = None) -> id_tokens.Claims:
    return id_tokens.id_claims(token, key, PROVIDER, NONCE, access_token)


def signed(algorithm: str = "RS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), KEY, algorithm=algorithm)


def is_refused(token: str, key: dict[str, Any] = JWK) -> bool:
    with pytest.raises(ServiceError) as refused:
        read(token, key)
    return refused.value.code is ErrorCode.EID_NOT_PROVED


def test_challenge_is_that_of_rfc_7636_appendix_b() -> None:
    challenge = id_tokens.code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_verifiers_have_the_form_of_rfc_7636_and_differ() -> None:
    first, second = id_tokens.code_verifier(), id_tokens.code_verifier()
    assert first != second
    assert 43 <= len(first) <= 128


def test_the_example_of_openid_connect_is_read_and_is_expired_today(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_refused(A3_ID_TOKEN, A7_KEY)
    monkeypatch.setattr(id_tokens, "LEEWAY_S", 10**10)
    assert read(A3_ID_TOKEN, A7_KEY, A3_ACCESS_TOKEN)["sub"] == "248289761001"
    with pytest.raises(ServiceError):
        read(A3_ID_TOKEN, A7_KEY, f"{A3_ACCESS_TOKEN}x")
    with pytest.raises(ServiceError):
        read(A3_ID_TOKEN, JWK, A3_ACCESS_TOKEN)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": [PROVIDER.client_id]},
        {"aud": [PROVIDER.client_id, "b"], "azp": PROVIDER.client_id},
        {"azp": PROVIDER.client_id},
    ],
)
def test_sound_tokens_are_read(changes: dict[str, Any]) -> None:
    assert read(signed(**changes))["sub"] == "s"


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -30), ("iat", 30)])
def test_clocks_that_differ_a_little_are_borne(claim: str, seconds: int) -> None:
    changes: dict[str, Any] = {claim: int(time.time()) + seconds}
    assert read(signed(**changes))["sub"] == "s"


@pytest.mark.parametrize(
    "changes",
    [
        *({name: None} for name in ("iss", "aud", "sub", "nonce", "iat", "exp")),
        {"iss": "https://server.example.com/"},
        {"iss": ["https://server.example.com"]},
        {"aud": "b"},
        {"aud": []},
        {"aud": [PROVIDER.client_id, "b"]},
        {"aud": [PROVIDER.client_id, "b"], "azp": "b"},
        {"azp": "b"},
        {"azp": ["s6BhdRkqt3"]},
        {"nonce": ""},
        {"nonce": [NONCE]},
        {"sub": 5},
        {"exp": 1},
        {"exp": "later"},
        {"iat": int(time.time()) + 600},
        {"iat": "now"},
        {"nbf": int(time.time()) + 600},
    ],
)
def test_other_tokens_are_refused(changes: dict[str, object]) -> None:
    assert is_refused(jwt_of(changes))


def jwt_of(changes: dict[str, object]) -> str:
    """Signed, also with claims that the library would not write."""
    return jwt.api_jws.encode(json.dumps(claims(**changes)).encode(), KEY, algorithm="RS256")


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_an_algorithm_that_is_not_set_is_refused(algorithm: str) -> None:
    assert is_refused(signed(algorithm))


def test_keys_of_another_kind_are_refused() -> None:
    for key in (
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "RSA", "n": 5, "e": "AQAB"},
        {"kty": "EC", "crv": "P-256"},
    ):
        assert is_refused(signed(), key)


@given(st.text(max_size=300))
def test_any_text_is_refused(text: str) -> None:
    assert is_refused(text)


@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=40))
def test_any_three_parts_are_refused(head: bytes, body: bytes, signature: bytes) -> None:
    parts = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (head, body, signature))
    assert is_refused(".".join(parts))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ("iss", "aud", "sub", "nonce", "iat", "exp", "nbf", "azp", "at_hash", "jti", "events", "sid")


@given(st.dictionaries(st.sampled_from(_NAMES), _JSON, min_size=1, max_size=4))
def test_signed_claims_of_any_form_are_read_or_refused(changes: dict[str, Any]) -> None:
    token = jwt.api_jws.encode(json.dumps({**claims(), **changes}).encode(), KEY, algorithm="RS256")
    for check in (
        lambda: read(token, access_token=ACCESS_TOKEN),
        lambda: id_tokens.logout_notice(token, JWK, PROVIDER, _NOW),
    ):
        try:
            check()
        except ServiceError as error:
            assert error.code is ErrorCode.EID_NOT_PROVED


@given(_JSON, _JSON)
def test_keys_of_any_form_are_refused(n: Any, kind: Any) -> None:
    assert is_refused(signed(), {"kty": kind, "n": n, "e": "AQAB"})
