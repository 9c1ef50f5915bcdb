"""Agencies: one document each, with its codes in their one spelling and the folded words of its name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.agencies import MAX_DEPTH, AgencyQuery, canonical_codes
from catalog.domain.search.folding import words
from catalog.repository.documents import after_id, document, read
from catalog.repository.starter_documents import STARTER_MARK, replace_unless_edited
from contracts.agency_codes import canonical
from contracts.catalog import Agency

NAME = "agencies"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    for field in ("keys", "parent_code", "unit_code", "words"):
        database[NAME].create_index([(field, ASCENDING), ("_id", ASCENDING)])


class AgencyRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str) -> Agency | None:
        """By any of its codes, in either spelling."""
        row = self.collection.find_one({"keys": canonical(code)})
        return None if row is None else read(Agency, row)

    def with_those_above(self, code: str) -> list[Agency]:
        """The agency, its parent, and so on to the top; empty for an unknown code."""
        above = {
            "from": NAME,
            "startWith": "$parent_code",
            "connectFromField": "parent_code",
            "connectToField": "_id",
            "maxDepth": MAX_DEPTH,
            "depthField": "steps",
            "as": "above",
        }
        rows = list(
            self.collection.aggregate([{"$match": {"keys": canonical(code)}}, {"$graphLookup": above}])
        )
        if not rows:
            return []
        chain = sorted(rows[0]["above"], key=lambda row: int(row["steps"]))
        return [read(Agency, row) for row in (rows[0], *chain)]

    def of_codes(self, codes: Iterable[str], session: ClientSession | None = None) -> dict[str, Agency]:
        found = self.collection.find({"_id": {"$in": list(codes)}}, session=session)
        return {row["_id"]: read(Agency, row) for row in found}

    def page(
        self, filters: dict[str, Any], question: AgencyQuery | None, after: str | None, limit: int
    ) -> Iterator[Agency]:
        """Up to `limit` agencies by code, after the code `after`."""
        conditions = [filters, _matching(question), after_id(after)]
        rows = self.collection.find({"$and": [c for c in conditions if c] or [{}]})
        for row in rows.sort("_id", ASCENDING).limit(limit):
            yield read(Agency, row)

    def parents(self, session: ClientSession) -> dict[str, str | None]:
        """Every agency that there is, with its parent."""
        found = self.collection.find({}, {"parent_code": 1}, session=session)
        return {row["_id"]: row["parent_code"] for row in found}

    def count(self) -> int:
        return self.collection.count_documents({})

    def numbered_page(self, skipped: int, count: int) -> list[Agency]:
        """Code, name and level of agencies by code, as the portal's contract of 2018 pages them: by number."""
        rows = self.collection.find({}, {"_id": 1, "name": 1, "level": 1})
        page = rows.sort("_id", ASCENDING).skip(skipped).limit(count)
        return [Agency(code=row["_id"], name=row["name"], level=row["level"]) for row in page]

    def owners(self, wanted: Iterable[str], session: ClientSession) -> dict[str, str]:
        """Whose each of these keys is."""
        found = self.collection.find({"keys": {"$in": list(wanted)}}, {"keys": 1}, session=session)
        return {key: row["_id"] for row in found for key in row["keys"]}

    def save(self, agencies: Sequence[Agency], session: ClientSession) -> None:
        writes = [ReplaceOne({"_id": agency.code}, _document(agency), upsert=True) for agency in agencies]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def save_starter(self, agencies: Sequence[Agency], session: ClientSession) -> None:
        replace_unless_edited(self.collection, [_document(agency) for agency in agencies], session)

    def give_calendar(self, code: str, calendar_id: str, session: ClientSession) -> None:
        change = {"$set": {"calendar_id": calendar_id}, "$unset": {STARTER_MARK: ""}}
        self.collection.update_one(
            {"_id": code, "calendar_id": {"$ne": calendar_id}}, change, session=session
        )


def _matching(question: AgencyQuery | None) -> dict[str, Any]:
    if question is None:
        return {}
    ways: list[dict[str, Any]] = []
    if question.words:
        ways.append({"words": {"$all": list(question.words)}})
    if question.code is not None:
        ways.append({"codes": {"$regex": f"^{re.escape(question.code)}"}})
    return {"$or": ways}


def _document(agency: Agency) -> dict[str, Any]:
    return {
        **document(agency),
        "_id": agency.code,
        "keys": canonical_codes(agency),
        "codes": [agency.code, *agency.other_codes],
        "words": sorted(set(words(agency.name))),
    }
