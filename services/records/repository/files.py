"""Files: what is known of each; their bytes are blobs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, UpdateOne

from chassis.core.ids import first_id
from chassis.storage import event_log
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.repository import Repository, one_of_texts, same_text
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import FILE_SHARED
from records.domain.content import FileContent
from records.domain.files import ConsultedReader, File, FileReaders

PERSONAL_FIELDS = SealedFields(("name",))
"""Its name is what the uploader chose. With the key of the service, since files are removed as such (ADR 76)."""
ENCRYPTED_FILES = EncryptedCollection("files", PERSONAL_FIELDS)


class FileRepository(Repository):
    collection = "files"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> File:
        """Of a stored file with its name open."""
        readers = document["readers"]
        return File(
            file_id=document["_id"],
            version=document["version"],
            name=document["name"],
            owner=Actor.model_validate(document["owner"], extra="ignore"),
            announced_size=document["announced_size"],
            announced_sha256=document["announced_sha256"],
            created_at=document["created_at"],
            content=_content(document["content"]),
            blob_id=document["blob_id"],
            stored_at=document["stored_at"],
            readers=FileReaders(
                frozenset(readers["agency_codes"]),
                frozenset(readers["account_ids"]),
                frozenset(ConsultedReader(**one) for one in readers.get("consulted", ())),
            ),
        )

    def add(self, file: File) -> None:
        self.documents.insert_one(self._stored(file), session=self.session)

    def add_all(self, files: Iterable[File]) -> None:
        self.documents.insert_many([self._stored(file) for file in files], session=self.session)

    def get(self, file_id: str) -> File:
        """Raises `not_found`."""
        document = self.documents.find_one({"_id": file_id}, session=self.session)
        if document is None:
            raise not_found("file")
        return self._opened(document)

    def find(self, file_ids: Iterable[str]) -> list[File]:
        """Those that exist, in the order given, each once."""
        ids = list(dict.fromkeys(file_ids))
        if not ids:
            return []
        documents = self.documents.find({"_id": {"$in": ids}}, session=self.session)
        found = {document["_id"]: self._opened(document) for document in documents}
        return [found[file_id] for file_id in ids if file_id in found]

    def consulted_in(self, dossier_ids: Iterable[str]) -> list[File]:
        """Those that agencies read because their opinion is asked for in one of the dossiers."""
        query = {"readers.consulted.dossier_id": one_of_texts(dossier_ids)}
        found = self.documents.find(query, session=self.session)
        return [self._opened(document) for document in found]

    def shared_beside(self, dossier_id: str, file_ids: Iterable[str]) -> set[tuple[str, str]]:
        """The files of these that another dossier has shared, each with an agency that it did so for, from the log."""
        query = {
            "aggregate_id": {"$in": list(file_ids)},
            "type": FILE_SHARED.name,
            "payload.dossier_id": {"$ne": dossier_id},
        }
        found = self.documents.database[event_log.COLLECTION].find(
            query, {"aggregate_id": 1, "payload.agency_codes": 1}, session=self.session
        )
        return {(each["aggregate_id"], code) for each in found for code in each["payload"]["agency_codes"]}

    def replace(self, file: File, expected_version: int) -> None:
        """Raises `version_stale` when another change came first. Fields of a later release stay as they are."""
        filter_ = {"_id": file.file_id, "version": expected_version}
        update = self._changes(file)
        if not self.documents.update_one(filter_, update, session=self.session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(file.file_id).version)

    def replace_all(self, files: Iterable[tuple[File, int]]) -> None:
        """As `replace`, each with its expected version, in one request; none for none."""
        updates = [
            UpdateOne({"_id": file.file_id, "version": expected}, self._changes(file))
            for file, expected in files
        ]
        if updates and self.documents.bulk_write(updates, session=self.session).matched_count < len(updates):
            raise ServiceError(ErrorCode.VERSION_STALE, current="?")

    def note_opening(self, file: File) -> None:
        """What opening a stored file has shown. No change of the file: its version stays."""
        content = file.stored_content
        found = {"content.pages": content.pages, "content.defect": content.defect}
        self.documents.update_one({"_id": file.file_id}, {"$set": found}, session=self.session)

    def note_sealable(self, file_ids: Iterable[str]) -> None:
        """That these can be sealed, in one request; none for none. No change of the files: their versions stay."""
        ids = list(file_ids)
        if ids:
            self.documents.update_many({"_id": {"$in": ids}}, {"$set": {"content.sealable": True}})

    def forget_pending(self, file_id: str) -> None:
        """Remove a file that has neither content nor event."""
        pending = {"_id": file_id, "content": None, "version": 0}
        self.documents.delete_one(pending, session=self.session)

    def remove(self, file_ids: Iterable[str]) -> None:
        """What is known of these; their bytes are removed apart."""
        self.documents.delete_many({"_id": {"$in": list(file_ids)}}, session=self.session)

    def uploaded_by(self, account_id: str, after: str, limit: int) -> list[File]:
        """What a citizen has uploaded, with a greater id, in the order of the ids."""
        query = {"owner.account_id": account_id, "owner.kind": ActorKind.CITIZEN.value, "_id": {"$gt": after}}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def uploads_before(self, before: datetime, after: str, limit: int) -> list[File]:
        """What citizens uploaded before a moment, with a greater id, in the order of the ids."""
        query = {"owner.kind": ActorKind.CITIZEN.value, "_id": {"$gt": after, "$lt": first_id(before)}}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def uses(self, blob_id: str) -> bool:
        query = {"blob_id": same_text(blob_id)}
        return self.documents.find_one(query, {"_id": 1}, session=self.session) is not None

    def _stored(self, file: File) -> Document:
        return PERSONAL_FIELDS.seal({"_id": file.file_id, **_fields(file)}, self.cipher, SERVICE)

    def _changes(self, file: File) -> Document:
        return PERSONAL_FIELDS.changes(_fields(file), self.cipher, SERVICE)

    def _opened(self, document: Document) -> File:
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))


def _fields(file: File) -> Document:
    return to_document(
        {
            "version": file.version,
            "name": file.name,
            "owner": file.owner.model_dump(mode="json"),
            "announced_size": file.announced_size,
            "announced_sha256": file.announced_sha256,
            "created_at": file.created_at,
            "content": file.content and _content_fields(file.content),
            "blob_id": file.blob_id,
            "stored_at": file.stored_at,
            "readers": {
                **vars(file.readers),
                "consulted": [vars(one) for one in sorted(file.readers.consulted, key=_consulted_order)],
            },
        }
    )


def _content_fields(content: FileContent) -> Document:
    """What is not known yet has no field."""
    return {name: value for name, value in vars(content).items() if value is not None and value is not False}


def _consulted_order(reader: ConsultedReader) -> tuple[str, str]:
    return reader.dossier_id, reader.agency_code


def _content(fields: Mapping[str, Any] | None) -> FileContent | None:
    if fields is None:
        return None
    return FileContent(
        size=fields["size"],
        sha256=fields["sha256"],
        media_type=fields["media_type"],
        pages=fields.get("pages"),
        defect=fields.get("defect"),
        sealable=fields.get("sealable", False),
    )
