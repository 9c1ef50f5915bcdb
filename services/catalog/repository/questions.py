"""Questions of the catalogue, and the rows of the national catalogue that raise them, as they came."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.domain.national.inquiry import RowKind
from catalog.repository.model_repository import ModelRepository, after_id
from chassis.storage.documents import Document
from contracts.base import Model
from contracts.catalog import (
    CatalogueQuestion,
    ListQuestions,
    QuestionCount,
    QuestionCounts,
    QuestionKind,
    QuestionState,
)

FILTERS = ("state", "kind", "procedure_code", "promulgator_code")


class NationalRow(Model):
    """A row as it was imported last, as ASCII JSON, so that any text is stored as it came."""

    code: str
    kind: RowKind
    raw: str

    @classmethod
    def of(cls, code: str, kind: RowKind, content: Any) -> "NationalRow":
        return cls(code=code, kind=kind, raw=json.dumps(content))

    @property
    def content(self) -> Any:
        return json.loads(self.raw)


def create_indexes(database: Database[Document]) -> None:
    questions = database[QuestionRepository.collection]
    questions.create_index([("procedure_code", ASCENDING), ("place", ASCENDING)])
    for field in ("state", "kind", "promulgator_code"):
        questions.create_index([(field, ASCENDING), ("_id", ASCENDING)])


class NationalRowRepository(ModelRepository[NationalRow]):
    """One row of each kind for a code."""

    collection = "national_rows"

    @staticmethod
    def from_document(document: Document) -> NationalRow:
        return NationalRow.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: NationalRow) -> str:
        return f"{row.kind} {row.code}"

    def get(self, code: str, kind: RowKind) -> NationalRow | None:
        key = f"{kind} {code}"
        return self.by_keys([key]).get(key)

    def existing_codes(self, kind: RowKind, codes: Iterable[str]) -> set[str]:
        """Those of the codes that have a row."""
        keys = {f"{kind} {code}": code for code in codes}
        found = self.documents.find({"_id": {"$in": list(keys)}}, {"_id": 1}, session=self.session)
        return {keys[row["_id"]] for row in found}


class QuestionRepository(ModelRepository[CatalogueQuestion]):
    """Questions under their ids."""

    collection = "questions"

    @staticmethod
    def from_document(document: Document) -> CatalogueQuestion:
        return CatalogueQuestion.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: CatalogueQuestion) -> str:
        return row.question_id

    def get(self, question_id: str) -> CatalogueQuestion | None:
        return self.by_keys([question_id]).get(question_id)

    def of_procedures(self, codes: Iterable[str], row: RowKind) -> dict[str, dict[str, CatalogueQuestion]]:
        """By procedure and id; of rows of one kind."""
        found: dict[str, dict[str, CatalogueQuestion]] = defaultdict(dict)
        selected = {"procedure_code": {"$in": list(codes)}, "row": row}
        for document in self.documents.find(selected, session=self.session):
            question = self.from_document(document)
            found[question.procedure_code][question.question_id] = question
        return found

    def page(self, request: ListQuestions, after: str | None, limit: int) -> Iterator[CatalogueQuestion]:
        """Up to `limit` questions by id, following the id `after`."""
        values = request.model_dump(mode="json", include=set(FILTERS), exclude_none=True)
        rows = self.documents.find({**values, **after_id(after)}, session=self.session)
        return map(self.from_document, rows.sort("_id", ASCENDING).limit(limit))

    def counts(self, promulgator_code: str | None = None) -> QuestionCounts:
        """By kind and state. Reads every question's kind, state and procedure."""
        selected = {} if promulgator_code is None else {"promulgator_code": promulgator_code}
        projection = {"kind": 1, "state": 1, "procedure_code": 1, "blocks_filing": 1}
        states: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        procedures: dict[str, set[str]] = defaultdict(set)
        blocked: set[str] = set()
        for row in self.documents.find(selected, projection, session=self.session):
            states[row["kind"]][row["state"]] += 1
            if row["state"] == QuestionState.OPEN:
                procedures[row["kind"]].add(row["procedure_code"])
                blocked.update([row["procedure_code"]] if row["blocks_filing"] else [])
        kinds = tuple(
            QuestionCount(
                kind=kind,
                **{state.value: states[kind].get(state.value, 0) for state in QuestionState},
                procedures=len(procedures[kind]),
            )
            for kind in QuestionKind
            if kind.value in states
        )
        return QuestionCounts(kinds=kinds, blocked_procedures=len(blocked))
