"""Rows set aside as they came, and which row of a run was the first to name a code."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, InsertOne, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.national.row_parser import RowKind
from contracts.catalog import ImportRow, QuarantinedRow

ROWS = "quarantine"
SEEN = "import_rows"
RUN_RETENTION_S = 86_400


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[ROWS].create_index([("kind", ASCENDING), ("code", ASCENDING)])
    database[SEEN].create_index("at", expireAfterSeconds=RUN_RETENTION_S)


class QuarantineRepository:
    """A row is known by its kind and its ref; set aside again, it takes the place of what it was before."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.rows = database[ROWS]
        self.seen = database[SEEN]

    def first_rows(self, run_id: str, codes: Iterable[str], session: ClientSession) -> dict[str, str]:
        """The ref of the row that brought each code in earlier batches of this run."""
        keys = [f"{run_id}:{code}" for code in codes]
        found = self.seen.find({"_id": {"$in": keys}}, session=session)
        return {row["code"]: row["ref"] for row in found}

    def save_first_rows(
        self, run_id: str, first: dict[str, str], now: datetime, session: ClientSession
    ) -> None:
        writes = [
            InsertOne({"_id": f"{run_id}:{code}", "code": code, "ref": ref, "at": now})
            for code, ref in first.items()
        ]
        if writes:
            self.seen.bulk_write(writes, ordered=False, session=session)

    def remove(
        self, kind: RowKind, codes: Iterable[str], refs: Iterable[str], session: ClientSession
    ) -> None:
        """Forget what was held against these codes and rows: they are judged anew."""
        held = {"kind": kind, "$or": [{"code": {"$in": list(codes)}}, {"ref": {"$in": list(refs)}}]}
        self.rows.delete_many(held, session=session)

    def add(
        self,
        kind: RowKind,
        run_id: str,
        rows: Iterable[tuple[ImportRow, QuarantinedRow]],
        now: datetime,
        session: ClientSession,
    ) -> None:
        """The content is kept as ASCII JSON, so that any text, however broken, can be stored as it came."""
        writes = [
            ReplaceOne(
                {"_id": f"{kind}:{entry.ref}"},
                {**entry.model_dump(mode="json"), "kind": kind, "run_id": run_id, "at": now, "raw": json.dumps(raw.content)},
                upsert=True,
            )
            for raw, entry in rows
        ]  # fmt: skip
        if writes:
            self.rows.bulk_write(writes, ordered=False, session=session)

    def page(self, after: str | None, limit: int) -> Iterator[tuple[str, QuarantinedRow]]:
        """Up to `limit` entries with their keys, after the key `after`."""
        condition = {"_id": {"$gt": after}} if after else {}
        fields = {"ref": 1, "code": 1, "reasons": 1}
        for row in self.rows.find(condition, fields).sort("_id", ASCENDING).limit(limit):
            yield row.pop("_id"), QuarantinedRow.model_validate(row)

    def count(self) -> int:
        return self.rows.count_documents({})
