"""What can be found: one small document for each public procedure, and the revision that tells when any has changed.

The index of a search lives in the memory of each replica. A transaction that shows or hides procedures takes the
next revision and marks what it wrote with it, so a replica that reads another revision than its own reads no more
than what was written since. The counter is one document: two such transactions never commit side by side, and a
revision that was read has all that belongs to it committed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pymongo import ReplaceOne, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.catalog import ProcedureContent, ProcedureSummary

ROWS = "searchable"
REVISION = "searchable_revision"
COUNTER = {"_id": "catalogue"}
SUMMARY = set(ProcedureSummary.model_fields)
HIDDEN: dict[str, Any] = {"summary": None, "subjects": []}


@dataclass(frozen=True)
class SearchEntryRow:
    """`summary` is None for a procedure that cannot be found any more."""

    code: str
    summary: ProcedureSummary | None
    subjects: tuple[str, ...]


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[ROWS].create_index("revision")
    database[REVISION].update_one(COUNTER, {"$setOnInsert": {"revision": 0}}, upsert=True)


class SearchEntryRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.rows = database[ROWS]
        self.counter = database[REVISION]

    def change(
        self, shown: Iterable[ProcedureContent], hidden: Iterable[str], session: ClientSession
    ) -> None:
        """Let some be found as they are now, and others no more."""
        rows = dict.fromkeys(hidden, HIDDEN) | {content.code: _entry(content) for content in shown}
        if not rows:
            return
        revision = self._next_revision(session)
        writes = [
            ReplaceOne({"_id": code}, {**row, "revision": revision}, upsert=True)
            for code, row in rows.items()
        ]
        self.rows.bulk_write(writes, ordered=False, session=session)

    def revision(self) -> int:
        """0 before anything was shown."""
        row = self.counter.find_one(COUNTER)
        return 0 if row is None else int(row["revision"])

    def written_after(self, revision: int) -> Iterator[SearchEntryRow]:
        """Nothing is left out; something newer than the revision that was read may be among it."""
        for row in self.rows.find({"revision": {"$gt": revision}}):
            summary = row["summary"] and ProcedureSummary.model_validate(row["summary"])
            yield SearchEntryRow(row["_id"], summary, tuple(row["subjects"]))

    def _next_revision(self, session: ClientSession) -> int:
        moved = self.counter.find_one_and_update(
            COUNTER, {"$inc": {"revision": 1}}, return_document=ReturnDocument.AFTER, session=session
        )
        if moved is None:
            raise RuntimeError("the counter is made with the indexes, before anything is written")
        return int(moved["revision"])


def _entry(content: ProcedureContent) -> dict[str, Any]:
    return {
        "summary": content.model_dump(mode="json", include=SUMMARY),
        "subjects": list(content.subjects),
    }
