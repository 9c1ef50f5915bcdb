"""Entries of the ledger as documents: inserted, never changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from payments.domain.ledger.entries import Entry, Line, Posting


class LedgerRepository(Repository):
    """One document an entry; its id says what it records, so that it is made once."""

    collection: ClassVar[str] = "ledger"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Entry:
        """A stored entry; fields of a later release are ignored."""
        return Entry(
            entry_id=document["_id"],
            posting=Posting(document["posting"]),
            at=document["at"],
            bill_id=document["bill_id"],
            agency_code=document["agency_code"],
            lines=tuple(Line(line["account"], line["amount"]) for line in document["lines"]),
            order_id=document.get("order_id"),
        )

    def post(self, *entries: Entry) -> None:
        """With the commit of the transaction, which fails when one of them is there."""
        for entry in entries:
            self.writes.insert(self.collection, _document(entry))

    def add_missing(self, entries: Iterable[Entry]) -> None:
        """Those that are not there yet."""
        for entry in entries:
            document = _document(entry)
            self.documents.update_one(
                {"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True, session=self.session
            )

    def of_bills(self, bill_ids: Sequence[str]) -> dict[str, list[Entry]]:
        """By bill, oldest first."""
        found: dict[str, list[Entry]] = {bill_id: [] for bill_id in bill_ids}
        documents = self.documents.find({"bill_id": {"$in": list(bill_ids)}}, session=self.session)
        for entry in sorted(map(self.from_document, documents), key=lambda each: (each.at, each.entry_id)):
            found[entry.bill_id].append(entry)
        return found


def _document(entry: Entry) -> Document:
    document = to_document(asdict(entry))
    return {
        "_id": document.pop("entry_id"),
        **document,
        "lines": [{"account": line.account, "amount": line.amount} for line in entry.lines],
    }
