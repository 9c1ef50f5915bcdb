"""Schedules, holds and runs of retention as documents."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from pymongo import DESCENDING

from accounts.repository.personal_fields import RETENTION_HOLD
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE, SealedFields
from chassis.storage.repository import Repository
from contracts.accounts import RetentionHold, RetentionRun, RetentionSchedule
from contracts.base import Model
from contracts.errors import not_found

Stored = TypeVar("Stored", bound=Model)


class _Documents(Repository, Generic[Stored]):
    """One document each, under the model's own id."""

    model: ClassVar[type[Model]]
    id_field: ClassVar[str]
    noun: ClassVar[str]
    sealed: ClassVar[SealedFields] = SealedFields(())

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Any:
        """Of a document whose personal fields are open."""
        return cls.model.model_validate({**document, cls.id_field: document["_id"]}, extra="ignore")

    def add(self, stored: Stored) -> None:
        document = self.sealed.seal(self._document(stored), self.cipher, SERVICE)
        self.documents.insert_one(document, session=self.session)

    def find(self, id_: str) -> Stored | None:
        document = self.documents.find_one({"_id": id_}, session=self.session)
        return None if document is None else self._opened(document)

    def get(self, id_: str) -> Stored:
        """Raises NOT_FOUND."""
        found = self.find(id_)
        if found is None:
            raise not_found(self.noun)
        return found

    def save(self, stored: Stored) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        document = self._document(stored)
        self.save_version(document, self.sealed.changes(document, self.cipher, SERVICE))

    def newest(self, after: Position | None, limit: int) -> list[Stored]:
        place: Document = {} if after is None else {"_id": {"$lt": after[1]}}
        found = self.documents.find(place, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def _opened(self, document: Document) -> Stored:
        opened: Stored = self.from_document(self.sealed.open(document, self.cipher))
        return opened

    def _document(self, stored: Stored) -> Document:
        fields = to_document(stored.model_dump())
        return {"_id": fields.pop(self.id_field), **fields}


class RetentionScheduleRepository(_Documents[RetentionSchedule]):
    collection: ClassVar[str] = "retention_schedules"
    model = RetentionSchedule
    id_field = "schedule_id"
    noun = "retention schedule"

    def enacted_by(self, day: date) -> list[RetentionSchedule]:
        """Those that are in force from this local day or an earlier one; there are few."""
        query = {"effective_from": {"$lte": to_document({"day": day})["day"], "$ne": None}}
        return [self._opened(document) for document in self.documents.find(query, session=self.session)]


class RetentionHoldRepository(_Documents[RetentionHold]):
    """What an authority asks for is encrypted."""

    collection: ClassVar[str] = "retention_holds"
    model = RetentionHold
    id_field = "hold_id"
    noun = "retention hold"
    sealed = RETENTION_HOLD

    def not_lifted(self, limit: int) -> list[RetentionHold]:
        """Some of them may be over by their day."""
        found = self.documents.find({"lifted_at": None}, session=self.session).limit(limit)
        return [self._opened(document) for document in found]

    def not_lifted_of(self, account_id: str) -> list[RetentionHold]:
        """Those of one person."""
        query = {"lifted_at": None, "account_id": account_id}
        return [self._opened(document) for document in self.documents.find(query, session=self.session)]


class RetentionRunRepository(_Documents[RetentionRun]):
    """A run, and beside it where its present item goes on."""

    collection: ClassVar[str] = "retention_runs"
    model = RetentionRun
    id_field = "run_id"
    noun = "retention run"

    def cursor_of(self, run_id: str) -> str | None:
        """Where the present item goes on; None at its beginning."""
        document = self.documents.find_one({"_id": run_id}, {"cursor": 1}, session=self.session)
        return None if document is None else document.get("cursor")

    def save_progress(self, run: RetentionRun, cursor: str | None) -> None:
        """How far it has come; its version stays."""
        items = to_document(run.model_dump(include={"items"}))["items"]
        update = {"$set": {"items": items, "cursor": cursor}}
        self.documents.update_one({"_id": run.run_id, "version": run.version}, update, session=self.session)
