"""Agencies (cơ quan): one document each, with its codes in their one spelling and the folded words of its name."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.domain.agencies import MAX_DEPTH, AgencyQuery, canonical_codes
from catalog.repository.model_repository import STARTER_MARK, ModelRepository, after_id, as_document
from chassis.storage.documents import Document
from contracts.agency_codes import canonical
from contracts.catalog import Agency
from contracts.text import fold_words


def create_indexes(database: Database[Document]) -> None:
    for field in ("keys", "parent_code", "unit_code", "words", "successor_code"):
        database[AgencyRepository.collection].create_index([(field, ASCENDING), ("_id", ASCENDING)])


class AgencyRepository(ModelRepository[Agency]):
    """Agencies under their codes."""

    collection = "agencies"

    @staticmethod
    def from_document(document: Document) -> Agency:
        return Agency.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: Agency) -> str:
        return row.code

    @classmethod
    def document_of(cls, row: Agency) -> Document:
        return {
            **as_document(row),
            "_id": row.code,
            "keys": canonical_codes(row),
            "codes": [row.code, *row.other_codes],
            "words": sorted(set(fold_words(row.name))),
        }

    def get(self, code: str) -> Agency | None:
        """By any of its codes, in either spelling."""
        row = self.documents.find_one({"keys": canonical(code)}, session=self.session)
        return None if row is None else self.from_document(row)

    def with_ancestors(self, code: str) -> list[Agency]:
        """The agency, its parent, and so on to the top; empty for an unknown code."""
        ancestors = {
            "from": self.collection,
            "startWith": "$parent_code",
            "connectFromField": "parent_code",
            "connectToField": "_id",
            "maxDepth": MAX_DEPTH,
            "depthField": "steps",
            "as": "ancestors",
        }
        stages: list[Document] = [{"$match": {"keys": canonical(code)}}, {"$graphLookup": ancestors}]
        rows = list(self.documents.aggregate(stages, session=self.session))
        if not rows:
            return []
        chain = sorted(rows[0]["ancestors"], key=lambda row: int(row["steps"]))
        return [self.from_document(row) for row in (rows[0], *chain)]

    def page(
        self, filters: dict[str, Any], query: AgencyQuery | None, after: str | None, limit: int
    ) -> Iterator[Agency]:
        """Up to `limit` agencies by code, following the code `after`."""
        conditions = [c for c in (filters, _matching(query), after_id(after)) if c]
        rows = self.documents.find({"$and": conditions} if conditions else {}, session=self.session)
        return map(self.from_document, rows.sort("_id", ASCENDING).limit(limit))

    def predecessors(self, code: str) -> list[Agency]:
        """The agencies whose place this one took."""
        found = self.documents.find({"successor_code": code}, session=self.session)
        return [self.from_document(row) for row in found]

    def count(self) -> int:
        return self.documents.count_documents({}, session=self.session)

    def numbered_page(self, skipped: int, count: int) -> list[Agency]:
        """Code, name and level of agencies by code, as the portal's contract of 2018 pages them: by number."""
        rows = self.documents.find({}, {"_id": 1, "name": 1, "level": 1}, session=self.session)
        page = rows.sort("_id", ASCENDING).skip(skipped).limit(count)
        return [Agency(code=row["_id"], name=row["name"], level=row["level"]) for row in page]

    def parents(self) -> dict[str, str | None]:
        """The parent of every agency, by code."""
        found = self.documents.find({}, {"parent_code": 1}, session=self.session)
        return {row["_id"]: row["parent_code"] for row in found}

    def owners(self, keys: Iterable[str]) -> dict[str, str]:
        """The code of the agency that owns each of these canonical codes, where there is one."""
        found = self.documents.find({"keys": {"$in": list(keys)}}, {"keys": 1}, session=self.session)
        return {key: row["_id"] for row in found for key in row["keys"]}

    def set_calendar(self, code: str, calendar_id: str) -> None:
        """An agency that has this calendar already is not touched."""
        change = {"$set": {"calendar_id": calendar_id}, "$unset": {STARTER_MARK: ""}}
        self.documents.update_one(
            {"_id": code, "calendar_id": {"$ne": calendar_id}}, change, session=self.session
        )


def _matching(query: AgencyQuery | None) -> Document:
    if query is None:
        return {}
    ways: list[Document] = []
    if query.words:
        ways.append({"words": {"$all": list(query.words)}})
    if query.code is not None:
        ways.append({"codes": {"$regex": f"^{re.escape(query.code)}"}})
    return {"$or": ways}
