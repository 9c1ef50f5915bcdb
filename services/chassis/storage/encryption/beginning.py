"""From when on a service writes encrypted fields: at once on a new database, else an hour after a release was first told to.

The release before reads only what is in the clear, and both run side by side in an upgrade. A release that encrypts fields
which the one before did not gives it an hour again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from pymongo import ReturnDocument
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.storage.documents import Document
from chassis.storage.encryption.cipher import Encryption
from chassis.storage.lease import COLLECTION
from chassis.storage.unproved_callers import ROLL

_ID = "field encryption"
PROGRESS = "re_encryption"
"""One document a collection: how far its re-encryption has come."""


def begin(database: Database[Document], fields: Sequence[str], *, new: bool) -> Encryption:
    """For these fields, each with its collection. Recorded once: neither a restart nor another process moves it."""
    since = utcnow() if new else utcnow() + ROLL
    first = {"since": since, "complete": new, "fields": sorted(fields)}
    row = _put(database, {"_id": _ID}, {"$setOnInsert": first})
    assert row is not None  # it is put there where it is not
    added = sorted({*fields} - {*row["fields"]})
    if added:
        database[PROGRESS].delete_many({})
        more = {"$set": {"since": since, "complete": False}, "$addToSet": {"fields": {"$each": added}}}
        row = _put(database, {"_id": _ID, "fields": {"$nin": added}}, more) or row
    return Encryption(_aware(row["since"]), row["complete"])


def begun(database: Database[Document], fields: Sequence[str]) -> Encryption | None:
    """As `begin` has recorded it; None when it has not, or not for all of these fields."""
    row = database[COLLECTION].find_one({"_id": _ID, "fields": {"$all": list(fields)}})
    return None if row is None else Encryption(_aware(row["since"]), row["complete"])


def interrupt(database: Database[Document]) -> None:
    """From now on documents are written in the clear again."""
    row = database[COLLECTION].find_one_and_update(
        {"_id": _ID, "complete": True}, {"$set": {"complete": False}}
    )
    if row is not None:
        database[PROGRESS].delete_many({})


def end(database: Database[Document]) -> None:
    """Nothing is left in the clear. Processes know it from their next start."""
    database[COLLECTION].update_one({"_id": _ID}, {"$set": {"complete": True}})


def is_complete(database: Database[Document]) -> bool:
    row = database[COLLECTION].find_one({"_id": _ID})
    return row is not None and bool(row["complete"])


def _put(database: Database[Document], query: Document, changes: Document) -> Document | None:
    row: Document | None = database[COLLECTION].find_one_and_update(
        query, changes, upsert="$setOnInsert" in changes, return_document=ReturnDocument.AFTER
    )
    return row


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
