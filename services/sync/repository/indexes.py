"""Indexes of the sync service."""

from typing import Any

from pymongo.database import Database


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """Idempotent."""
