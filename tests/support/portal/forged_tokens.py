"""Access tokens that accounts did not give out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from devstack.system import System

Claims = dict[str, Any]
ADMINISTRATOR_CLAIMS: Mapping[str, Any] = {"kind": "administrator", "roles": [], "agency_code": ""}


class TokenForger:
    """Starts from a real token, whose claims and key id it copies."""

    def __init__(self, system: System, genuine: str) -> None:
        self._pem = system.secret("accounts_signing_key.pem").encode()
        self._kid = str(jwt.get_unverified_header(genuine)["kid"])
        self._claims: Claims = jwt.decode(genuine, options={"verify_signature": False})

    def expired(self) -> str:
        """Signed with the real key, over an hour ago."""
        past = int(time.time()) - 3600
        return self._signed(self._real_key(), {"iat": past - 600, "exp": past})

    def for_another_audience(self) -> str:
        return self._signed(self._real_key(), {"aud": "somebody-else"})

    def by_another_key(self) -> str:
        return self._signed(Ed25519PrivateKey.generate(), ADMINISTRATOR_CLAIMS)

    def unsigned(self) -> str:
        claims = {**self._claims, **ADMINISTRATOR_CLAIMS}
        return jwt.encode(claims, "", algorithm="none", headers={"kid": self._kid})

    def keyed_with_the_public_key(self) -> str:
        """HS256 with what everybody knows: accepted by verifiers that let the token choose the algorithm."""
        secret = self._real_key().public_key().public_bytes_raw().hex()
        claims = {**self._claims, **ADMINISTRATOR_CLAIMS}
        return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": self._kid})

    def _signed(self, key: Ed25519PrivateKey, changes: Mapping[str, Any]) -> str:
        return jwt.encode({**self._claims, **changes}, key, algorithm="EdDSA", headers={"kid": self._kid})

    def _real_key(self) -> Ed25519PrivateKey:
        key = load_pem_private_key(self._pem, None)
        assert isinstance(key, Ed25519PrivateKey)
        return key
