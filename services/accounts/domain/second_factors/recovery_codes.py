"""Recovery codes (mã khôi phục): ten, each good once in place of a second factor; 80 random bits, stored as digests."""

import hashlib
import secrets
from dataclasses import dataclass, field

COUNT = 10
FEW = 2
"""So many left, and the owner is to make new ones."""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _OF = 4, 4


@dataclass(frozen=True)
class RecoveryCodeSet:
    """The codes of an account that are good, by digest. `set_id`: a new one with each making; `used`: how many were."""

    set_id: str
    digests: tuple[str, ...] = field(repr=False)
    used: int = 0


def new_codes() -> tuple[str, ...]:
    return tuple(
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_OF)) for _ in range(_GROUPS))
        for _ in range(COUNT)
    )


def digest(code: str) -> str:
    """However it was typed. SHA-256 is enough for 80 random bits; a slow hash would protect nothing more."""
    return hashlib.sha256(code.replace("-", "").upper().encode()).hexdigest()
