"""Tokens as accounts signs them, with a key of the test's own."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.accounts import TOKEN_AUDIENCE, TOKEN_ISSUER, Jwks

KEY_ID = "test-key"


class TokenSigner:
    """`token(...)` signs; `published` is what accounts would tell."""

    def __init__(self, kid: str = KEY_ID) -> None:
        self.kid = kid
        self.private = Ed25519PrivateKey.generate()

    @property
    def published(self) -> Jwks:
        public = base64.urlsafe_b64encode(self.private.public_key().public_bytes_raw()).rstrip(b"=").decode()
        return Jwks(
            keys=(
                {"kty": "OKP", "crv": "Ed25519", "x": public, "kid": self.kid, "alg": "EdDSA", "use": "sig"},
            )
        )

    def token(self, account_id: str = "citizen-1", lifetime_s: float = 600, **claims: Any) -> str:
        at = datetime.now(UTC)
        claims_set = {
            "iss": TOKEN_ISSUER,
            "aud": TOKEN_AUDIENCE,
            "sub": account_id,
            "kind": "citizen",
            "iat": at - timedelta(seconds=60),
            "exp": at + timedelta(seconds=lifetime_s),
            "jti": "1",
        }
        return jwt.encode(
            {**claims_set, **claims}, self.private, algorithm="EdDSA", headers={"kid": self.kid}
        )

    def bearer(self, account_id: str = "citizen-1", **claims: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(account_id, **claims)}"}
