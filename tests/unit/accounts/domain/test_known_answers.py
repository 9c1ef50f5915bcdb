"""What is signed and hashed, against published vectors and a second library.

One-time passwords (RFC 6238), PKCE (RFC 7636), key ids (RFC 8037) and the ID token of OpenID Connect have theirs
beside their own tests.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from joserfc import jws
from joserfc import jwt as second
from joserfc.errors import BadSignatureError
from joserfc.jwk import OctKey, OKPKey
from tests.unit.accounts.domain.test_access_tokens import (
    OFFICER,
    RFC_8037_D,
    key_of,
    new_tokens,
    private_pem,
)

from accounts.domain.signing_keys import SigningKeys
from accounts.hashing import argon2id
from chassis.core import access_tokens
from contracts.accounts import TOKEN_AUDIENCE, TOKEN_ISSUER, AccountKind, Jwks
from contracts.errors import ServiceError

ED25519 = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
"""RFC 8037, appendix A.4."""
ES256 = (
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
"""RFC 7515, appendix A.3."""
ES256_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
PHC = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
"""Of `password` and `somesalt`: src/test.c of the reference implementation, phc-winner-argon2."""
NOW = datetime.now(UTC).replace(microsecond=0)


def rfc_8037_keys() -> SigningKeys:
    return SigningKeys.from_pem(private_pem(Ed25519PrivateKey.from_private_bytes(RFC_8037_D)))


def test_our_published_key_checks_the_signature_of_rfc_8037() -> None:
    key = access_tokens.keys_of(Jwks(keys=rfc_8037_keys().published))[rfc_8037_keys().kid]
    assert jwt.PyJWS().decode(ED25519, key, ["EdDSA"]) == b"Example of Ed25519 signing"
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.PyJWS().decode(ED25519, key_of(new_tokens()), ["EdDSA"])


def test_the_signature_of_rfc_7515_is_good_and_with_another_letter_is_not() -> None:
    key = jwt.PyJWK(ES256_KEY)
    assert b'"iss":"joe"' in jwt.PyJWS().decode(ES256, key, ["ES256"])
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.PyJWS().decode(ES256[:-1] + "g", key, ["ES256"])


def test_a_second_library_reads_our_tokens_and_no_changed_one() -> None:
    tokens = new_tokens()
    token = tokens.issue(OFFICER, "t1", NOW)
    published: dict[str, Any] = dict(tokens.published(NOW).keys[0])
    key = OKPKey.import_key(published)
    read = second.decode(token, key, algorithms=["EdDSA"])
    assert (read.claims["sub"], read.claims["aud"], read.claims["iss"]) == (
        OFFICER.account_id,
        TOKEN_AUDIENCE,
        TOKEN_ISSUER,
    )
    head, body, signature = token.split(".")
    with pytest.raises(BadSignatureError):
        second.decode(f"{head}.{body}.{signature[::-1]}", key, algorithms=["EdDSA"])


def test_a_token_that_a_second_library_signs_is_read_as_ours() -> None:
    keys = rfc_8037_keys()
    private = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(RFC_8037_D))
    at = int(NOW.timestamp())
    stated = {"sub": "a1", "kind": AccountKind.CITIZEN.value, "sid": "f1", "jti": "t1"}
    claims = {"iss": TOKEN_ISSUER, "aud": TOKEN_AUDIENCE, "iat": at, "exp": at + 600, **stated}
    header = {"alg": "EdDSA", "kid": keys.kid, "typ": "at+jwt"}
    token = second.encode(header, claims, private, algorithms=["EdDSA"])
    key = access_tokens.keys_of(Jwks(keys=keys.published))[access_tokens.key_id(token)]
    verified, _ = access_tokens.verify(token, key, 0)
    assert (verified.actor.account_id, verified.session_id) == ("a1", "f1")
    by_secret = OctKey.import_key(secrets.token_urlsafe(32))
    other = jws.serialize_compact({"alg": "HS256", "kid": keys.kid}, b"{}", by_secret, algorithms=["HS256"])
    with pytest.raises(ServiceError):
        access_tokens.key_id(other)


def test_passwords_are_hashed_as_the_reference_does() -> None:
    assert argon2id.matches(PHC, "password")
    assert not argon2id.matches(PHC, "passwore")


def test_a_second_library_checks_our_hashes() -> None:
    ours = argon2id.HASHER.hash("con-mèo-trên-mái-nhà")
    Argon2id.verify_phc_encoded("con-mèo-trên-mái-nhà".encode(), ours)
    with pytest.raises(InvalidKey):
        Argon2id.verify_phc_encoded(b"another", ours)
