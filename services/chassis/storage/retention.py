"""Retention: what was only ever added to a collection, and is older than it is retained, is deleted in bounded batches."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from chassis.core.ids import first_id

BATCH = 1_000
"""Documents that one call deletes at most: some 10 ms of the database's time."""


def delete_older(database: Database[dict[str, Any]], collection: str, before: datetime, limit: int) -> int:
    """Delete the oldest documents whose id was made before this time; how many were deleted: less than `limit` at the end.

    Two requests. May be repeated, and interrupted between them.
    """
    found = database[collection].find(
        {"_id": {"$lt": first_id(before)}}, {"_id": 1}, sort=[("_id", ASCENDING)], limit=limit
    )
    ids = [row["_id"] for row in found]
    return database[collection].delete_many({"_id": {"$in": ids}}).deleted_count if ids else 0
