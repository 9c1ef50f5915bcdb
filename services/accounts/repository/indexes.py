"""Indexes of the accounts service."""

from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

_WHEN_EXPIRED = 0


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """Idempotent. Dead tokens, families and windows of attempts go away by themselves."""
    database.accounts.create_index("login_key", unique=True)
    database.accounts.create_index([("kind", ASCENDING), ("agency_code", ASCENDING), ("_id", ASCENDING)])
    database.accounts.create_index([("kind", ASCENDING), ("_id", ASCENDING)])
    for name in ("families", "refresh_tokens"):
        database[name].create_index("expires_at", expireAfterSeconds=_WHEN_EXPIRED)
    database.attempts.create_index("ends_at", expireAfterSeconds=_WHEN_EXPIRED)
