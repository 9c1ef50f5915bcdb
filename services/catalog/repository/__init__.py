"""The catalogue's collections."""

from typing import Any

from pymongo.database import Database

from catalog.repository import (
    agencies,
    calendars,
    competences,
    conditions,
    procedures,
    provincial_fees,
    quarantine,
    questions,
    regime_drafts,
    regimes,
    revision,
    search_entries,
    thesaurus,
    units,
    versions,
    write_locks,
)

PARTS = (
    revision,
    procedures,
    search_entries,
    quarantine,
    questions,
    regime_drafts,
    versions,
    provincial_fees,
    agencies,
    units,
    regimes,
    calendars,
    competences,
    write_locks,
    conditions,
    thesaurus,
)


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """May be repeated."""
    for module in PARTS:
        module.create_indexes(database)
