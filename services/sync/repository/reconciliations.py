"""Days that were declared, and how they compared."""

from collections.abc import Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.agency_codes import root_of
from contracts.sync import Reconciliation

_NEWEST_FIRST = [("declared_at", DESCENDING), ("_id", DESCENDING)]


class ReconciliationRepository(Repository):
    collection = "reconciliations"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Reconciliation:
        fields = {**document, "sender_code": document["sender"]}
        return Reconciliation.model_validate(fields, extra="ignore")

    def add(self, reconciliation_id: str, result: Reconciliation) -> None:
        fields = to_document(result.model_dump(exclude={"sender_code"}))
        sender = {"sender": result.sender_code, "root": root_of(result.sender_code)}
        self.documents.insert_one({"_id": reconciliation_id, **sender, **fields}, session=self.session)

    def newest(
        self, query: Document, position: Position | None, limit: int
    ) -> list[tuple[str, Reconciliation]]:
        """With their ids, newest first."""
        found = self.documents.find({"$and": [query, before("declared_at", position)]})
        newest = found.sort(_NEWEST_FIRST).limit(limit)
        return [(document["_id"], self.from_document(document)) for document in newest]
