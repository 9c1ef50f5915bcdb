"""Receipts, their counters, the registrations of collectors, and collections that wait for a receipt."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.database import Database

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from chassis.storage.repository import before as before_position
from contracts.errors import not_found
from contracts.receipts import Collector, Receipt
from payments.domain.receipts.receipts import Collection, Series

NEWEST_FIRST = [("issued_at", DESCENDING), ("_id", DESCENDING)]


class ReceiptRepository(Repository):
    """One document a receipt, with the key of its series; series and number are unique together."""

    collection: ClassVar[str] = "receipts"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Receipt:
        """A stored receipt; fields of a later release are ignored."""
        return Receipt.model_validate({**document, "receipt_id": document["_id"]}, extra="ignore")

    def add(self, receipt: Receipt, series: Series) -> None:
        document = {**_document(receipt), "series": series.key}
        self.documents.insert_one(document, session=self.session)

    def get(self, receipt_id: str) -> Receipt:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": receipt_id}, session=self.session)
        if document is None:
            raise not_found("receipt")
        return self.from_document(document)

    def of_ids(self, receipt_ids: Sequence[str]) -> dict[str, Receipt]:
        """By id."""
        found = self.documents.find({"_id": {"$in": list(receipt_ids)}}, session=self.session)
        return {document["_id"]: self.from_document(document) for document in found}

    def of_bill(self, bill_id: str) -> list[Receipt]:
        found = self.documents.find({"bill_id": bill_id}, session=self.session).sort("_id", ASCENDING)
        return [self.from_document(document) for document in found]

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[Receipt]:
        """`position`: time of issue and id of the last receipt seen."""
        found = self.documents.find(
            {**criteria, **before_position("issued_at", position)}, session=self.session
        )
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]

    def remove_of(self, bill_ids: Sequence[str]) -> None:
        """Those of these bills, whose period of retention is over."""
        self.documents.delete_many({"bill_id": {"$in": list(bill_ids)}}, session=self.session)

    def save(self, receipt: Receipt) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(receipt))


class ReceiptCounterRepository(Repository):
    """The last number of each series."""

    collection: ClassVar[str] = "receipt_counters"

    def next(self, series: Series, last: int) -> int | None:
        """The next number, None after the `last`. It is given back when the transaction fails, so that none is lost. Of
        two transactions that number one series at once, the second is run again after the first."""
        row = self.documents.find_one_and_update(
            {"_id": series.key},
            [{"$set": {"last": {"$min": [{"$add": [{"$ifNull": ["$last", 0]}, 1]}, last + 1]}}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )
        assert row is not None, "it is made where there was none"
        number = int(row["last"])
        return number if number <= last else None


class CollectorRepository(Repository):
    """One document a registration; none is changed."""

    collection: ClassVar[str] = "receipt_collectors"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Collector:
        """A stored registration; fields of a later release are ignored."""
        return Collector.model_validate({**document, "collector_id": document["_id"]}, extra="ignore")

    def add(self, collector: Collector) -> None:
        fields = to_document(collector.model_dump())
        self.documents.insert_one({"_id": fields.pop("collector_id"), **fields}, session=self.session)

    def in_force(self, agency_code: str, day: date) -> Collector | None:
        """The registration that began last; of two of one day the later one."""
        query = {"agency_code": agency_code, "valid_from": {"$lte": day.isoformat()}}
        order = [("valid_from", DESCENDING), ("_id", DESCENDING)]
        document = self.documents.find_one(query, sort=order, session=self.session)
        return self.from_document(document) if document else None

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[Collector]:
        """`position`: time of registration and id of the last one seen."""
        found = self.documents.find(
            {**criteria, **before_position("registered_at", position)}, session=self.session
        )
        order = [("registered_at", DESCENDING), ("_id", DESCENDING)]
        return [self.from_document(document) for document in found.sort(order).limit(limit)]


class MissingReceiptRepository(Repository):
    """Collections for which no receipt could be issued, one row a bill, until one can."""

    collection: ClassVar[str] = "missing_receipts"

    def add(self, collection: Collection) -> None:
        row = {
            "_id": collection.bill.bill_id,
            "agency_code": collection.bill.agency_code,
            "order_id": collection.order_id,
            "collected_at": collection.at,
        }
        self.documents.insert_one(row, session=self.session)

    def of_agency(self, agency_code: str, limit: int) -> list[Document]:
        """The oldest first: `_id` is the bill, `order_id` and `collected_at` say how it was paid."""
        found = self.documents.find({"agency_code": agency_code}, session=self.session)
        return list(found.sort("_id", ASCENDING).limit(limit))

    def remove(self, bill_id: str) -> None:
        self.documents.delete_one({"_id": bill_id}, session=self.session)


def create_indexes(database: Database[Document]) -> None:
    """May be repeated."""
    database.receipts.create_index([("series", ASCENDING), ("number", ASCENDING)], unique=True)
    database.receipts.create_index(NEWEST_FIRST)
    for scope in ("payer_id", "agency_code", "dossier_id", "bill_id"):
        database.receipts.create_index([(scope, ASCENDING), *NEWEST_FIRST])
    newest = [("registered_at", DESCENDING), ("_id", DESCENDING)]
    database.receipt_collectors.create_index(newest)
    database.receipt_collectors.create_index([("agency_code", ASCENDING), *newest])
    database.receipt_collectors.create_index([("agency_code", ASCENDING), ("valid_from", DESCENDING)])
    database.missing_receipts.create_index([("agency_code", ASCENDING), ("_id", ASCENDING)])


def _document(receipt: Receipt) -> Document:
    fields = to_document(receipt.model_dump())
    return {"_id": fields.pop("receipt_id"), **fields}
