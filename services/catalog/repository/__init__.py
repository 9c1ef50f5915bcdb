"""The catalogue's own collections."""

from typing import Any

from pymongo.database import Database

from catalog.repository import agencies, calendars, competences, procedures, quarantine, units


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """May be repeated."""
    for module in (procedures, quarantine, agencies, units, calendars, competences):
        module.create_indexes(database)
