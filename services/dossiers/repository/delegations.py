"""Delegations as documents."""

from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.dossiers import Delegation
from contracts.errors import ErrorCode, ServiceError, not_found

Document = dict[str, Any]


class DelegationRepository:
    """Within a transaction when given its session."""

    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._delegations = database.delegations
        self._session = session

    def get(self, delegation_id: str) -> Delegation:
        """Raises NOT_FOUND."""
        document = self._delegations.find_one({"_id": delegation_id}, session=self._session)
        if document is None:
            raise not_found("delegation")
        return _delegation(document)

    def add(self, delegation: Delegation) -> None:
        self._delegations.insert_one(_document(delegation), session=self._session)

    def replace(self, delegation: Delegation, expected_version: int) -> None:
        """Raises VERSION_STALE when another change came first."""
        known = {"_id": delegation.delegation_id, "version": expected_version}
        done = self._delegations.replace_one(known, _document(delegation), session=self._session)
        if not done.matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(delegation.delegation_id).version)

    def stood_in_for(self, account_id: str, now: datetime) -> frozenset[str]:
        """The officers whom this one stands in for at a moment: `domain.delegation.in_force` as a filter."""
        wanted = {
            "to_officer_id": account_id,
            "from_at": {"$lte": now},
            "to_at": {"$gt": now},
            "$or": [{"ended_at": None}, {"ended_at": {"$gt": now}}],
        }
        found = self._delegations.find(wanted, {"officer_id": 1}, session=self._session)
        return frozenset(document["officer_id"] for document in found)

    def newest(self, wanted: Document, before_id: str | None, limit: int) -> list[Delegation]:
        """Newest first: ids rise with time."""
        place = {} if before_id is None else {"_id": {"$lt": before_id}}
        found = self._delegations.find({"$and": [wanted, place]}).sort("_id", DESCENDING).limit(limit)
        return [_delegation(document) for document in found]


def _document(delegation: Delegation) -> Document:
    return {"_id": delegation.delegation_id, **delegation.model_dump(exclude={"delegation_id"})}


def _delegation(document: Document) -> Delegation:
    fields = {name: value for name, value in document.items() if name != "_id"}
    return Delegation.model_validate({**fields, "delegation_id": document["_id"]}, extra="ignore")
