"""All versions of all procedures with their lives: one document each."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.versions.publishing import StoredVersion, content_hash
from contracts.catalog import ProcedureVersion, VersionSummary

NAME = "versions"
INSTANTS = ("drafted_at", "proposed_at", "published_at", "publicised_at")
SUMMARY_PROJECTION = {**dict.fromkeys(VersionSummary.model_fields, 1), "_id": 0, "content_hash": 1}
TIME_DEPENDENT_FIELDS = ("revision", "state", "ended_on")
"""What time changes in a version that nobody touches."""


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index([("code", ASCENDING), ("version", DESCENDING)], unique=True)
    database[NAME].create_index("published_at", partialFilterExpression={"published_at": {"$type": "date"}})


class VersionRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str, number: int, session: ClientSession | None = None) -> ProcedureVersion | None:
        row = self.collection.find_one({"_id": _id(code, number)}, session=session)
        return None if row is None else _version(row)

    def by_code(
        self, codes: Iterable[str], session: ClientSession | None = None
    ) -> dict[str, list[StoredVersion]]:
        """Every version of each code, oldest first, without its content."""
        found: dict[str, list[StoredVersion]] = defaultdict(list)
        rows = self.collection.find({"code": {"$in": list(codes)}}, SUMMARY_PROJECTION, session=session)
        for row in rows.sort([("code", ASCENDING), ("version", ASCENDING)]):
            hashed = row.pop("content_hash")
            found[row["code"]].append(StoredVersion(VersionSummary.model_validate(row), hashed))
        return found

    def page(
        self, code: str, condition: dict[str, Any], before: int | None, limit: int
    ) -> Iterator[VersionSummary]:
        """Newest first, below the version `before`."""
        below = {} if before is None else {"version": {"$lt": before}}
        rows = self.collection.find({"$and": [{"code": code}, condition, below]}, SUMMARY_PROJECTION)
        for row in rows.sort("version", DESCENDING).limit(limit):
            row.pop("content_hash")
            yield VersionSummary.model_validate(row)

    def published_between(self, first: datetime, end: datetime) -> Iterator[ProcedureVersion]:
        """Published (công bố) from one moment until before another."""
        rows = self.collection.find({"published_at": {"$gte": first, "$lt": end}})
        return (_version(row) for row in rows.sort("_id", ASCENDING))

    def exported(self, after: str | None, limit: int) -> Iterator[tuple[str, ProcedureVersion]]:
        """By code and number, after a key of ours."""
        condition = {"_id": {"$gt": after}} if after else {}
        for row in self.collection.find(condition).sort("_id", ASCENDING).limit(limit):
            yield row["_id"], _version(row)

    def save(self, versions: Iterable[ProcedureVersion], session: ClientSession) -> None:
        """Each takes the place of the one of its code and number."""
        writes = [ReplaceOne({"_id": _id(v.code, v.version)}, _document(v), upsert=True) for v in versions]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def update_states(self, lives: Iterable[VersionSummary], session: ClientSession) -> None:
        """Write what time has changed."""
        writes = [
            UpdateOne(
                {"_id": _id(life.code, life.version)},
                {"$set": life.model_dump(mode="json", include={*TIME_DEPENDENT_FIELDS})},
            )
            for life in lives
        ]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)


def _id(code: str, number: int) -> str:
    return f"{code}@{number:06d}"


def _document(version: ProcedureVersion) -> dict[str, Any]:
    """The content is kept as text: a form has keys ($schema, $defs) that a database should not read as names."""
    content = version.content
    return {
        **version.model_dump(mode="json", exclude={"content"}),
        **{name: getattr(version, name) for name in INSTANTS},
        "_id": _id(version.code, version.version),
        "name": content.name,
        "source": content.source.value,
        "content": content.model_dump_json(),
        "content_hash": content_hash(content),
    }


def _version(row: dict[str, Any]) -> ProcedureVersion:
    fields = {key: value for key, value in row.items() if key in ProcedureVersion.model_fields}
    return ProcedureVersion.model_validate({**fields, "content": json.loads(row["content"])})
