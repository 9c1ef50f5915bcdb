"""The laws that dossiers stand under: stored once under their ids, never changed."""

import json
from collections import OrderedDict
from typing import Any

from pymongo.database import Database

from dossiers.domain.model.law import Law

LAWS_IN_MEMORY = 500


class LawCache:
    """The laws used last, for one process. A law never changes, so none is ever stale."""

    def __init__(self, capacity: int = LAWS_IN_MEMORY) -> None:
        self._capacity = capacity
        self._laws: OrderedDict[str, Law] = OrderedDict()

    def get(self, law_id: str) -> Law | None:
        law = self._laws.get(law_id)
        if law is not None:
            self._laws.move_to_end(law_id)
        return law

    def put(self, law_id: str, law: Law) -> None:
        self._laws[law_id] = law
        self._laws.move_to_end(law_id)
        if len(self._laws) > self._capacity:
            self._laws.popitem(last=False)


def law_from(document: dict[str, Any]) -> Law:
    """Of any release: fields that this one does not know are left out, the id is the one that it was stored under."""
    content = json.loads(document["content"])
    return Law.model_validate_json(json.dumps({**content, "law_id": document["_id"]}), extra="ignore")


class LawRepository:
    """Kept as JSON text: a form's schema has keys that a document cannot have."""

    def __init__(self, database: Database[dict[str, Any]], cache: LawCache) -> None:
        self._laws = database.laws
        self._cache = cache

    def add(self, law: Law) -> str:
        """The law's id. Outside any transaction: a law that no dossier names does no harm."""
        law_id = law.law_id
        if self._cache.get(law_id) is None:
            content = {"$setOnInsert": {"content": law.model_dump_json(exclude={"law_id"})}}
            self._laws.update_one({"_id": law_id}, content, upsert=True)
            self._cache.put(law_id, law)
        return law_id

    def get(self, law_id: str) -> Law:
        """Raises KeyError for a law that was never kept."""
        law = self._cache.get(law_id)
        return law if law is not None else self._read(law_id)

    def _read(self, law_id: str) -> Law:
        document = self._laws.find_one({"_id": law_id})
        if document is None:
            raise KeyError(law_id)
        law = law_from(document)
        self._cache.put(law_id, law)
        return law
