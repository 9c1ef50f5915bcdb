"""Stored readings of dossiers by others: only ever added to."""

from collections.abc import Mapping, Sequence
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


class ReadingRepository(Repository):
    """Readings as models. One of a page of a list has the dossiers of several people; who asks is shown his own."""

    collection = COLLECTION

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> DataReading:
        fields = {name: value for name, value in document.items() if name not in ("_id", "person_ids")}
        return DataReading.model_validate({**fields, "reading_id": document["_id"]}, extra="ignore")

    def of_person(self, account_id: str, after: Position | None, limit: int) -> list[DataReading]:
        """Newest first (ids rise with time)."""
        return self._newest({"person_ids": account_id}, after, limit)

    def of_dossier(self, dossier_id: str, after: Position | None, limit: int) -> list[DataReading]:
        """Newest first."""
        return self._newest({"dossier_ids": dossier_id}, after, limit)

    def count_of_person(self, account_id: str) -> int:
        return self.documents.count_documents({"person_ids": account_id})

    def dossiers_of(self, account_id: str, readings: Sequence[DataReading]) -> frozenset[str]:
        """Those of the dossiers of these readings that the account follows."""
        ids = sorted({dossier_id for reading in readings for dossier_id in reading.dossier_ids})
        found = self.database.dossiers.find({"_id": {"$in": ids}, "follower_ids": account_id}, {"_id": 1})
        return frozenset(document["_id"] for document in found)

    def _newest(self, of: Document, after: Position | None, limit: int) -> list[DataReading]:
        place = {} if after is None else {"_id": {"$lt": after[1]}}
        found = self.documents.find({**of, **place}).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(PERSONAL_FIELDS.open(document, self.cipher)) for document in found]


def reading_document(reading: DataReading, person_ids: Sequence[str], cipher: Cipher = PLAIN) -> Document:
    """The reading as it is stored, with the accounts whose data were read, by which they find it."""
    fields = to_document(reading.model_dump(exclude={"reading_id"}, exclude_none=True))
    fields = PERSONAL_FIELDS.seal(fields, cipher, SERVICE)
    return {"_id": reading.reading_id, **fields, "person_ids": list(person_ids)}
