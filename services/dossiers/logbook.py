"""The log of one dossier, as long as it was at a version."""

from chassis import eventlog
from chassis.eventlog import LogEntry
from chassis.store import Store

_PAGE = 500


def entries_until(store: Store, dossier_id: str, version: int) -> list[LogEntry]:
    """Oldest first. Raises LookupError when the log ends before."""
    found: list[LogEntry] = []
    while len(found) < version:
        page = eventlog.entries(store.database, dossier_id, len(found), min(_PAGE, version - len(found)))
        if not page:
            raise LookupError(f"the log of {dossier_id} ends before version {version}")
        found += page
    return found
