"""Password hashes: Argon2id, off the hub."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.domain import passwords
from chassis.runtime import thread_pool

# OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; some 30 ms of one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Checked when nobody has the login, so that the time of the answer does not tell.
_UNKNOWN_ACCOUNT_HASH = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    return thread_pool.run_in_thread(_HASHER.hash, passwords.normalized(password))


def verify_password(password: str, known_hash: str | None) -> bool:
    """Takes the same time with and without a known hash."""
    found = thread_pool.run_in_thread(
        _verify, known_hash or _UNKNOWN_ACCOUNT_HASH, passwords.normalized(password)
    )
    return found and known_hash is not None


def needs_rehash(known_hash: str) -> bool:
    """Made with other parameters than today's."""
    return _HASHER.check_needs_rehash(known_hash)


def _verify(known_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(known_hash, password)
    except (VerificationError, InvalidHashError):
        return False
