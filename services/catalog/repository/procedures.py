"""The procedures in force: one document each, with the folded words that a search asks for.

Search is an index over the array of folded words, followed by the place in the list: a page costs what it shows,
its order is stable, and every word must occur. Mongo's own text index gives the same findings without an order
that a cursor could follow.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.searching import Question, place, searchable_words
from contracts.catalog import Procedure, ProcedureSummary

NAME = "procedures"
OURS = ("words", "place", "_id", "turns_on")
SUMMARY = {"_id": 1, "place": 1, **dict.fromkeys(ProcedureSummary.model_fields, 1)}


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index([("words", ASCENDING), ("place", ASCENDING), ("_id", ASCENDING)])
    database[NAME].create_index([("fileable", ASCENDING), ("_id", ASCENDING)])


@dataclass(frozen=True)
class Standing:
    """The version in force, until before the local day `turns_on`; None: until something is decided."""

    procedure: Procedure
    turns_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.turns_on is None or day < self.turns_on


class Procedures:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str) -> Standing | None:
        document = self.collection.find_one({"_id": code}, dict.fromkeys(("words", "place"), 0))
        return None if document is None else _standing(document)

    def show(self, standing: Iterable[Standing], session: ClientSession) -> None:
        """Each takes the place of what was in force of its code, in one round trip."""
        writes = [ReplaceOne({"_id": each.procedure.code}, _document(each), upsert=True) for each in standing]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def withdraw(self, codes: Sequence[str], session: ClientSession) -> None:
        """Nothing of these is in force any more."""
        if codes:
            self.collection.delete_many({"_id": {"$in": codes}}, session=session)

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


def _document(standing: Standing) -> dict[str, Any]:
    """The form schema is kept as text: its keys ($schema, $defs) are not names that a database should read."""
    procedure = standing.procedure
    schema = procedure.form_schema
    return {
        **procedure.model_dump(mode="json"),
        "_id": procedure.code,
        "updated_at": procedure.updated_at,
        "form_schema": None if schema is None else json.dumps(schema, ensure_ascii=False),
        "words": searchable_words(procedure),
        "place": place(procedure),
        "turns_on": standing.turns_on and standing.turns_on.isoformat(),
    }


def _standing(document: dict[str, Any]) -> Standing:
    schema, turns_on = document["form_schema"], document["turns_on"]
    document["form_schema"] = None if schema is None else json.loads(schema)
    procedure = Procedure.model_validate(_without(document, OURS))
    return Standing(procedure, turns_on and date.fromisoformat(turns_on))


def _without(document: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in names}
