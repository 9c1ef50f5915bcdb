"""The access log of papers: only ever added to."""

from collections.abc import Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from records.domain.access_log import AccessEntry


class AccessLogRepository(Repository):
    collection = "paper_accesses"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> AccessEntry:
        return AccessEntry.model_validate({**document, "access_id": document["_id"]}, extra="ignore")

    def add(self, entry: AccessEntry) -> None:
        fields = to_document(entry.model_dump(exclude={"access_id"}))
        self.documents.insert_one({"_id": entry.access_id, **fields}, session=self.session)

    def newest(self, paper_id: str, position: Position | None, limit: int) -> list[AccessEntry]:
        """Newest first: ids rise with time."""
        query: Document = {"paper_id": paper_id}
        if position is not None:
            query["_id"] = {"$lt": position[1]}
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]
