"""From when on a service writes encrypted fields: at once on a new database, else an hour after it was first told to.

The release before reads only what is in the clear, and both run side by side in an upgrade.
"""

from datetime import UTC, datetime

from pymongo import ReturnDocument
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.storage.documents import Document
from chassis.storage.lease import COLLECTION
from chassis.storage.unproved_callers import ROLL

_ID = "field encryption"


def encrypted_since(database: Database[Document], *, new: bool) -> datetime:
    """Recorded once: neither a restart nor another process moves it."""
    since = utcnow() if new else utcnow() + ROLL
    row = database[COLLECTION].find_one_and_update(
        {"_id": _ID}, {"$min": {"since": since}}, upsert=True, return_document=ReturnDocument.AFTER
    )
    assert row is not None  # it is put there where it is not
    found: datetime = row["since"]
    return found if found.tzinfo else found.replace(tzinfo=UTC)
