"""Stored laws: written once under their ids, never changed."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from chassis.storage.repository import Repository
from dossiers.domain.model.law import Law

CACHED_LAWS = 500


class LawCache:
    """The laws used last, for one process. A law never changes, so none is ever stale."""

    def __init__(self, capacity: int = CACHED_LAWS) -> None:
        self._capacity = capacity
        self._laws: OrderedDict[str, Law] = OrderedDict()

    def get(self, law_id: str) -> Law | None:
        law = self._laws.get(law_id)
        if law is not None:
            self._laws.move_to_end(law_id)
        return law

    def put(self, law: Law) -> None:
        self._laws[law.law_id] = law
        self._laws.move_to_end(law.law_id)
        if len(self._laws) > self._capacity:
            self._laws.popitem(last=False)


class LawRepository(Repository):
    """Laws as JSON text: a form's schema has keys that a document cannot have."""

    collection = "laws"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Law:
        """The law of any release, under the id that it was stored under."""
        content = {**json.loads(document["content"]), "law_id": document["_id"]}
        return Law.model_validate_json(json.dumps(content), extra="ignore")

    def add(self, law: Law) -> None:
        """Store a law, outside any transaction: one that no dossier names does no harm. May be repeated."""
        content = {"$setOnInsert": {"content": law.model_dump_json(exclude={"law_id"})}}
        self.documents.update_one({"_id": law.law_id}, content, upsert=True)

    def get(self, law_id: str) -> Law:
        """Raises KeyError for a law that was never stored."""
        document = self.documents.find_one({"_id": law_id})
        if document is None:
            raise KeyError(law_id)
        return self.from_document(document)
