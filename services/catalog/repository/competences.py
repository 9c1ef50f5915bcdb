"""Rules of competence (thẩm quyền): which agency handles what for which unit."""

from collections.abc import Iterable

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.repository.model_repository import ModelRepository
from chassis.storage.documents import Document
from contracts.catalog import Competence


def create_indexes(database: Database[Document]) -> None:
    database[CompetenceRepository.collection].create_index([("agency_code", ASCENDING)])
    for field in ("procedure_code", "field_code"):
        database[CompetenceRepository.collection].create_index([(field, ASCENDING), ("unit_code", ASCENDING)])


class CompetenceRepository(ModelRepository[Competence]):
    """Rules under their ids."""

    collection = "competences"

    @staticmethod
    def from_document(document: Document) -> Competence:
        return Competence.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: Competence) -> str:
        return row.competence_id

    def of_agencies(
        self, agency_codes: Iterable[str], procedure_code: str, field_code: str | None
    ) -> list[Competence]:
        """The rules on the procedure or its field that name one of these agencies."""
        subjects = [{"procedure_code": procedure_code}, *([{"field_code": field_code}] if field_code else [])]
        condition = {"agency_code": {"$in": list(agency_codes)}, "$or": subjects}
        return [self.from_document(row) for row in self.documents.find(condition, session=self.session)]

    def anywhere(self, procedure_code: str, field_code: str | None, limit: int) -> list[Competence]:
        """Some of the rules on the procedure or its field, of any unit."""
        subjects = [{"procedure_code": procedure_code}, *([{"field_code": field_code}] if field_code else [])]
        found = self.documents.find({"$or": subjects}, session=self.session).sort("_id", ASCENDING)
        return [self.from_document(row) for row in found.limit(limit)]

    def candidates(
        self, procedure_code: str, field_code: str | None, unit_codes: Iterable[str]
    ) -> list[Competence]:
        """The rules on the procedure or its field, for one of these units or the whole country."""
        subjects: list[Document] = [{"procedure_code": procedure_code}]
        if field_code is not None:
            subjects.append({"field_code": field_code})
        units = {"unit_code": {"$in": [None, *unit_codes]}}
        condition = {"$or": [{**subject, **units} for subject in subjects]}
        return [self.from_document(row) for row in self.documents.find(condition, session=self.session)]
