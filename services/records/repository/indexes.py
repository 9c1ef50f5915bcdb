"""Indexes of the records service."""

from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from records.repository import gridfs


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """Idempotent."""
    known = {"blob_id": {"$type": "string"}}
    database.files.create_index("blob_id", unique=True, partialFilterExpression=known)
    chunks = database[gridfs.CHUNKS]
    chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)
