"""The log of one dossier, up to a version."""

from typing import Any

from pymongo.database import Database

from chassis.storage import event_log
from chassis.storage.event_log import LogEntry

_PAGE = 500


def entries_until(database: Database[dict[str, Any]], dossier_id: str, version: int) -> list[LogEntry]:
    """Oldest first. Raises LookupError when the log ends before that version."""
    found: list[LogEntry] = []
    while len(found) < version:
        page = event_log.entries(database, dossier_id, len(found), min(_PAGE, version - len(found)))
        if not page:
            raise LookupError(f"the log of {dossier_id} ends before version {version}")
        found += page
    return found
