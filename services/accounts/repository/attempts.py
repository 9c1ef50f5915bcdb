"""Counts of log-in attempts, one row for each login, gone when its window ends."""

from datetime import datetime
from typing import ClassVar

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from accounts.domain.attempts import WINDOW, LoginAttempts
from chassis.storage.documents import Document
from chassis.storage.repository import Repository


class LoginAttemptRepository(Repository):
    """Written outside of transactions: an attempt counts whatever becomes of it."""

    collection: ClassVar[str] = "attempts"

    def count(self, key: str, now: datetime) -> LoginAttempts:
        """Add one, in one step, so that attempts made side by side are all counted; the first opens a window."""
        try:
            document = self._add(key, now)
        except DuplicateKeyError:  # two opened the window at once; the row is there now
            document = self._add(key, now)
        return LoginAttempts(document["count"], document["ends_at"])

    def forget(self, key: str) -> None:
        self.documents.delete_one({"_id": key})

    def _add(self, key: str, now: datetime) -> Document:
        is_open = {"$gt": ["$ends_at", now]}
        update = {
            "count": {"$cond": [is_open, {"$add": ["$count", 1]}, 1]},
            "ends_at": {"$cond": [is_open, "$ends_at", now + WINDOW]},
        }
        document = self.documents.find_one_and_update(
            {"_id": key}, [{"$set": update}], upsert=True, return_document=ReturnDocument.AFTER
        )
        assert document is not None  # an upsert always finds or makes one
        return document
