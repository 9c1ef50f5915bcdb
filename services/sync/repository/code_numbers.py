"""The last number given in each series."""

from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database


class CodeNumberRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._numbers = database.numbers

    def next(self, series: str, session: ClientSession) -> int:
        row = self._numbers.find_one_and_update(
            {"_id": series},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        assert row is not None  # an upsert always finds or makes one
        return int(row["last"])
