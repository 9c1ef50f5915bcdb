"""One-time codes (mã xác nhận một lần): each follows from the id of its letter and a key that is in no database.

So no code is stored, and none is found by trying all of them against a stored hash. Asked for again, it is the same, so
that a second copy of a letter carries the code of the first.
"""

import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accounts.domain.signing_keys import SigningKeys

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 8
_BITS = 5
_LABEL = b"motcua one-time codes 1"


@dataclass(frozen=True)
class OneTimeCodes:
    """Makes and checks them: 40 bits each. Codes that are out are void when the signing key is changed."""

    key: bytes = field(repr=False)

    @classmethod
    def of(cls, keys: SigningKeys) -> "OneTimeCodes":
        """By a key of their own, derived (HKDF, RFC 5869) from the one that signs tokens."""
        secret = keys.signer.private_bytes_raw()
        return cls(HKDF(hashes.SHA256(), 32, salt=None, info=_LABEL).derive(secret))

    def code(self, letter_id: str) -> str:
        digest = hmac.digest(self.key, letter_id.encode(), "sha256")
        number = int.from_bytes(digest[: _LENGTH * _BITS // 8])
        return "".join(_ALPHABET[number >> _BITS * place & 31] for place in range(_LENGTH))

    def is_right(self, letter_id: str, shown: str) -> bool:
        """In a time that does not depend on how much of it is right."""
        return hmac.compare_digest(self.code(letter_id).encode(), shown.encode())
