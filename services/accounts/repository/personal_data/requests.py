"""Requests of data subjects as documents, each with the work on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING

from accounts.domain.personal_data.person_work import PersonWork
from accounts.domain.personal_data.requests import OPEN
from accounts.repository.personal_fields import DATA_REQUEST
from chassis.core.ids import first_id
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository
from contracts.accounts import DataRequest
from contracts.errors import not_found


@dataclass(frozen=True)
class StoredRequest:
    """`work` is what is still to be done in other services; None: nothing."""

    request: DataRequest
    work: PersonWork | None = None

    @property
    def view(self) -> DataRequest:
        """As the person and who answers it see it."""
        if self.work is None:
            return self.request
        return self.request.model_copy(update={"progress": self.work.progress})


class DataRequestRepository(Repository):
    """One document a request; what is said in it is encrypted."""

    collection: ClassVar[str] = "data_requests"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredRequest:
        request = DataRequest.model_validate({**document, "request_id": document["_id"]}, extra="ignore")
        work = document.get("work")
        return StoredRequest(
            request, None if work is None else PersonWork.model_validate(work, extra="ignore")
        )

    def add(self, stored: StoredRequest) -> None:
        self.documents.insert_one(
            DATA_REQUEST.seal(_document(stored), self.cipher, SERVICE), session=self.session
        )

    def find(self, request_id: str) -> StoredRequest | None:
        document = self.documents.find_one({"_id": request_id}, session=self.session)
        return None if document is None else self._opened(document)

    def get(self, request_id: str) -> StoredRequest:
        """Raises NOT_FOUND."""
        found = self.find(request_id)
        if found is None:
            raise not_found("data request")
        return found

    def save(self, stored: StoredRequest) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        document = _document(stored)
        self.save_version(document, DATA_REQUEST.changes(document, self.cipher, SERVICE))

    def save_work(self, request_id: str, work: PersonWork | None) -> None:
        """How far the work has come; the request's version stays."""
        value = None if work is None else to_document(work.model_dump())
        self.documents.update_one({"_id": request_id}, {"$set": {"work": value}}, session=self.session)

    def of_account(self, account_id: str, after: Position | None, limit: int) -> list[StoredRequest]:
        """Newest first (ids rise with time)."""
        place = {} if after is None else {"_id": {"$lt": after[1]}}
        found = self.documents.find({"account_id": account_id, **place}).sort("_id", DESCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def open_of(self, account_id: str) -> list[StoredRequest]:
        """Those that are neither done nor refused, newest first."""
        query = {"account_id": account_id, "state": {"$in": [state.value for state in OPEN]}}
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING)
        return [self._opened(document) for document in found]

    def queue(self, criteria: Document, after: Position | None, limit: int) -> list[StoredRequest]:
        """Oldest first."""
        place = {} if after is None else {"_id": {"$gt": after[1]}}
        found = self.documents.find({**criteria, **place}).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def made_before(self, before: datetime, after: str, limit: int) -> list[StoredRequest]:
        """Those that came before a moment, with a greater id, in the order of their ids."""
        query = {"_id": {"$gt": after, "$lt": first_id(before)}}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def remove(self, request_ids: Sequence[str]) -> None:
        self.documents.delete_many({"_id": {"$in": list(request_ids)}}, session=self.session)

    def _opened(self, document: Document) -> StoredRequest:
        return self.from_document(DATA_REQUEST.open(document, self.cipher))


def _document(stored: StoredRequest) -> Document:
    fields = to_document(stored.request.model_dump(exclude={"request_id", "progress"}))
    work = None if stored.work is None else to_document(stored.work.model_dump())
    return {"_id": stored.request.request_id, **fields, "work": work}
