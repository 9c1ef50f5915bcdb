"""The procedures in force: one document each. What a search knows of them is kept in `searchable`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.catalog import Procedure

NAME = "procedures"
INTERNAL_FIELDS = ("_id", "turns_on")


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[NAME].create_index([("fileable", ASCENDING), ("_id", ASCENDING)])


@dataclass(frozen=True)
class CurrentProcedure:
    """The version in force, until before the local day `turns_on`; None: until something is decided."""

    procedure: Procedure
    changes_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.changes_on is None or day < self.changes_on


class ProcedureRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, code: str) -> CurrentProcedure | None:
        document = self.collection.find_one({"_id": code})
        return None if document is None else _current_procedure(document)

    def existing_codes(self, codes: Iterable[str]) -> set[str]:
        """Those of the codes that have something in force."""
        found = self.collection.find({"_id": {"$in": list(codes)}}, {"_id": 1})
        return {row["_id"] for row in found}

    def replace(self, standing: Iterable[CurrentProcedure], session: ClientSession) -> None:
        """Each takes the place of what was in force of its code, in one round trip."""
        writes = [ReplaceOne({"_id": each.procedure.code}, _document(each), upsert=True) for each in standing]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def delete(self, codes: Sequence[str], session: ClientSession) -> None:
        """Nothing of these is in force any more."""
        if codes:
            self.collection.delete_many({"_id": {"$in": codes}}, session=session)

    def count(self, *, fileable_only: bool) -> int:
        return self.collection.count_documents({"fileable": True} if fileable_only else {})


def _document(standing: CurrentProcedure) -> dict[str, Any]:
    """The form schema is kept as text: its keys ($schema, $defs) are not names that a database should read."""
    procedure = standing.procedure
    schema = procedure.form_schema
    return {
        **procedure.model_dump(mode="json"),
        "_id": procedure.code,
        "updated_at": procedure.updated_at,
        "form_schema": None if schema is None else json.dumps(schema, ensure_ascii=False),
        "turns_on": standing.changes_on and standing.changes_on.isoformat(),
    }


def _current_procedure(document: dict[str, Any]) -> CurrentProcedure:
    schema, turns_on = document["form_schema"], document["turns_on"]
    document["form_schema"] = None if schema is None else json.loads(schema)
    procedure = Procedure.model_validate(_without(document, INTERNAL_FIELDS))
    return CurrentProcedure(procedure, turns_on and date.fromisoformat(turns_on))


def _without(document: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in names}
