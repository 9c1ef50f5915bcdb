"""Stored suggestions of machines (gợi ý của máy), apart from the dossiers and from their log."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.repository import Repository
from contracts.dossiers import ActSuggestion, SuggestionFigure, SuggestionOutcome
from dossiers.repository.lists import between

COLLECTION = "suggestions"
PERSONAL_FIELDS = SealedFields(("reasons", "items"), erased={"reasons": [], "items": []})
"""What a program has written freely, with the key of the dossier's person (ADR 76)."""


def _owner(document: Document) -> str:
    owner: str = document["key_owner"]
    return owner


ENCRYPTED_SUGGESTIONS = EncryptedCollection(COLLECTION, PERSONAL_FIELDS, _owner)


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_indexes(
        [
            IndexModel([("dossier_id", ASCENDING), ("_id", DESCENDING)], name="of_dossier"),
            IndexModel([("agency_code", ASCENDING), ("proposed_at", ASCENDING)], name="of_agency"),
        ]
    )


class SuggestionRepository(Repository):
    """Suggestions as models. Each is written once, and once more by the act that names it."""

    collection = COLLECTION

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> ActSuggestion:
        return ActSuggestion.model_validate({**document, "suggestion_id": document["_id"]}, extra="ignore")

    def add(self, suggestion: ActSuggestion, agency_code: str, key_owner: str) -> None:
        """For the figures of an agency, with this key."""
        fields = to_document(suggestion.model_dump(exclude={"suggestion_id"}))
        document = {
            "_id": suggestion.suggestion_id,
            "agency_code": agency_code,
            "key_owner": key_owner,
            **fields,
        }
        self.writes.insert(COLLECTION, PERSONAL_FIELDS.seal(document, self.cipher, key_owner))

    def count(self, dossier_id: str) -> int:
        return self.documents.count_documents({"dossier_id": dossier_id}, session=self.session)

    def of_dossier(self, dossier_id: str, limit: int) -> tuple[ActSuggestion, ...]:
        """Newest first (ids rise with time)."""
        found = self.documents.find({"dossier_id": dossier_id}, session=self.session)
        return tuple(map(self._opened, found.sort("_id", DESCENDING).limit(limit)))

    def find(self, dossier_id: str, suggestion_id: str) -> ActSuggestion | None:
        """None for one of another dossier too."""
        document = self._stored(suggestion_id)
        return self._opened(document) if document and document["dossier_id"] == dossier_id else None

    def settle(self, settled: ActSuggestion) -> None:
        """With what an act made of it; the rest stays as it is stored."""
        changes = to_document(settled.model_dump(include={"outcome", "act", "acted_at"}))
        self.writes.put(COLLECTION, {**(self._stored(settled.suggestion_id) or {}), **changes})

    def figures(self, agency_code: str, first: date, last: date) -> tuple[SuggestionFigure, ...]:
        """Of those that came between two local days, both included, by source and kind."""
        counts = {
            outcome.value: {"$sum": {"$cond": [{"$eq": ["$outcome", outcome.value]}, 1, 0]}}
            for outcome in SuggestionOutcome
        }
        rows = self.documents.aggregate(
            [
                {"$match": {"agency_code": agency_code, **between("proposed_at", first, last)}},
                {"$group": {"_id": {"source": "$source", "kind": "$kind"}, **counts}},
                {"$sort": {"_id.source": ASCENDING, "_id.kind": ASCENDING}},
            ]
        )
        return tuple(SuggestionFigure.model_validate({**row["_id"], **row}, extra="ignore") for row in rows)

    def _stored(self, suggestion_id: str) -> Document | None:
        return self.writes.find_put(COLLECTION, suggestion_id) or self.documents.find_one(
            {"_id": suggestion_id}, session=self.session
        )

    def _opened(self, document: Document) -> ActSuggestion:
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))
