"""Transfers as documents."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, ClassVar

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.bank_transfers import BankTransferOutcome
from contracts.errors import not_found
from payments.domain.transfers.bank_transfers import StoredBankTransfer

NEWEST_FIRST = [("received_at", DESCENDING), ("_id", DESCENDING)]
_FIELDS = frozenset(field.name for field in fields(StoredBankTransfer)) - {
    "bank_transfer_id",
    "outcome",
    "payment_codes",
}


class BankTransferRepository(Repository):
    """One document a line of the account, by the feed's own number of it."""

    collection: ClassVar[str] = "bank_transfers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredBankTransfer:
        """A stored transfer; fields of a later release are ignored."""
        return StoredBankTransfer(
            bank_transfer_id=document["_id"],
            outcome=BankTransferOutcome(document["outcome"]),
            payment_codes=tuple(document["payment_codes"]),
            **{name: value for name, value in document.items() if name in _FIELDS},
        )

    def find(self, bank_transfer_id: str) -> StoredBankTransfer | None:
        document = self.documents.find_one({"_id": bank_transfer_id}, session=self.session)
        return self.from_document(document) if document else None

    def get(self, bank_transfer_id: str) -> StoredBankTransfer:
        """Raises NOT_FOUND."""
        found = self.find(bank_transfer_id)
        if found is None:
            raise not_found("bank_transfer")
        return found

    def add(self, transfer: StoredBankTransfer) -> None:
        self.documents.insert_one(_document(transfer), session=self.session)

    def save(self, transfer: StoredBankTransfer) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(transfer))

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[StoredBankTransfer]:
        """`position`: time of receipt and id of the last one seen."""
        found = self.documents.find({**criteria, **before("received_at", position)}, session=self.session)
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]


def _document(transfer: StoredBankTransfer) -> Document:
    document = to_document(asdict(transfer))
    return {"_id": document.pop("bank_transfer_id"), **document}
