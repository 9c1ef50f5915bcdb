"""Our own dossiers on their way to the national portal."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import DESCENDING, UpdateOne

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

    def find_all(self, dossier_ids: Collection[str]) -> dict[str, PushRow]:
        """Those that there are, by dossier."""
        found = self.documents.find({"_id": {"$in": list(dossier_ids)}}, session=self.session)
        return {document["_id"]: self.from_document(document) for document in found}

    def put(self, row: PushRow) -> None:
        """Fields of a later release stay as they are."""
        self.put_all([row])

    def put_all(self, rows: Sequence[PushRow]) -> None:
        """As `put`, in one request; none for none."""
        updates = [
            UpdateOne(
                {"_id": row.dossier_id},
                {"$set": to_document(row.model_dump(exclude={"dossier_id"}))},
                upsert=True,
            )
            for row in rows
        ]
        if updates:
            self.documents.bulk_write(updates, ordered=False, session=self.session)

    def newest(self, state: PushState | None, position: Position | None, limit: int) -> list[PushRow]:
        """By the dossier's id, the youngest dossier first."""
        query: Document = {} if state is None else {"state": state.value}
        if position is not None:
            query["_id"] = {"$lt": position[1]}
        found = self.documents.find(query).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]
