"""The log of one dossier, up to a version; the log of all that somebody sees."""

from dataclasses import replace
from typing import Any

from pymongo.database import Database

from chassis.storage import event_log
from chassis.storage.documents import Document
from chassis.storage.encryption import cipher_of
from chassis.storage.event_log import LogEntry
from dossiers.repository.personal_fields import PERSONAL_FIELDS

_PAGE = 500
_INDEXES = {"agency_codes": "feed_of_agency", "follower_ids": "feed_of_follower"}
"""Of a feed of the dossiers that have one value in this field."""


def entries_until(database: Database[dict[str, Any]], dossier_id: str, version: int) -> list[LogEntry]:
    """Oldest first, with the personal fields of their changes. Raises LookupError when the log ends before that version."""
    found: list[LogEntry] = []
    while len(found) < version:
        page = event_log.entries(database, dossier_id, len(found), min(_PAGE, version - len(found)))
        if not page:
            raise LookupError(f"the log of {dossier_id} ends before version {version}")
        found += [_opened(entry, database) for entry in page]
    return found


def _opened(entry: LogEntry, database: Database[dict[str, Any]]) -> LogEntry:
    return replace(entry, private=PERSONAL_FIELDS.open(entry.private, cipher_of(database)))


def feed(
    database: Database[dict[str, Any]], visible: Document, after_seq: int, limit: int
) -> tuple[list[LogEntry], int]:
    """As `event_log.feed`, of the dossiers that the filter selects: an agency that joins later sees from then on."""
    criteria = {"$and": [_on_events(visible), {"payload.dossier_id": {"$exists": True}}]}
    index = next((_INDEXES.get(name) for name, value in visible.items() if isinstance(value, str)), None)
    return event_log.feed(database, criteria, after_seq, limit, index)


def _on_events(filter_: Document) -> Document:
    """The filter on dossiers as one on their events."""
    return {
        name if name.startswith(("$", "_")) else f"payload.{name}": [_on_events(part) for part in condition]
        if name in ("$or", "$and")
        else condition
        for name, condition in filter_.items()
    }
