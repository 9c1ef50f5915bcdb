"""Our own dossiers on their way to the national portal."""

from collections.abc import Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.errors import not_found
from contracts.sync import PushState
from sync.domain.pushes.push import PushRow


class PushRepository(Repository):
    """Two transactions that change one row come one after the other."""

    collection = "pushes"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> PushRow:
        return PushRow.model_validate({**document, "dossier_id": document["_id"]}, extra="ignore")

    def find(self, dossier_id: str) -> PushRow | None:
        document = self.documents.find_one({"_id": dossier_id}, session=self.session)
        return None if document is None else self.from_document(document)

    def get(self, dossier_id: str) -> PushRow:
        """Raises `not_found`."""
        row = self.find(dossier_id)
        if row is None:
            raise not_found("push")
        return row

    def put(self, row: PushRow) -> None:
        """Fields of a later release stay as they are."""
        update = {"$set": to_document(row.model_dump(exclude={"dossier_id"}))}
        self.documents.update_one({"_id": row.dossier_id}, update, upsert=True, session=self.session)

    def newest(self, state: PushState | None, position: Position | None, limit: int) -> list[PushRow]:
        """By the dossier's id, the youngest dossier first."""
        query: Document = {} if state is None else {"state": state.value}
        if position is not None:
            query["_id"] = {"$lt": position[1]}
        found = self.documents.find(query).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]
