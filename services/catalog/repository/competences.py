"""Rules of competence."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.repository.documents import document, read
from catalog.repository.starter_documents import replace_unless_edited
from contracts.catalog import Competence

NAME = "competences"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    for field in ("procedure_code", "field_code"):
        database[NAME].create_index([(field, ASCENDING), ("unit_code", ASCENDING)])


class CompetenceRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def candidates(
        self, procedure_code: str, field_code: str | None, unit_codes: Iterable[str]
    ) -> list[Competence]:
        """The rules on the procedure or its field, for one of these units or the whole country."""
        subjects: list[dict[str, Any]] = [{"procedure_code": procedure_code}]
        if field_code is not None:
            subjects.append({"field_code": field_code})
        places = {"unit_code": {"$in": [None, *unit_codes]}}
        rows = self.collection.find({"$or": [{**subject, **places} for subject in subjects]})
        return [read(Competence, row) for row in rows]

    def of_ids(self, ids: Iterable[str], session: ClientSession) -> dict[str, Competence]:
        found = self.collection.find({"_id": {"$in": list(ids)}}, session=session)
        return {row["_id"]: read(Competence, row) for row in found}

    def save(self, rules: Sequence[Competence], session: ClientSession) -> None:
        writes = [ReplaceOne({"_id": rule.competence_id}, _document(rule), upsert=True) for rule in rules]
        if writes:
            self.collection.bulk_write(writes, ordered=False, session=session)

    def save_starter(self, rules: Sequence[Competence], session: ClientSession) -> None:
        replace_unless_edited(self.collection, [_document(rule) for rule in rules], session)


def _document(rule: Competence) -> dict[str, Any]:
    return {**document(rule), "_id": rule.competence_id}
