"""Summaries for the tax office, their lines until they are in one, and the state of the link."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from chassis.storage.repository import before as before_position
from contracts.errors import not_found
from contracts.receipts import ReceiptState
from contracts.tax_summaries import TaxSummary, TaxSummaryState
from payments.domain.tax_summaries.due import LinkState

NEWEST_FIRST = [("prepared_at", DESCENDING), ("_id", DESCENDING)]


class TaxLineRepository(Repository):
    """What is to be reported: one row for the issue of a receipt, one for its end. In the transaction of the receipt."""

    collection: ClassVar[str] = "tax_lines"

    def add(self, receipt_id: str, what: ReceiptState, agency_code: str, day: date) -> None:
        row = {
            "_id": f"{receipt_id} {what.value}",
            "receipt_id": receipt_id,
            "what": what.value,
            "agency_code": agency_code,
            "day": day.isoformat(),
            "summary_id": None,
        }
        self.documents.insert_one(row, session=self.session)

    def open_of(self, agency_code: str, day: date, limit: int) -> list[tuple[str, ReceiptState]]:
        """Receipt and what happened to it, of those that are in no summary yet, in the order in which they were issued."""
        query = {"agency_code": agency_code, "day": day.isoformat(), "summary_id": None}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [(row["receipt_id"], ReceiptState(row["what"])) for row in found]

    def put_into(self, summary_id: str, lines: Sequence[tuple[str, ReceiptState]]) -> None:
        ids = [f"{receipt_id} {what.value}" for receipt_id, what in lines]
        query = {"_id": {"$in": ids}}
        self.documents.update_many(query, {"$set": {"summary_id": summary_id}}, session=self.session)

    def of_summary(self, summary_id: str) -> list[tuple[str, ReceiptState]]:
        """Those that it was made of, in the same order."""
        found = self.documents.find({"summary_id": summary_id}, session=self.session).sort("_id", ASCENDING)
        return [(row["receipt_id"], ReceiptState(row["what"])) for row in found]


class TaxSummaryRepository(Repository):
    """One document a summary."""

    collection: ClassVar[str] = "tax_summaries"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> TaxSummary:
        """A stored summary; fields of a later release are ignored."""
        return TaxSummary.model_validate({**document, "summary_id": document["_id"]}, extra="ignore")

    def add(self, summary: TaxSummary) -> None:
        """Agency, day and part are unique together."""
        self.documents.insert_one(_document(summary), session=self.session)

    def get(self, summary_id: str) -> TaxSummary:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": summary_id}, session=self.session)
        if document is None:
            raise not_found("tax summary")
        return self.from_document(document)

    def count_parts(self, agency_code: str, day: date) -> int:
        query = {"agency_code": agency_code, "day": day.isoformat()}
        return self.documents.count_documents(query, session=self.session)

    def save(self, summary: TaxSummary) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(summary))

    def set_due(self, summary_id: str, due_at: datetime) -> None:
        """No version of the summary: nothing is decided about it."""
        self.documents.update_one({"_id": summary_id}, {"$set": {"due_at": due_at}}, session=self.session)

    def waiting_since(self, before: datetime) -> list[str]:
        """Ids of those that were prepared before and are not settled."""
        query = {"state": TaxSummaryState.PREPARED.value, "prepared_at": {"$lte": before}}
        found = self.documents.find(query, {"_id": 1}, session=self.session).sort(NEWEST_FIRST)
        return [str(row["_id"]) for row in found]

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[TaxSummary]:
        """`position`: time of preparation and id of the last one seen."""
        query = {**criteria, **before_position("prepared_at", position)}
        found = self.documents.find(query, session=self.session).sort(NEWEST_FIRST).limit(limit)
        return [self.from_document(document) for document in found]


class TaxLinkRepository(Repository):
    """The one row about the link."""

    collection: ClassVar[str] = "tax_link"

    def get(self) -> LinkState:
        row = self.documents.find_one({"_id": "link"}, session=self.session) or {}
        return LinkState(row.get("down_since"), row.get("repaired_at"))

    def save(self, link: LinkState) -> None:
        fields = {"down_since": link.down_since, "repaired_at": link.repaired_at}
        self.documents.update_one({"_id": "link"}, {"$set": fields}, upsert=True, session=self.session)


def create_indexes(database: Database[Document]) -> None:
    """May be repeated."""
    database.tax_lines.create_index(
        [("agency_code", ASCENDING), ("day", ASCENDING), ("summary_id", ASCENDING), ("_id", ASCENDING)]
    )
    database.tax_lines.create_index([("summary_id", ASCENDING), ("_id", ASCENDING)])
    database.tax_summaries.create_index(
        [("agency_code", ASCENDING), ("day", ASCENDING), ("part", ASCENDING)], unique=True
    )
    database.tax_summaries.create_index(NEWEST_FIRST)
    database.tax_summaries.create_index([("agency_code", ASCENDING), *NEWEST_FIRST])
    database.tax_summaries.create_index([("state", ASCENDING), *NEWEST_FIRST])


def _document(summary: TaxSummary) -> Document:
    fields = to_document(summary.model_dump())
    return {"_id": fields.pop("summary_id"), **fields}
