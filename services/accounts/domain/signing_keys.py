"""The keys that sign access tokens, read from one PEM file."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_BLOCK = re.compile(r"-----BEGIN (PRIVATE|PUBLIC) KEY-----.+?-----END \1 KEY-----", re.DOTALL)


@dataclass(frozen=True)
class SigningKeys:
    """The first key of the file signs until the first rotation (`token_keys`). The others are published beside it."""

    signer: Ed25519PrivateKey = field(repr=False)
    published: tuple[dict[str, str], ...]

    @classmethod
    def from_pem(cls, text: str) -> "SigningKeys":
        """Raises ValueError, whose text holds nothing of the file, unless all are Ed25519 and the first private."""
        keys = [_load(block.group(0)) for block in _BLOCK.finditer(text)]
        if not keys or not isinstance(keys[0], Ed25519PrivateKey):
            raise ValueError("expected a PEM file that starts with a private Ed25519 key (PKCS 8)")
        return cls(keys[0], tuple(jwk_of(_public(key)) for key in keys))

    @property
    def kid(self) -> str:
        return self.published[0]["kid"]


def _load(pem: str) -> Ed25519PrivateKey | Ed25519PublicKey:
    try:
        key = (
            serialization.load_pem_private_key(pem.encode(), password=None)
            if "PRIVATE" in pem.splitlines()[0]
            else serialization.load_pem_public_key(pem.encode())
        )
    except (ValueError, TypeError):
        raise ValueError("a key of the PEM file cannot be read") from None
    if not isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        raise ValueError("every key of the PEM file must be Ed25519")
    return key


def _public(key: Ed25519PrivateKey | Ed25519PublicKey) -> Ed25519PublicKey:
    return key.public_key() if isinstance(key, Ed25519PrivateKey) else key


def jwk_of(key: Ed25519PublicKey) -> dict[str, str]:
    """RFC 8037; the key id is the RFC 7638 thumbprint."""
    required = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(key.public_bytes_raw())}
    canonical = json.dumps(required, sort_keys=True, separators=(",", ":")).encode()
    kid = _base64url(hashlib.sha256(canonical).digest())
    return {**required, "kid": kid, "use": "sig", "alg": "EdDSA"}


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
