"""Counts of log-ins tried, one row for each login, gone when its window ends."""

from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from accounts.domain.attempts import WINDOW, LoginAttempts

Document = dict[str, Any]


class LoginAttemptRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._attempts = database.attempts

    def count(self, key: str, now: datetime) -> LoginAttempts:
        """Add one, in one step, so that guesses made side by side are all counted; the first opens a window."""
        try:
            document = self._add(key, now)
        except DuplicateKeyError:  # two opened the window at once; the row is there now
            document = self._add(key, now)
        return LoginAttempts(document["count"], document["ends_at"])

    def forget(self, key: str) -> None:
        self._attempts.delete_one({"_id": key})

    def _add(self, key: str, now: datetime) -> Document:
        is_open = {"$gt": ["$ends_at", now]}
        change = {
            "count": {"$cond": [is_open, {"$add": ["$count", 1]}, 1]},
            "ends_at": {"$cond": [is_open, "$ends_at", now + WINDOW]},
        }
        document = self._attempts.find_one_and_update(
            {"_id": key}, [{"$set": change}], upsert=True, return_document=ReturnDocument.AFTER
        )
        assert document is not None  # an upsert always finds or makes one
        return document
