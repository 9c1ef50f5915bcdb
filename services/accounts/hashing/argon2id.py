"""Argon2id and its parameters: OWASP's first choice, 19 MiB, two passes, one lane; some 25 ms of one core."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def matches(password_hash: str, password: str) -> bool:
    """Whether the hash is of this password; False for what is no hash."""
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
