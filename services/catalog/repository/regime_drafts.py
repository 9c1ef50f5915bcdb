"""Drafts of regimes: one document each."""

import json
from collections.abc import Iterator

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from catalog.repository.model_repository import ModelRepository
from chassis.storage.documents import Document
from contracts.catalog import ListRegimeDrafts, RegimeDraft


def create_indexes(database: Database[Document]) -> None:
    drafts = database[RegimeDraftRepository.collection]
    drafts.create_index([("regime_id", ASCENDING), ("_id", DESCENDING)])


class RegimeDraftRepository(ModelRepository[RegimeDraft]):
    """Drafts under their ids, which rise with time. The regime is stored as text: its keys are no names of fields."""

    collection = "regime_drafts"

    @staticmethod
    def from_document(document: Document) -> RegimeDraft:
        fields = {**document, "regime": json.loads(document["regime"])}
        return RegimeDraft.model_validate(fields, extra="ignore")

    @staticmethod
    def key(row: RegimeDraft) -> str:
        return row.draft_id

    @classmethod
    def document_of(cls, row: RegimeDraft) -> Document:
        fields = row.model_dump(mode="json", exclude={"regime"})
        regime = row.regime.model_dump_json()
        return {**fields, "_id": row.draft_id, "regime": regime, "regime_id": row.regime.regime_id}

    def get(self, draft_id: str) -> RegimeDraft | None:
        return self.by_keys([draft_id]).get(draft_id)

    def newest(self, request: ListRegimeDrafts, before: str | None, limit: int) -> Iterator[RegimeDraft]:
        """Up to `limit` drafts, newest first, below the id `before`."""
        values = request.model_dump(mode="json", include={"state", "regime_id"}, exclude_none=True)
        position = {} if before is None else {"_id": {"$lt": before}}
        rows = self.documents.find({**values, **position}, session=self.session)
        return map(self.from_document, rows.sort("_id", DESCENDING).limit(limit))
