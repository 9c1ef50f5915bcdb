"""Archives of persons' data: their parts until they are made, then which file each is and until when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pymongo import ASCENDING

from chassis.core.clock import utcnow
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.repository import Repository
from contracts.personal_data import ExportedEntry, ExportedFile
from contracts.records import AddArchivePart, CloseArchive

PART_LIFETIME = timedelta(days=30)
"""Parts of an archive that is never closed are removed after this."""


@dataclass(frozen=True)
class StoredPart:
    """One part as it was gathered."""

    entries: tuple[ExportedEntry, ...]
    files: tuple[ExportedFile, ...]


PERSONAL_FIELDS = SealedFields(("entries",))
"""Of a part: what it is of the person."""
ENCRYPTED_PARTS = EncryptedCollection("archive_parts", PERSONAL_FIELDS)


class ArchivePartRepository(Repository):
    """One document a part, under the archive and its number."""

    collection: ClassVar[str] = "archive_parts"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredPart:
        return StoredPart(
            tuple(ExportedEntry.model_validate(each, extra="ignore") for each in document["entries"]),
            tuple(ExportedFile.model_validate(each, extra="ignore") for each in document["files"]),
        )

    def put(self, part: AddArchivePart) -> None:
        """In place of itself, where it has come before."""
        fields = to_document(part.model_dump(exclude={"number"}))
        fields["expires_at"] = utcnow() + PART_LIFETIME
        fields = PERSONAL_FIELDS.seal(fields, self.cipher, SERVICE)
        self.documents.replace_one({"_id": _part_id(part.archive_id, part.number)}, fields, upsert=True)

    def of_archive(self, archive_id: str) -> Iterator[StoredPart]:
        """In their order, one in memory at a time."""
        found = self.documents.find({"archive_id": archive_id}, session=self.session, batch_size=2)
        return (self._opened(each) for each in found.sort("_id", ASCENDING))

    def _opened(self, document: Document) -> StoredPart:
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))

    def count(self, archive_id: str) -> int:
        return self.documents.count_documents({"archive_id": archive_id}, session=self.session)

    def remove(self, archive_id: str) -> None:
        self.documents.delete_many({"archive_id": archive_id}, session=self.session)


@dataclass(frozen=True)
class StoredArchive:
    """`file_id` once it is made."""

    archive_id: str
    account_id: str
    parts: int
    file_id: str | None = None


class ArchiveRepository(Repository):
    """One document an archive."""

    collection: ClassVar[str] = "archives"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredArchive:
        return StoredArchive(
            document["_id"], document["account_id"], document["parts"], document.get("file_id")
        )

    def open(self, archive: CloseArchive) -> None:
        """Nothing where it is there already."""
        first = {"account_id": archive.account_id, "parts": archive.parts}
        self.documents.update_one(
            {"_id": archive.archive_id}, {"$setOnInsert": first}, upsert=True, session=self.session
        )

    def find(self, archive_id: str) -> StoredArchive | None:
        document = self.documents.find_one({"_id": archive_id}, session=self.session)
        return None if document is None else self.from_document(document)

    def note_made(self, archive_id: str, file_id: str, expires_at: datetime) -> None:
        update = {"$set": {"file_id": file_id, "expires_at": expires_at}}
        self.documents.update_one({"_id": archive_id}, update, session=self.session)

    def remove(self, archive_id: str) -> None:
        self.documents.delete_one({"_id": archive_id}, session=self.session)


def _part_id(archive_id: str, number: int) -> str:
    return f"{archive_id}:{number:07d}"
