"""How long a service takes calls whose callers nobody proves: an hour, when it takes over the data of the release before.

That release sends neither access tokens nor its user, and both run side by side in an upgrade. The next release drops
this.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.storage.encryption import kms
from chassis.storage.lease import COLLECTION

_ID = "unproved callers"
ROLL = timedelta(hours=1)
"""Longer than an upgrade takes."""


def is_new(database: Database[dict[str, Any]]) -> bool:
    """Whether no release has used the database. Asked before anything is written but master keys."""
    return not set(database.list_collection_names()) - kms.COLLECTIONS


def unproved_until(database: Database[dict[str, Any]], *, new: bool) -> datetime:
    """The end of that time, recorded once: neither a restart nor another process prolongs it."""
    now = utcnow()
    end = now if new else now + ROLL
    row = database[COLLECTION].find_one_and_update(
        {"_id": _ID}, {"$min": {"until": end}}, upsert=True, return_document=ReturnDocument.AFTER
    )
    assert row is not None  # it is put there where it is not
    found: datetime = row["until"]
    return found if found.tzinfo else found.replace(tzinfo=UTC)
