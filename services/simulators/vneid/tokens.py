"""The provider's keys and tokens, signed by PyJWT."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from simulators.vneid.faults import Fault

LIFETIME_S = 300
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class ProviderKeys:
    """One RSA key at a time; `change` takes another."""

    def __init__(self) -> None:
        self.change()

    def change(self) -> None:
        self._key: RSAPrivateKey = _new_key()
        self.kid = secrets.token_hex(8)

    @property
    def published(self) -> dict[str, Any]:
        jwk = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**jwk, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def sign(self, claims: dict[str, Any], fault: Fault = Fault.NONE) -> str:
        headers = {"kid": self.kid}
        match fault:
            case Fault.UNSIGNED:
                return jwt.encode(claims, "", algorithm="none", headers=headers)
            case Fault.SYMMETRIC:
                return _keyed_with(self._key, claims, headers)
            case Fault.UNKNOWN_KEY:
                return jwt.encode(claims, _new_key(), algorithm="RS256", headers={"kid": "nowhere"})
        return jwt.encode(claims, self._key, algorithm="RS256", headers=headers)


def id_token_claims(
    issuer: str, client_id: str, claims: dict[str, Any], nonce: str, access_token: str, fault: Fault
) -> dict[str, Any]:
    """`claims` holds sub, sid, acr and those of the person."""
    now = int(time.time())
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    found = {
        "iss": issuer,
        "aud": client_id,
        "azp": client_id,
        "iat": now,
        "exp": now + LIFETIME_S,
        "nonce": nonce,
        "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        **claims,
    }
    changed: dict[Fault, dict[str, Any]] = {
        Fault.WRONG_NONCE: {"nonce": "another"},
        Fault.WRONG_ISSUER: {"iss": f"{issuer}/other"},
        Fault.WRONG_AUDIENCE: {"aud": "another"},
        Fault.WRONG_AZP: {"azp": "another", "aud": [client_id, "another"]},
        Fault.WRONG_AT_HASH: {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        Fault.EXPIRED: {"exp": now - 120},
        Fault.FROM_THE_FUTURE: {"iat": now + 3600, "exp": now + 7200},
        Fault.SKEWED: {"iat": now + 20, "exp": now - 20},
        Fault.NO_LEVEL: {"acr": "0"},
    }
    return found | changed.get(fault, {})


def logout_claims(issuer: str, client_id: str, subject: str, session: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": issuer,
        "aud": client_id,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(16),
        "events": {_LOGOUT_EVENT: {}},
        "sub": subject,
        "sid": session,
    }


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _keyed_with(key: RSAPrivateKey, claims: dict[str, Any], headers: dict[str, str]) -> str:
    """HS256 whose secret is the public key: what a checker that trusts `alg` takes. PyJWT refuses such a secret, so the
    signature is made here."""

    def part(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = part(json.dumps({"alg": "HS256", "typ": "JWT", **headers}).encode())
    signed = f"{head}.{part(json.dumps(claims).encode())}"
    return f"{signed}.{part(hmac.digest(pem, signed.encode(), 'sha256'))}"
