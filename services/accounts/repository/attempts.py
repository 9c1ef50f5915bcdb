"""Attempts to log in, and the clients that have logged in, one row each, gone when its time is over."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DeleteOne, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from accounts.domain.attempts import LoginAttempts
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.errors import ErrorCode, ServiceError

Change = Callable[[LoginAttempts | None], LoginAttempts | None]
"""The row as it shall be, of the row as it is; None where there is none or shall be none."""
Rows = Mapping[str, LoginAttempts]
"""Rows by their keys."""

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

    def change(self, changes: Mapping[str, Change], expected: Rows | None = None) -> Rows:
        """Compare and set, so that attempts made side by side are all counted; the rows as they were written.

        `expected` are the rows as they probably are: then they are read only if they are not. All of `changes` are asked
        before anything is written. Raises what they raise.
        """
        pending, written = dict(changes), dict[str, LoginAttempts]()
        found = self.find(pending) if expected is None else expected
        for _ in range(_MOST_RETRIES):
            after = {key: changed(found.get(key)) for key, changed in pending.items()}
            done = self._replace(found, after)
            written |= {key: row for key, row in after.items() if row is not None and key in done}
            pending = {key: changed for key, changed in pending.items() if key not in done}
            if not pending:
                return written
            found = self.find(pending)
        raise ServiceError(ErrorCode.RATE_LIMITED, seconds=1)

    def find(self, keys: Iterable[str]) -> Rows:
        """Those that there are."""
        documents = self.documents.find({"_id": {"$in": list(keys)}})
        return {document["_id"]: self.from_document(document) for document in documents}

    def _replace(self, before: Rows, after: Mapping[str, LoginAttempts | None]) -> set[str]:
        """In one request. The keys of the rows that were as in `before`, and are now as in `after`."""
        keys = list(after)
        operations = [_operation(key, before.get(key), after[key]) for key in keys]
        try:
            self.documents.bulk_write(operations, ordered=False)
        except BulkWriteError as error:
            # Another one wrote the row meanwhile: our row of the same key is refused.
            conflicts = {keys[failure["index"]] for failure in error.details["writeErrors"]}
            return set(keys) - conflicts
        return set(keys)


def _operation(
    key: str, before: LoginAttempts | None, after: LoginAttempts | None
) -> InsertOne[Document] | UpdateOne | DeleteOne:
    if after is None:
        return DeleteOne({"_id": key})
    row = {"count": after.count, "next_at": after.next_at, "ends_at": after.ends_at}
    if before is None:
        return InsertOne({"_id": key, **row})
    unchanged = {"_id": key, "count": before.count, "ends_at": before.ends_at}
    return UpdateOne(unchanged, {"$set": row}, upsert=True)


class KnownClientRepository(Repository):
    """Which client has logged in to which login, by digest, and until when it is known by that."""

    collection: ClassVar[str] = "known_clients"

    def known_until(self, key: str) -> datetime | None:
        document = self.documents.find_one({"_id": key})
        return document["ends_at"] if document else None

    def remember(self, key: str, until: datetime) -> None:
        self.documents.update_one({"_id": key}, {"$set": {"ends_at": until}}, upsert=True)
