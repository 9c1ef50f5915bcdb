"""Revision of the catalogue: one document, written by every transaction that changes what the catalogue answers."""

from datetime import datetime

from pymongo.database import Database

from chassis.storage.documents import Document
from chassis.storage.repository import Repository

COUNTER = {"_id": "catalogue"}


def create_indexes(database: Database[Document]) -> None:
    """The document exists from the start: two first changes at once would be two inserts of one document."""
    database[RevisionRepository.collection].update_one(
        COUNTER, {"$setOnInsert": {"revision": 0}}, upsert=True
    )


class RevisionRepository(Repository):
    """The one revision. Two transactions that raise it never commit side by side: one is run again after the other."""

    collection = "revision"

    def current(self) -> int:
        """0 before anything was written."""
        row = self.documents.find_one(COUNTER, session=self.session)
        return 0 if row is None else int(row["revision"])

    def raise_to(self, now: datetime) -> None:
        """The milliseconds of `now`, or the next number where the clock stands behind the stored one."""
        milliseconds = int(now.timestamp() * 1000)
        higher = {"$max": [{"$add": ["$revision", 1]}, milliseconds]}
        self.documents.update_one(COUNTER, [{"$set": {"revision": higher}}], session=self.session)
