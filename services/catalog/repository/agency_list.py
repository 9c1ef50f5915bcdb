"""All agencies by code, a numbered page at a time, as the old contract lists them."""

from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from contracts.catalog import Agency

NAME = "agencies"


class AgencyListRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def count(self) -> int:
        return self.collection.count_documents({})

    def part(self, skipped: int, count: int) -> list[Agency]:
        rows = self.collection.find({}, {"_id": 1, "name": 1, "level": 1})
        page = rows.sort("_id", ASCENDING).skip(skipped).limit(count)
        return [Agency(code=row["_id"], name=row["name"], level=row["level"]) for row in page]
