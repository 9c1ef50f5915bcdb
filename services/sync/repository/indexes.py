"""Indexes of the sync service."""

from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

_AT_EXPIRY = 0


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """Idempotent. Items as they came go away by themselves when their time is over."""
    dossiers = database.dossiers
    dossiers.create_index([("root", ASCENDING), ("event_at", DESCENDING), ("_id", DESCENDING)])
    dossiers.create_index([("root", ASCENDING), ("content.day", ASCENDING)])
    # A person has few: they are sorted as they are found, and the index is left alone by every event.
    dossiers.create_index("content.owner.numbers", sparse=True)
    database.raw_batches.create_index([("sender", ASCENDING), ("received_at", ASCENDING)])
    database.refused.create_index([("root", ASCENDING), ("received_at", DESCENDING), ("_id", DESCENDING)])
    for name in ("raw_batches", "refused"):
        database[name].create_index("expires_at", expireAfterSeconds=_AT_EXPIRY)
    database.anomaly_counts.create_index([("root", ASCENDING), ("day", DESCENDING), ("_id", ASCENDING)])
    newest = [("root", ASCENDING), ("declared_at", DESCENDING), ("_id", DESCENDING)]
    database.reconciliations.create_index(newest)
    database.pushes.create_index([("state", ASCENDING), ("_id", DESCENDING)])
