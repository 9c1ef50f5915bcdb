"""Stored readings of files by others: only ever added to."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import PLAIN, SERVICE, Cipher, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.repository import Repository
from contracts.data_readings import DataReading

COLLECTION = "readings"
PERSONAL_FIELDS = SealedFields(("reference",))
"""What a reader has typed as the paper that the ground rests on; with the key of the service. The rest are ids and codes."""
ENCRYPTED_READINGS = EncryptedCollection(COLLECTION, PERSONAL_FIELDS)


class FileReadingRepository(Repository):
    """Readings as models."""

    collection = COLLECTION

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> DataReading:
        fields = {name: value for name, value in document.items() if name not in ("_id", "person_ids")}
        return DataReading.model_validate({**fields, "reading_id": document["_id"]}, extra="ignore")

    def of_person(self, account_id: str, after: Position | None, limit: int) -> list[DataReading]:
        """Newest first (ids rise with time)."""
        place = {} if after is None else {"_id": {"$lt": after[1]}}
        found = self.documents.find({"person_ids": account_id, **place}).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(PERSONAL_FIELDS.open(document, self.cipher)) for document in found]


def reading_document(reading: DataReading, person_ids: Iterable[str], cipher: Cipher = PLAIN) -> Document:
    """The reading as it is stored, with the accounts whose file was read."""
    fields = to_document(reading.model_dump(exclude={"reading_id"}, exclude_none=True))
    fields = PERSONAL_FIELDS.seal(fields, cipher, SERVICE)
    return {"_id": reading.reading_id, **fields, "person_ids": sorted(person_ids)}
