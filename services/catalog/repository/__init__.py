"""The catalogue's own collections."""

from typing import Any

from pymongo.database import Database

from catalog.repository import procedures, provincial_fees, quarantine, searchable, versions


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """May be repeated."""
    procedures.create_indexes(database)
    quarantine.create_indexes(database)
    searchable.create_indexes(database)
    versions.create_indexes(database)
    provincial_fees.create_indexes(database)
