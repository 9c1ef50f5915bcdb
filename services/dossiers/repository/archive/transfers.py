"""Transfers to the archive, and their texts as they were made and signed."""

from collections.abc import Mapping
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.dossiers import Transfer, TransferDocuments, TransferState
from contracts.errors import not_found


def create_indexes(database: Database[Document]) -> None:
    database[TransferRepository.collection].create_indexes(
        [
            IndexModel([("agency_code", 1), ("_id", DESCENDING)]),
            IndexModel([("state", 1), ("_id", DESCENDING)]),
        ]
    )


class TransferRepository(Repository):
    """Under their ids, which rise with time."""

    collection = "transfers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Transfer:
        return Transfer.model_validate({**document, "transfer_id": document["_id"]}, extra="ignore")

    def get(self, transfer_id: str) -> Transfer:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": transfer_id}, session=self.session)
        if document is None:
            raise not_found("transfer")
        return self.from_document(document)

    def add(self, transfer: Transfer) -> None:
        self.documents.insert_one(_document(transfer), session=self.session)

    def save(self, transfer: Transfer) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(transfer))

    def newest(
        self, agency_code: str | None, state: TransferState | None, before: str | None, limit: int
    ) -> list[Transfer]:
        """Of an agency or of all, in one state or in any, those after the id `before` in the list."""
        query: Document = {} if before is None else {"_id": {"$lt": before}}
        if agency_code is not None:
            query["agency_code"] = agency_code
        if state is not None:
            query["state"] = state.value
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]


class TransferDocumentRepository(Repository):
    """Texts are stored as they are: a hash and a signature are over them."""

    collection = "transfer_documents"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> TransferDocuments:
        return TransferDocuments.model_validate(
            {name: value for name, value in document.items() if name != "_id"}, extra="ignore"
        )

    def get(self, transfer_id: str) -> TransferDocuments:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": transfer_id}, session=self.session)
        if document is None:
            raise not_found("transfer")
        return self.from_document(document)

    def add(self, transfer_id: str, text: str) -> None:
        self.documents.insert_one({"_id": transfer_id, "list": text}, session=self.session)

    def note_receipt(self, transfer_id: str, receipt: str, signature: str) -> None:
        update = {"$set": {"receipt": receipt, "signature": signature}}
        self.documents.update_one({"_id": transfer_id}, update, session=self.session)


def _document(transfer: Transfer) -> Document:
    return {"_id": transfer.transfer_id, **to_document(transfer.model_dump(exclude={"transfer_id"}))}
