"""Password hashes: Argon2id, computed in threads so that the event loop goes on."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.domain import passwords
from chassis.runtime import thread_pool

# OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; some 30 ms of one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Checked when no account has the login, so that the time of the answer is the same.
_UNKNOWN_ACCOUNT_HASH = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """In PHC string format, with today's parameters and a new salt; takes some 30 ms."""
    return thread_pool.run_in_thread(_HASHER.hash, passwords.normalized(password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the hash is of this password; takes the same time without a hash."""
    matches = thread_pool.run_in_thread(
        _verify, password_hash or _UNKNOWN_ACCOUNT_HASH, passwords.normalized(password)
    )
    return matches and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
