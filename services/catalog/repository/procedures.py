"""The procedures in force: one document each. What a search knows of them is in `search_entries`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pymongo import ASCENDING, ReplaceOne
from pymongo.database import Database

from catalog.repository.model_repository import as_document
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.catalog import Procedure


def create_indexes(database: Database[Document]) -> None:
    procedures = database[ProcedureRepository.collection]
    procedures.create_index([("fileable", ASCENDING), ("_id", ASCENDING)])
    for field in ("results.code", "components.result_codes"):
        procedures.create_index(field)


@dataclass(frozen=True)
class CurrentProcedure:
    """The version in force, until before the local day `changes_on`; None: until something is decided."""

    procedure: Procedure
    changes_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.changes_on is None or day < self.changes_on


class ProcedureRepository(Repository):
    """Procedures in force under their codes."""

    collection = "procedures"

    @staticmethod
    def from_document(document: Document) -> CurrentProcedure:
        schema, changes_on = document["form_schema"], document["turns_on"]
        fields = {**document, "form_schema": None if schema is None else json.loads(schema)}
        procedure = Procedure.model_validate(fields, extra="ignore")
        return CurrentProcedure(procedure, changes_on and date.fromisoformat(changes_on))

    def get(self, code: str) -> CurrentProcedure | None:
        document = self.documents.find_one({"_id": code}, session=self.session)
        return None if document is None else self.from_document(document)

    def with_result(self, code: str) -> Procedure | None:
        """One in force that names this kind of result by this very code."""
        query = {"$or": [{"results.code": code}, {"components.result_codes": code}]}
        document = self.documents.find_one(query, session=self.session)
        return None if document is None else self.from_document(document).procedure

    def existing_codes(self, codes: Iterable[str]) -> set[str]:
        """Those of the codes that have something in force."""
        found = self.documents.find({"_id": {"$in": list(codes)}}, {"_id": 1}, session=self.session)
        return {row["_id"] for row in found}

    def replace(self, current: Iterable[CurrentProcedure]) -> None:
        """Each takes the place of what was in force under its code, in one round trip."""
        writes = [ReplaceOne({"_id": each.procedure.code}, _document(each), upsert=True) for each in current]
        if writes:
            self.documents.bulk_write(writes, ordered=False, session=self.session)

    def delete(self, codes: Sequence[str]) -> None:
        """Nothing of these is in force any more."""
        if codes:
            self.documents.delete_many({"_id": {"$in": codes}}, session=self.session)

    def count(self, *, fileable_only: bool) -> int:
        condition = {"fileable": True} if fileable_only else {}
        return self.documents.count_documents(condition, session=self.session)


def _document(current: CurrentProcedure) -> Document:
    """The form schema is stored as text: its keys ($schema, $defs) are no names of fields for a database."""
    procedure = current.procedure
    schema = procedure.form_schema
    return {
        **as_document(procedure),
        "_id": procedure.code,
        "updated_at": procedure.updated_at,
        "form_schema": None if schema is None else json.dumps(schema, ensure_ascii=False),
        "turns_on": current.changes_on and current.changes_on.isoformat(),
    }
