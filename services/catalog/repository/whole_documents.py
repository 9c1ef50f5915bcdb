"""A collection whose documents hold what the contract says of them, under their keys."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.base import Model

M = TypeVar("M", bound=Model)
KeyedRows = Sequence[tuple[str, M]]


class WholeDocumentRepository(Generic[M]):
    """Fields of a document that the contract does not name are ours and stay behind."""

    def __init__(self, database: Database[dict[str, Any]], name: str, model: type[M]) -> None:
        self.collection = database[name]
        self.model = model

    def page(self, after: str | None, limit: int) -> Iterator[tuple[str, M]]:
        """By key, after a key."""
        condition = {"_id": {"$gt": after}} if after else {}
        for row in self.collection.find(condition).sort("_id", ASCENDING).limit(limit):
            yield row["_id"], self._read(row)

    def changed(self, rows: KeyedRows[M], session: ClientSession) -> list[tuple[str, M]]:
        """Those that are not there, or are there with other content."""
        keys = [key for key, _ in rows]
        found = self.collection.find({"_id": {"$in": keys}}, session=session)
        held = {row["_id"]: self._read(row) for row in found}
        return [(key, row) for key, row in rows if held.get(key) != row]

    def save(self, rows: KeyedRows[M], session: ClientSession) -> None:
        writes = [
            ReplaceOne({"_id": key}, {**row.model_dump(mode="json"), "_id": key}, upsert=True)
            for key, row in rows
        ]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def _read(self, row: dict[str, Any]) -> M:
        known = {name: value for name, value in row.items() if name in self.model.model_fields}
        return self.model.model_validate(known)
