"""Published procedures: one document each. What a search knows of them is kept in `searchable`."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.publishing import Revision, content_hash
from contracts.catalog import Procedure, ProcedureContent, Source

NAME = "procedures"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index([("fileable", ASCENDING), ("_id", ASCENDING)])


class Procedures:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str) -> Procedure | None:
        document = self.collection.find_one({"_id": code})
        return None if document is None else _procedure(document)

    def revisions(self, codes: Iterable[str], session: ClientSession) -> dict[str, Revision]:
        """What is published now, as the transaction sees it."""
        fields = {"version": 1, "etag": 1, "source": 1}
        found = self.collection.find({"_id": {"$in": list(codes)}}, fields, session=session)
        return {
            row["_id"]: Revision(version=row["version"], etag=row["etag"], source=Source(row["source"]))
            for row in found
        }

    def publish(
        self, revised: Iterable[tuple[ProcedureContent, int]], now: datetime, session: ClientSession
    ) -> None:
        """Write each content under its new version, in one round trip."""
        writes = [
            ReplaceOne({"_id": content.code}, _document(content, version, now), upsert=True)
            for content, version in revised
        ]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def count(self, *, fileable_only: bool) -> int:
        return self.collection.count_documents({"fileable": True} if fileable_only else {})


def _document(content: ProcedureContent, version: int, now: datetime) -> dict[str, Any]:
    """The form schema is kept as text: its keys ($schema, $defs) are not names that a database should read."""
    schema = content.form_schema
    return {
        **content.model_dump(mode="json"),
        "_id": content.code,
        "version": version,
        "etag": content_hash(content),
        "updated_at": now,
        "form_schema": None if schema is None else json.dumps(schema, ensure_ascii=False),
    }


def _procedure(document: dict[str, Any]) -> Procedure:
    schema = document["form_schema"]
    form_schema = None if schema is None else json.loads(schema)
    fields = {name: value for name, value in document.items() if name != "_id"}
    return Procedure.model_validate({**fields, "form_schema": form_schema})
