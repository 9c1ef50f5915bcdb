"""Stored delegations (ủy quyền xử lý)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo import DESCENDING

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.dossiers import Delegation
from contracts.errors import ErrorCode, ServiceError, not_found


class DelegationRepository(Repository):
    """Delegations as models."""

    collection = "delegations"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Delegation:
        fields = {name: value for name, value in document.items() if name != "_id"}
        return Delegation.model_validate({**fields, "delegation_id": document["_id"]}, extra="ignore")

    def get(self, delegation_id: str) -> Delegation:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": delegation_id}, session=self.session)
        if document is None:
            raise not_found("delegation")
        return self.from_document(document)

    def add(self, delegation: Delegation) -> None:
        self.documents.insert_one(_document(delegation), session=self.session)

    def replace(self, delegation: Delegation, expected_version: int) -> None:
        """Raises VERSION_STALE when another change came first."""
        expected = {"_id": delegation.delegation_id, "version": expected_version}
        done = self.documents.replace_one(expected, _document(delegation), session=self.session)
        if not done.matched_count:
            current = self.get(delegation.delegation_id).version
            raise ServiceError(ErrorCode.VERSION_STALE, current=current)

    def deputised_for(self, account_id: str, now: datetime) -> frozenset[str]:
        """The officers for whom this one acts now: `domain.rights.delegation.is_in_force` as a filter."""
        in_force = {
            "to_officer_id": account_id,
            "from_at": {"$lte": now},
            "to_at": {"$gt": now},
            "$or": [{"ended_at": None}, {"ended_at": {"$gt": now}}],
        }
        found = self.documents.find(in_force, {"officer_id": 1}, session=self.session)
        return frozenset(document["officer_id"] for document in found)

    def newest(self, filter_: Document, before_id: str | None, limit: int) -> list[Delegation]:
        """Newest first (ids rise with time), those after `before_id` in the list."""
        position = {} if before_id is None else {"_id": {"$lt": before_id}}
        found = self.documents.find({"$and": [filter_, position]}).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]


def _document(delegation: Delegation) -> Document:
    fields = to_document(delegation.model_dump(exclude={"delegation_id"}))
    return {"_id": delegation.delegation_id, **fields}
