"""Published procedures: one document each, with the folded words that a search asks for.

Search is an index over the array of folded words, followed by the place in the list: a page costs what it shows,
its order is stable, and every word must occur. Mongo's own text index gives the same findings without an order
that a cursor could follow.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.publishing import Revision, content_hash
from catalog.domain.searching import Question, place, searchable_words
from contracts.catalog import Procedure, ProcedureContent, ProcedureSummary, Source

NAME = "procedures"
OURS = ("words", "place", "_id")
SUMMARY = {"_id": 1, "place": 1, **dict.fromkeys(ProcedureSummary.model_fields, 1)}


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index([("words", ASCENDING), ("place", ASCENDING), ("_id", ASCENDING)])
    database[NAME].create_index([("fileable", ASCENDING), ("_id", ASCENDING)])


class Procedures:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str) -> Procedure | None:
        document = self.collection.find_one({"_id": code}, dict.fromkeys(("words", "place"), 0))
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

    def find(
        self, question: Question, filters: dict[str, Any], after: tuple[str, str] | None, limit: int
    ) -> Iterator[tuple[tuple[str, str], ProcedureSummary]]:
        """Up to `limit` summaries with their (place, code); `after` is the last of the page before."""
        by_words = bool(question.words)
        sort = [("place", ASCENDING), ("_id", ASCENDING)] if by_words else [("_id", ASCENDING)]
        conditions = [filters, _asked(question), _beyond(after, by_words=by_words)]
        rows = self.collection.find({"$and": [c for c in conditions if c] or [{}]}, SUMMARY)
        for row in rows.sort(sort).limit(limit):
            yield (row["place"], row["_id"]), ProcedureSummary.model_validate(_without(row, OURS))

    def count(self, *, fileable_only: bool) -> int:
        return self.collection.count_documents({"fileable": True} if fileable_only else {})


def _asked(question: Question) -> dict[str, Any]:
    if question.code is not None:
        return {"_id": {"$regex": f"^{re.escape(question.code)}"}}
    return {"words": {"$all": list(question.words)}} if question.words else {}


def _beyond(after: tuple[str, str] | None, *, by_words: bool) -> dict[str, Any]:
    if after is None:
        return {}
    place_before, code_before = after
    if not by_words:
        return {"_id": {"$gt": code_before}}
    return {"$or": [{"place": {"$gt": place_before}}, {"place": place_before, "_id": {"$gt": code_before}}]}


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
        "words": searchable_words(content),
        "place": place(content),
    }


def _procedure(document: dict[str, Any]) -> Procedure:
    schema = document["form_schema"]
    document["form_schema"] = None if schema is None else json.loads(schema)
    return Procedure.model_validate(_without(document, OURS))


def _without(document: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in names}
