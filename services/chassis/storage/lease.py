"""A lease in the database: one of several processes does a job, and another takes over when it dies.

Time is the server's, so the processes' clocks need not agree.
"""

from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.core.ids import new_id

COLLECTION = "leases"


class LeaseLost(Exception):
    """Raised when somebody else holds the lease now."""


class Lease:
    """Held from `acquire` until `release`, or until `duration_s` after the last `acquire`."""

    def __init__(self, database: Database[dict[str, Any]], name: str, duration_s: float) -> None:
        self._leases = database[COLLECTION]
        self._name = name
        self._milliseconds = int(duration_s * 1000)
        self._holder = new_id()

    def ensure_exists(self) -> None:
        """Make the row. May be repeated, by everybody."""
        try:
            self._leases.insert_one({"_id": self._name, "holder": None, "seq": 0})
        except DuplicateKeyError:
            return

    def acquire(self) -> bool:
        """Take it or keep it. False while another holds it."""
        free = {"$lt": [{"$ifNull": ["$expires_at", 0]}, "$$NOW"]}
        row = self._leases.find_one_and_update(
            {"_id": self._name, "$or": [{"holder": {"$in": [None, self._holder]}}, {"$expr": free}]},
            [{"$set": {"holder": self._holder, "expires_at": {"$add": ["$$NOW", self._milliseconds]}}}],
            return_document=ReturnDocument.AFTER,
        )
        return row is not None

    def release(self) -> None:
        """Let the next one have it at once."""
        self._leases.update_one({"_id": self._name, "holder": self._holder}, {"$set": {"holder": None}})

    def next_sequence(self, session: ClientSession, amount: int) -> int:
        """Advance the lease's counter in a transaction; the value before. Raises LeaseLost.

        Its write is the fence: of two who believe to hold the lease, only the true holder can commit.
        """
        row = self._leases.find_one_and_update(
            {"_id": self._name, "holder": self._holder}, {"$inc": {"seq": amount}}, session=session
        )
        if row is None:
            raise LeaseLost
        before: int = row["seq"]
        return before
