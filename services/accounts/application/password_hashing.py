"""Password hashes: Argon2id, computed outside of this process so that nobody else waits for them."""

import secrets
from contextlib import AbstractContextManager
from functools import cache

from accounts.domain import passwords
from accounts.hashing import argon2id
from accounts.hashing.pool import HashingPool

_POOL = HashingPool()


def admission() -> AbstractContextManager[None]:
    """Taken before anything is done for one who needs a hash. Raises UNAVAILABLE when too many wait for theirs."""
    return _POOL.admission()


def hash_password(password: str) -> str:
    """In PHC string format, with today's parameters and a new salt; blocks for some 25 ms and its place in the queue."""
    return _POOL.hash(passwords.normalized(password))


@cache
def hash_of_no_password() -> str:
    """Of 256 random bits that nobody knows: an account without a password is one whose password is never right, also
    for the release before. One for all such accounts of a process, as it guards nothing. Raises UNAVAILABLE."""
    with admission():
        return hash_password(secrets.token_urlsafe(32))


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the hash is of this password; takes the same time without a hash."""
    return _POOL.verify(passwords.normalized(password), password_hash)


def needs_rehash(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return argon2id.HASHER.check_needs_rehash(password_hash)
