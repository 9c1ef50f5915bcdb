"""The fee tables of the provinces: one document a row."""

from collections.abc import Iterable
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.provincial_fees import fee_row_key
from contracts.catalog import ProvincialFee

NAME = "provincial_fees"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index([("province_code", ASCENDING), ("fee.code", ASCENDING)])


class ProvincialFeeRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def of(self, province_code: str, fee_codes: Iterable[str] | None = None) -> tuple[ProvincialFee, ...]:
        """The whole table, or its rows of some fees."""
        condition: dict[str, Any] = {"province_code": province_code}
        if fee_codes is not None:
            condition["fee.code"] = {"$in": list(fee_codes)}
        rows = self.collection.find(condition, {"_id": 0}).sort("_id", ASCENDING)
        return tuple(ProvincialFee.model_validate(row) for row in rows)

    def save(self, rows: Iterable[ProvincialFee], session: ClientSession) -> None:
        writes = [
            ReplaceOne(
                {"_id": fee_row_key(row)},
                {**row.model_dump(mode="json"), "_id": fee_row_key(row)},
                upsert=True,
            )
            for row in rows
        ]
        self.collection.bulk_write(writes, ordered=False, session=session)
