"""Administrative units: one document for each stretch of a unit's life."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.search.folding import words
from catalog.repository.documents import document, holding, read
from catalog.repository.starter_documents import replace_unless_edited
from contracts.catalog import AdminUnit

NAME = "units"
ORDER = [("code", ASCENDING), ("_id", ASCENDING)]


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index(ORDER)
    for field in ("kind", "parent_id", "words"):
        database[NAME].create_index([(field, ASCENDING), *ORDER])


class UnitRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str, day: date) -> AdminUnit | None:
        row = self.collection.find_one({"code": code, **holding(day)})
        return None if row is None else read(AdminUnit, row)

    def of_ids(self, ids: Iterable[str], session: ClientSession | None = None) -> list[AdminUnit]:
        """By code."""
        found = self.collection.find({"_id": {"$in": list(ids)}}, session=session).sort(ORDER)
        return [read(AdminUnit, row) for row in found]

    def of_codes(self, codes: Iterable[str], session: ClientSession) -> list[AdminUnit]:
        """Every life of units with these codes."""
        found = self.collection.find({"code": {"$in": list(codes)}}, session=session)
        return [read(AdminUnit, row) for row in found]

    def existing_ids(self, ids: Iterable[str], session: ClientSession) -> frozenset[str]:
        found = self.collection.find({"_id": {"$in": list(ids)}}, {"_id": 1}, session=session)
        return frozenset(row["_id"] for row in found)

    def children(self, ids: Iterable[str], day: date) -> list[AdminUnit]:
        """The units right under any of these on a day."""
        found = self.collection.find({"parent_id": {"$in": list(ids)}, **holding(day)})
        return [read(AdminUnit, row) for row in found]

    def page(
        self,
        filters: dict[str, Any],
        asked: Sequence[str],
        day: date,
        after: tuple[str, str] | None,
        limit: int,
    ) -> Iterator[AdminUnit]:
        """Up to `limit` units by code that hold on the day; `asked` are folded words that must all occur."""
        named = {"words": {"$all": list(asked)}} if asked else {}
        conditions = [filters, named, holding(day), _after_position(after)]
        rows = self.collection.find({"$and": [c for c in conditions if c]})
        for row in rows.sort(ORDER).limit(limit):
            yield read(AdminUnit, row)

    def save(self, units: Sequence[AdminUnit], session: ClientSession) -> None:
        writes = [ReplaceOne({"_id": unit.unit_id}, _document(unit), upsert=True) for unit in units]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def save_starter(self, units: Sequence[AdminUnit], session: ClientSession) -> None:
        replace_unless_edited(self.collection, [_document(unit) for unit in units], session)


def _after_position(after: tuple[str, str] | None) -> dict[str, Any]:
    if after is None:
        return {}
    code, unit_id = after
    return {"$or": [{"code": {"$gt": code}}, {"code": code, "_id": {"$gt": unit_id}}]}


def _document(unit: AdminUnit) -> dict[str, Any]:
    return {**document(unit), "_id": unit.unit_id, "words": sorted(set(words(unit.name)))}
