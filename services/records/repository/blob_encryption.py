"""Encryption of blobs: each has a key of its own, which is stored encrypted with the data key of its owner (ADR 81).

A chunk is encrypted by itself (AES-256-GCM), so that a part of a file is read without the rest. Its nonce is its number
and whether it is the last, under a key that no other blob has: chunks that were exchanged, cut off or taken from another
blob do not open.
"""

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chassis.storage.encryption import SERVICE, Cipher
from contracts.base import Actor, ActorKind

KEY, SEALED = "key", "sealed"
"""Of a blob and of its first chunk: its encrypted key. Of each chunk that is encrypted: true."""
ADDED_BYTES = 16
"""What encryption adds to a chunk."""
_KEY_OCTETS = 32
_ONE_AT_A_TIME = threading.Lock()
"""The content server reads and writes in threads, which the service's cipher does not know."""


class BlobErased(LookupError):
    """Raised for a blob whose key was destroyed: its person was erased."""


class BlobDamaged(LookupError):
    """Raised for a chunk that is not what was written."""


@dataclass(frozen=True)
class BlobCipher:
    """Of one blob."""

    blob_id: str
    key: AESGCM

    def seal(self, number: int, data: bytes, *, last: bool) -> bytes:
        return self.key.encrypt(_nonce(number, last), data, self.blob_id.encode())

    def open(self, number: int, data: bytes, *, last: bool) -> bytes:
        """Raises BlobDamaged."""
        try:
            return self.key.decrypt(_nonce(number, last), data, self.blob_id.encode())
        except InvalidTag:
            raise BlobDamaged(f"blob {self.blob_id}, chunk {number}") from None


class BlobKeys:
    """Makes and opens the keys of blobs. Raises PyMongoError where a data key must be read."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    @property
    def active(self) -> bool:
        """Whether what is written now is encrypted."""
        return self._cipher.active

    def new(self, blob_id: str, owner: str) -> tuple[bytes, BlobCipher]:
        """As it is stored, and to encrypt with."""
        key = os.urandom(_KEY_OCTETS)
        with _ONE_AT_A_TIME:
            sealed = self._cipher.seal({"key": key}, owner)
        return sealed, BlobCipher(blob_id, AESGCM(key))

    def load(self, sealed: Iterable[bytes]) -> None:
        """Read what `open` needs for these, in one request."""
        with _ONE_AT_A_TIME:
            self._cipher.load_keys(sealed)

    def open(self, blob_id: str, sealed: bytes) -> BlobCipher:
        """Raises BlobErased, KeyMissing."""
        with _ONE_AT_A_TIME:
            opened = self._cipher.open(sealed)
        if opened is None:
            raise BlobErased(f"blob {blob_id} was erased with its person")
        return BlobCipher(blob_id, AESGCM(opened["key"]))


def key_owner(owner: Actor) -> str:
    """Whose data key the files of this owner are encrypted with: a citizen's own, so that they can be erased with it; else
    that of the service.
    """
    return person(owner.account_id) if owner.kind is ActorKind.CITIZEN and owner.account_id else SERVICE


def person(account_id: str) -> str:
    """The owner of a data key, by account."""
    return f"person:{account_id}"


def _nonce(number: int, last: bool) -> bytes:
    return bytes([last]) + number.to_bytes(11, "big")
