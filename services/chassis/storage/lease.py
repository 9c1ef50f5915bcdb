"""Lease in the database: one of several processes does a job, and another takes over when the lease expires.

Times are the server's, so the processes' clocks need not agree.
"""

from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from chassis.core.ids import new_id

COLLECTION = "leases"


class LeaseLost(Exception):
    """Raised when another process holds the lease now."""


class Lease:
    """A named lease, held from `acquire` until `release`, or until `duration_s` after the last `acquire`."""

    def __init__(self, database: Database[dict[str, Any]], name: str, duration_s: float) -> None:
        self._leases = database[COLLECTION]
        self._quick = self._leases.with_options(write_concern=WriteConcern(1))
        self._name = name
        self._milliseconds = int(duration_s * 1000)
        self._holder = new_id()

    def ensure_exists(self) -> None:
        """Insert the lease's document. May be repeated, by every process."""
        try:
            self._leases.insert_one({"_id": self._name, "holder": None, "seq": 0})
        except DuplicateKeyError:
            return

    def acquire(self) -> bool:
        """Acquire or renew the lease. False while another process holds it.

        Acknowledged by the primary alone: should that be undone, two processes believe to hold it, as when one is late;
        `next_sequence` lets one of them commit.
        """
        free = {"$lt": [{"$ifNull": ["$expires_at", 0]}, "$$NOW"]}
        row = self._quick.find_one_and_update(
            {"_id": self._name, "$or": [{"holder": {"$in": [None, self._holder]}}, {"$expr": free}]},
            [{"$set": {"holder": self._holder, "expires_at": {"$add": ["$$NOW", self._milliseconds]}}}],
            return_document=ReturnDocument.AFTER,
        )
        return row is not None

    def release(self) -> None:
        """Free the lease for other processes at once."""
        self._quick.update_one({"_id": self._name, "holder": self._holder}, {"$set": {"holder": None}})

    def next_sequence(self, session: ClientSession, amount: int) -> int:
        """Advance the lease's counter by `amount` in a transaction; its value before. Raises LeaseLost.

        The write fences: of two processes that believe to hold the lease, only the holder can commit.
        """
        row = self._leases.find_one_and_update(
            {"_id": self._name, "holder": self._holder}, {"$inc": {"seq": amount}}, session=session
        )
        if row is None:
            raise LeaseLost
        before: int = row["seq"]
        return before
