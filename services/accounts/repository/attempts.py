"""Attempts to log in, and the clients that have logged in, one row each, gone when its time is over."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo.errors import DuplicateKeyError

from accounts.domain.attempts import KNOWN_FOR, LoginAttempts
from chassis.storage.repository import Repository
from contracts.errors import ErrorCode, ServiceError

_MOST_RETRIES = 200
"""More than requests can be in hand at once; each time another one has gone on."""


class LoginAttemptRepository(Repository):
    """Written outside of transactions: an attempt counts whatever becomes of it."""

    collection: ClassVar[str] = "attempts"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> LoginAttempts:
        """A stored row; fields of a later release are ignored. One of 0.1.0, under a key of its own, has no `next_at`."""
        return LoginAttempts(
            document["count"], document.get("next_at", document["ends_at"]), document["ends_at"]
        )

    def change(self, key: str, changed: Callable[[LoginAttempts | None], LoginAttempts]) -> None:
        """Compare and set, so that attempts made side by side are all counted. Raises what `changed` raises."""
        for _ in range(_MOST_RETRIES):
            before = self.find(key)
            if self._replace(key, before, changed(before)):
                return
        raise ServiceError(ErrorCode.RATE_LIMITED, seconds=1)

    def find(self, key: str) -> LoginAttempts | None:
        document = self.documents.find_one({"_id": key})
        return self.from_document(document) if document else None

    def forget(self, key: str) -> None:
        self.documents.delete_one({"_id": key})

    def _replace(self, key: str, before: LoginAttempts | None, after: LoginAttempts) -> bool:
        row = {"count": after.count, "next_at": after.next_at, "ends_at": after.ends_at}
        if before is None:
            try:
                self.documents.insert_one({"_id": key, **row})
            except DuplicateKeyError:
                return False
            return True
        unchanged = {"_id": key, "count": before.count, "ends_at": before.ends_at}
        return self.documents.update_one(unchanged, {"$set": row}).matched_count == 1


class KnownClientRepository(Repository):
    """Which client has logged in to which login, by digest."""

    collection: ClassVar[str] = "known_clients"

    def is_known(self, key: str, now: datetime) -> bool:
        return self.documents.find_one({"_id": key, "ends_at": {"$gt": now}}) is not None

    def remember(self, key: str, now: datetime) -> None:
        self.documents.update_one({"_id": key}, {"$set": {"ends_at": now + KNOWN_FOR}}, upsert=True)
