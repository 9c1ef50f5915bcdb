"""Issued documents and sealed results: the record against which they are verified."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, same_text
from contracts.errors import ErrorCode, ServiceError
from contracts.records import DocumentStanding
from records.domain.issued_documents import IssuedDocument

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When to look at what has no archive timestamp."""
_RENEWED = {"sha256", "size", "archived_until", "renewed_at", "earlier_hashes"}


class IssuedDocumentRepository(Repository):
    """Never changed once written, but for what the renewal of an archive timestamp adds, and for its end.

    `next_look`, in the database alone: when the renewal is to look at it at the latest. Documents of releases before have
    none.
    """

    collection = "issued"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> IssuedDocument:
        return IssuedDocument.model_validate({**document, "code": document["_id"]}, extra="ignore")

    def add_all(self, issued: Iterable[IssuedDocument]) -> None:
        documents = [
            {
                "_id": each.code,
                **to_document(each.model_dump(exclude={"code"})),
                "next_look": each.archived_until or NEVER,
            }
            for each in issued
        ]
        self.documents.insert_many(documents, session=self.session)

    def of_code(self, code: str) -> IssuedDocument | None:
        return self._find({"_id": code})

    def of_hash(self, sha256: str) -> IssuedDocument | None:
        """Of the file as it is, or as it was before a renewal."""
        return self._find({"$or": [{"sha256": sha256}, {"earlier_hashes": same_text(sha256)}]})

    def to_look_at(self, before: datetime, limit: int) -> list[IssuedDocument]:
        """Those whose archive timestamps end before, and those of which it is not known yet, these first."""
        query = {"$or": [{"next_look": None}, {"next_look": {"$lt": before}}]}
        found = self.documents.find(query, session=self.session).sort("next_look", ASCENDING).limit(limit)
        return [self.from_document(document) for document in found]

    def look_again(self, code: str, at: datetime) -> None:
        """Not before then."""
        self.documents.update_one({"_id": code}, {"$set": {"next_look": at}}, session=self.session)

    def note_end(self, code: str, archived_until: datetime) -> None:
        """When the certificate of its archive timestamp ends, as the file says."""
        found = {"archived_until": archived_until, "next_look": archived_until}
        self.documents.update_one({"_id": code}, {"$set": found}, session=self.session)

    def note_renewal(self, renewed: IssuedDocument, before: str) -> None:
        """`before`: the hash of the file that was renewed. Raises VERSION_STALE where another renewal came first."""
        fields = renewed.model_dump(include=_RENEWED)
        update = {"$set": {**to_document(fields), "next_look": renewed.archived_until}}
        filter_ = {"_id": renewed.code, "sha256": before}
        if not self.documents.update_one(filter_, update, session=self.session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current="?")

    def note_holder(self, dossier_ids: Iterable[str], archive: str) -> None:
        """Who has the records of these dossiers. May be repeated."""
        query = {"dossier_id": {"$in": list(dossier_ids)}}
        self.documents.update_many(query, {"$set": {"held_by": archive}}, session=self.session)

    def end(
        self, owner: str, codes: Iterable[str], standing: DocumentStanding, replaced_by: str | None
    ) -> None:
        """Say of these, which commands of this owner have made, that they are no longer good."""
        fields = {"standing": standing.value, "ended_for": replaced_by}
        query = {"_id": {"$in": list(codes)}, "command": {"$regex": f"^{re.escape(owner)} "}}
        self.documents.update_many(query, {"$set": fields}, session=self.session)

    def of_commands(self, commands: Iterable[str]) -> dict[str, IssuedDocument]:
        """Those that were made, by command."""
        documents = self.documents.find({"command": {"$in": list(commands)}}, session=self.session)
        return {document["command"]: self.from_document(document) for document in documents}

    def _find(self, query: Document) -> IssuedDocument | None:
        found = self.documents.find_one(query, session=self.session)
        return None if found is None else self.from_document(found)
