"""The catalogue's own collections."""

from typing import Any

from pymongo.database import Database

from catalog.repository import procedures, quarantine, searchable


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """May be repeated."""
    procedures.create_indexes(database)
    quarantine.create_indexes(database)
    searchable.create_indexes(database)
