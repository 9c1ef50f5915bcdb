"""File plans as documents, one for each version of a plan that an agency drafts."""

from collections.abc import Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.dossiers import FilePlan, FilePlanState
from contracts.errors import not_found


class FilePlanRepository(Repository):
    """Under their ids, which rise with time."""

    collection = "file_plans"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> FilePlan:
        return FilePlan.model_validate({**document, "plan_id": document["_id"]}, extra="ignore")

    def get(self, plan_id: str) -> FilePlan:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": plan_id}, session=self.session)
        if document is None:
            raise not_found("file plan")
        return self.from_document(document)

    def add(self, plan: FilePlan) -> None:
        self.documents.insert_one(_document(plan), session=self.session)

    def save(self, plan: FilePlan) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(plan))

    def enacted_of(self, agency_codes: set[str]) -> dict[str, list[FilePlan]]:
        """By agency; an agency has few."""
        query = {"agency_code": {"$in": sorted(agency_codes)}, "state": FilePlanState.ENACTED.value}
        found: dict[str, list[FilePlan]] = {code: [] for code in agency_codes}
        for document in self.documents.find(query, session=self.session):
            found[document["agency_code"]].append(self.from_document(document))
        return found

    def newest(self, agency_code: str | None, before: str | None, limit: int) -> list[FilePlan]:
        """Of an agency or of all, those after the id `before` in the list."""
        query: Document = {} if agency_code is None else {"agency_code": agency_code}
        if before is not None:
            query["_id"] = {"$lt": before}
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]


def _document(plan: FilePlan) -> Document:
    return {"_id": plan.plan_id, **to_document(plan.model_dump(exclude={"plan_id"}))}
