"""Persons whose data are restricted (hạn chế xử lý dữ liệu), by account."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from chassis.core.clock import utcnow
from chassis.storage.repository import Repository


class RestrictionRepository(Repository):
    """One document a person, for as long as it is so."""

    collection: ClassVar[str] = "restricted_persons"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> str:
        """The account."""
        return str(document["_id"])

    def set(self, account_id: str, *, restricted: bool) -> None:
        """May be repeated."""
        if restricted:
            since = {"$setOnInsert": {"at": utcnow()}}
            self.documents.update_one({"_id": account_id}, since, upsert=True, session=self.session)
        else:
            self.documents.delete_one({"_id": account_id}, session=self.session)

    def any_of(self, account_ids: Iterable[str]) -> bool:
        query = {"_id": {"$in": sorted(account_ids)}}
        return self.documents.find_one(query, {"_id": 1}, session=self.session) is not None
