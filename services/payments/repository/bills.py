"""Bills as documents."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING

from chassis.core.ids import first_id
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from chassis.storage.repository import before as before_position
from contracts.catalog import SEPARATED_BY_LAW, SeparatedActs
from contracts.errors import not_found
from contracts.payments import Bill

NEWEST_FIRST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
IN_LEDGER = "in_ledger"
"""Whether the bill was in the ledger from the beginning, or was entered; documents of earlier releases lack it."""


class BillRepository(Repository):
    """One document a bill; `source_event_id` is the event that opened it, unique."""

    collection: ClassVar[str] = "bills"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Bill:
        """A stored bill; fields of a later release are ignored."""
        return Bill.model_validate({**document, "bill_id": document["_id"]}, extra="ignore")

    def add(
        self, bill: Bill, source_event_id: str, separated_acts: Iterable[SeparatedActs] = SEPARATED_BY_LAW
    ) -> None:
        """With the duties that the law of the dossier separates."""
        document = {
            **_document(bill),
            "source_event_id": source_event_id,
            "separated_acts": [pair.model_dump(mode="json") for pair in separated_acts],
            IN_LEDGER: True,
        }
        self.documents.insert_one(document, session=self.session)

    def get(self, bill_id: str) -> Bill:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": bill_id}, session=self.session)
        if document is None:
            raise not_found("bill")
        return self.from_document(document)

    def separated_acts(self, bill_id: str) -> tuple[SeparatedActs, ...]:
        """Those of the law of its dossier; of the law itself for a bill of an earlier release."""
        document = self.documents.find_one({"_id": bill_id}, {"separated_acts": 1}, session=self.session)
        stored = (document or {}).get("separated_acts")
        if stored is None:
            return SEPARATED_BY_LAW
        return tuple(SeparatedActs.model_validate(each, extra="ignore") for each in stored)

    def of_dossier(self, dossier_id: str) -> list[Bill]:
        found = self.documents.find({"dossier_id": dossier_id}, session=self.session)
        return [self.from_document(document) for document in found]

    def of_payer(self, payer_id: str, after: str, limit: int) -> list[Bill]:
        """Those with a greater id, in the order of their ids."""
        found = self.documents.find({"payer_id": payer_id, "_id": {"$gt": after}}, session=self.session)
        return [self.from_document(document) for document in found.sort("_id", ASCENDING).limit(limit)]

    def count_of_payer(self, payer_id: str) -> int:
        return self.documents.count_documents({"payer_id": payer_id}, session=self.session)

    def older(self, before: datetime, after: str, limit: int) -> list[Bill]:
        """Those that were opened before a moment, with a greater id, in the order of their ids."""
        query = {"_id": {"$gt": after, "$lt": first_id(before)}}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self.from_document(document) for document in found]

    def following(self, after: str, limit: int) -> list[Bill]:
        """Those with a greater id, in the order of their ids."""
        found = self.documents.find({"_id": {"$gt": after}}, session=self.session)
        return [self.from_document(document) for document in found.sort("_id", ASCENDING).limit(limit)]

    def outside_ledger(self, limit: int) -> list[Bill]:
        """Those that were opened before there was a ledger, and by the release before beside this one."""
        found = self.documents.find({IN_LEDGER: {"$exists": False}}, session=self.session).limit(limit)
        return [self.from_document(document) for document in found]

    def mark_in_ledger(self, bill_ids: Sequence[str]) -> None:
        """No version of the bills: nothing is decided about them."""
        self.documents.update_many(
            {"_id": {"$in": list(bill_ids)}}, {"$set": {IN_LEDGER: True}}, session=self.session
        )

    def save_view(self, bill: Bill, surplus: int, refund_due: int) -> None:
        """What the ledger says of its money; no version of the bill, as nothing is decided about it."""
        self.documents.update_one(
            {"_id": bill.bill_id, "version": bill.version},
            {"$set": {"surplus": surplus, "refund_due": refund_due}},
            session=self.session,
        )

    def remove(self, bill_ids: Sequence[str]) -> None:
        self.documents.delete_many({"_id": {"$in": list(bill_ids)}}, session=self.session)

    def save(self, bill: Bill) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(bill))

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[Bill]:
        """`position`: opening time and id of the last bill seen."""
        found = self.documents.find(
            {**criteria, **before_position("opened_at", position)}, session=self.session
        )
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]


def _document(bill: Bill) -> Document:
    fields = to_document(bill.model_dump())
    return {"_id": fields.pop("bill_id"), **fields}
