"""Search entries: one small document for each public procedure, and the revision of all of them together.

Each replica has its search index in memory. A transaction that publishes or withdraws procedures takes the next
revision and marks the entries it wrote with it, so a replica at an older revision reads only what was written
since. The counter is one document: two such transactions never commit side by side, and everything that belongs to
a revision that was read is committed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pymongo import ReplaceOne, ReturnDocument
from pymongo.database import Database

from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.catalog import ProcedureContent, ProcedureSummary

REVISIONS = "searchable_revision"
COUNTER = {"_id": "catalogue"}
SUMMARY_FIELDS = set(ProcedureSummary.model_fields)
WITHDRAWN: Document = {"summary": None, "subjects": []}


@dataclass(frozen=True)
class SearchEntryRow:
    """`summary` is None for a procedure that is public no more."""

    code: str
    summary: ProcedureSummary | None
    subjects: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    """Further texts that it is found by: its key words, its life events and the names of its results."""


def create_indexes(database: Database[Document]) -> None:
    database[SearchEntryRepository.collection].create_index("revision")
    database[REVISIONS].update_one(COUNTER, {"$setOnInsert": {"revision": 0}}, upsert=True)


class SearchEntryRepository(Repository):
    """Entries under the codes of procedures."""

    collection = "searchable"

    @staticmethod
    def from_document(document: Document) -> SearchEntryRow:
        summary = document["summary"]
        return SearchEntryRow(
            code=document["_id"],
            summary=summary and ProcedureSummary.model_validate(summary, extra="ignore"),
            subjects=tuple(document["subjects"]),
            keywords=tuple(document.get("keywords", ())),
        )

    def update(self, published: Iterable[ProcedureContent], withdrawn: Iterable[str]) -> None:
        """Write the entries of published procedures and of withdrawn codes under the next revision."""
        rows = dict.fromkeys(withdrawn, WITHDRAWN) | {content.code: _entry(content) for content in published}
        if not rows:
            return
        revision = self.next_revision()
        writes = [
            ReplaceOne({"_id": code}, {**row, "revision": revision}, upsert=True)
            for code, row in rows.items()
        ]
        self.documents.bulk_write(writes, ordered=False, session=self.session)

    def revision(self) -> int:
        """0 before anything was published."""
        row = self.database[REVISIONS].find_one(COUNTER, session=self.session)
        return 0 if row is None else int(row["revision"])

    def written_after(self, revision: int) -> Iterator[SearchEntryRow]:
        """Every entry of a later revision; entries written while this reads may be among them."""
        found = self.documents.find({"revision": {"$gt": revision}}, session=self.session)
        return map(self.from_document, found)

    def next_revision(self) -> int:
        """Move the revision on: every process catches up before its next answer."""
        counter = self.database[REVISIONS].find_one_and_update(
            COUNTER, {"$inc": {"revision": 1}}, return_document=ReturnDocument.AFTER, session=self.session
        )
        if counter is None:
            raise RuntimeError("the counter is created with the indexes, before anything is written")
        return int(counter["revision"])


def _entry(content: ProcedureContent) -> Document:
    return {
        "summary": content.model_dump(mode="json", include=SUMMARY_FIELDS),
        "subjects": list(content.subjects),
        "keywords": [
            *content.keywords,
            *(event.name for event in content.life_events),
            *(result.name for result in content.results),
        ],
    }
