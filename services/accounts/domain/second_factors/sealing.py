"""Secrets of one-time passwords as they are stored: encrypted (AES-256-GCM) by a key that is in no database."""

import hashlib
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_KEY = 32
_LABEL = b"motcua second factors 1"
_NONCE = 12


@dataclass(frozen=True)
class Sealed:
    """A secret under the key of this id."""

    key_id: str
    nonce: bytes
    text: bytes = field(repr=False)


@dataclass(frozen=True)
class FactorKeys:
    """The first key seals, all open.

    To change keys: put the new one on top and keep the old one below. A secret is sealed anew when its factor is used.
    """

    keys: tuple[tuple[str, bytes], ...] = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> "FactorKeys":
        """Of one key a line. Raises ValueError, whose text holds nothing of the keys, for one of under 32 characters."""
        lines = text.split()
        if not lines or any(len(line) < SHORTEST_KEY for line in lines):
            raise ValueError(f"one key a line is needed, each of {SHORTEST_KEY} characters or more")
        return cls(tuple(_derived(line) for line in lines))

    def seal(self, secret: str, whose: str) -> Sealed:
        """`whose`: the id of the account; the sealed secret opens for no other."""
        key_id, key = self.keys[0]
        nonce = secrets.token_bytes(_NONCE)
        return Sealed(key_id, nonce, AESGCM(key).encrypt(nonce, secret.encode(), whose.encode()))

    def open(self, sealed: Sealed, whose: str) -> str | None:
        """None where the key is not there any more, or the secret is not this account's."""
        key = dict(self.keys).get(sealed.key_id)
        if key is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed.nonce, sealed.text, whose.encode()).decode()
        except InvalidTag:
            return None

    def is_current(self, sealed: Sealed) -> bool:
        return sealed.key_id == self.keys[0][0]


def _derived(text: str) -> tuple[str, bytes]:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=_LABEL).derive(text.encode())
    return hashlib.sha256(key).hexdigest()[:16], key
