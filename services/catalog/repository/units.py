"""Administrative units (đơn vị hành chính): one document for each stretch of a unit's life."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.repository.model_repository import ModelRepository, as_document, holding
from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import after as after_position
from contracts.catalog import AdminUnit
from contracts.text import fold_words

ORDER = [("code", ASCENDING), ("_id", ASCENDING)]


def create_indexes(database: Database[Document]) -> None:
    units = database[UnitRepository.collection]
    units.create_index(ORDER)
    for field in ("kind", "parent_id", "words"):
        units.create_index([(field, ASCENDING), *ORDER])


class UnitRepository(ModelRepository[AdminUnit]):
    """Units under the ids of their lives."""

    collection = "units"

    @staticmethod
    def from_document(document: Document) -> AdminUnit:
        return AdminUnit.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: AdminUnit) -> str:
        return row.unit_id

    @classmethod
    def document_of(cls, row: AdminUnit) -> Document:
        return {**as_document(row), "_id": row.unit_id, "words": sorted(set(fold_words(row.name)))}

    def get(self, code: str, day: date) -> AdminUnit | None:
        """The unit that has this code on a day."""
        row = self.documents.find_one({"code": code, **holding(day)}, session=self.session)
        return None if row is None else self.from_document(row)

    def of_codes(self, codes: Iterable[str]) -> list[AdminUnit]:
        """Every life of the units with these codes."""
        return self._all({"code": {"$in": list(codes)}})

    def existing_ids(self, ids: Iterable[str]) -> frozenset[str]:
        found = self.documents.find({"_id": {"$in": list(ids)}}, {"_id": 1}, session=self.session)
        return frozenset(row["_id"] for row in found)

    def children(self, ids: Iterable[str], day: date) -> list[AdminUnit]:
        """The units directly under any of these on a day."""
        return self._all({"parent_id": {"$in": list(ids)}, **holding(day)})

    def page(
        self, filters: dict[str, Any], names: Sequence[str], day: date, after: Position | None, limit: int
    ) -> Iterator[AdminUnit]:
        """Up to `limit` units by code that hold on the day; `names` are folded words that must all occur."""
        named = {"words": {"$all": list(names)}} if names else {}
        conditions = [c for c in (filters, named, holding(day), after_position("code", after)) if c]
        rows = self.documents.find({"$and": conditions}, session=self.session)
        return map(self.from_document, rows.sort(ORDER).limit(limit))

    def _all(self, condition: Document) -> list[AdminUnit]:
        return [self.from_document(row) for row in self.documents.find(condition, session=self.session)]
