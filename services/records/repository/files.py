"""Documents of files and how they are found."""

from collections.abc import Iterable
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError, not_found
from records.domain.content import FileContent
from records.domain.files import File, FileReaders

Document = dict[str, Any]


class FileRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._files = database.files

    def add(self, file: File, session: ClientSession) -> None:
        self._files.insert_one(_document(file), session=session)

    def get(self, file_id: str, session: ClientSession | None = None) -> File:
        """Raises `not_found`."""
        document = self._files.find_one({"_id": file_id}, session=session)
        if document is None:
            raise not_found("file")
        return _file(document)

    def find(self, file_ids: Iterable[str], session: ClientSession | None = None) -> list[File]:
        """Those that exist, in the order asked, each once."""
        wanted = list(dict.fromkeys(file_ids))
        documents = self._files.find({"_id": {"$in": wanted}}, session=session)
        found = {document["_id"]: _file(document) for document in documents}
        return [found[file_id] for file_id in wanted if file_id in found]

    def replace(self, file: File, expected_version: int, session: ClientSession) -> None:
        """Raises `version_stale` when another change came first."""
        known = {"_id": file.file_id, "version": expected_version}
        if not self._files.replace_one(known, _document(file), session=session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(file.file_id, session).version)

    def forget_pending(self, file_id: str, session: ClientSession) -> None:
        """Remove a file of which nothing was stored and nothing told."""
        self._files.delete_one({"_id": file_id, "content": None, "version": 0}, session=session)

    def uses(self, blob_id: str) -> bool:
        return self._files.find_one({"blob_id": blob_id}, {"_id": 1}) is not None


def _document(file: File) -> Document:
    return {
        "_id": file.file_id,
        "version": file.version,
        "name": file.name,
        "owner": file.owner.model_dump(mode="json"),
        "announced_size": file.announced_size,
        "announced_sha256": file.announced_sha256,
        "created_at": file.created_at,
        "content": file.content and vars(file.content),
        "blob_id": file.blob_id,
        "stored_at": file.stored_at,
        "readers": {
            "agency_codes": sorted(file.readers.agency_codes),
            "account_ids": sorted(file.readers.account_ids),
        },
    }


def _file(document: Document) -> File:
    readers = document["readers"]
    return File(
        file_id=document["_id"],
        version=document["version"],
        name=document["name"],
        owner=Actor.model_validate(document["owner"]),
        announced_size=document["announced_size"],
        announced_sha256=document["announced_sha256"],
        created_at=document["created_at"],
        content=document["content"] and FileContent(**document["content"]),
        blob_id=document["blob_id"],
        stored_at=document["stored_at"],
        readers=FileReaders(frozenset(readers["agency_codes"]), frozenset(readers["account_ids"])),
    )
