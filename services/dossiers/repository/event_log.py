"""The log of one dossier, as long as it was at a version."""

from chassis.storage import event_log
from chassis.storage.event_log import LogEntry
from chassis.storage.store import Store

_PAGE = 500


def entries_until(store: Store, dossier_id: str, version: int) -> list[LogEntry]:
    """Oldest first. Raises LookupError when the log ends before."""
    found: list[LogEntry] = []
    while len(found) < version:
        page = event_log.entries(store.database, dossier_id, len(found), min(_PAGE, version - len(found)))
        if not page:
            raise LookupError(f"the log of {dossier_id} ends before version {version}")
        found += page
    return found
