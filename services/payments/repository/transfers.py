"""Transfers as documents."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, ClassVar

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.errors import not_found
from contracts.transfers import TransferOutcome
from payments.domain.transfers.transfers import StoredTransfer

NEWEST_FIRST = [("received_at", DESCENDING), ("_id", DESCENDING)]
_FIELDS = frozenset(field.name for field in fields(StoredTransfer)) - {
    "transfer_id",
    "outcome",
    "payment_codes",
}


class TransferRepository(Repository):
    """One document a line of the account, by the feed's own number of it."""

    collection: ClassVar[str] = "transfers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredTransfer:
        """A stored transfer; fields of a later release are ignored."""
        return StoredTransfer(
            transfer_id=document["_id"],
            outcome=TransferOutcome(document["outcome"]),
            payment_codes=tuple(document["payment_codes"]),
            **{name: value for name, value in document.items() if name in _FIELDS},
        )

    def find(self, transfer_id: str) -> StoredTransfer | None:
        document = self.documents.find_one({"_id": transfer_id}, session=self.session)
        return self.from_document(document) if document else None

    def get(self, transfer_id: str) -> StoredTransfer:
        """Raises NOT_FOUND."""
        found = self.find(transfer_id)
        if found is None:
            raise not_found("transfer")
        return found

    def add(self, transfer: StoredTransfer) -> None:
        self.documents.insert_one(_document(transfer), session=self.session)

    def save(self, transfer: StoredTransfer) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(transfer))

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[StoredTransfer]:
        """`position`: time of receipt and id of the last one seen."""
        found = self.documents.find({**criteria, **before("received_at", position)}, session=self.session)
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]


def _document(transfer: StoredTransfer) -> Document:
    document = to_document(asdict(transfer))
    return {"_id": document.pop("transfer_id"), **document}
