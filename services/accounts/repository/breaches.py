"""Breaches as documents: how each stands, the entries of its register, and which persons have been told of it."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING

from accounts.repository.personal_fields import BREACH, BREACH_ENTRY
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository
from contracts.accounts import Breach, BreachEntry
from contracts.errors import not_found


class BreachRepository(Repository):
    """One document a breach, as its entries make it; its facts are encrypted."""

    collection: ClassVar[str] = "breaches"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Breach:
        return Breach.model_validate({**document, "breach_id": document["_id"]}, extra="ignore")

    def add(self, breach: Breach) -> None:
        document = BREACH.seal(_document(breach), self.cipher, SERVICE)
        self.documents.insert_one(document, session=self.session)

    def get(self, breach_id: str) -> Breach:
        """Raises NOT_FOUND."""
        found = self.find(breach_id)
        if found is None:
            raise not_found("breach")
        return found

    def find(self, breach_id: str) -> Breach | None:
        document = self.documents.find_one({"_id": breach_id}, session=self.session)
        return None if document is None else self._opened(document)

    def save(self, breach: Breach) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        document = _document(breach)
        self.save_version(document, BREACH.changes(document, self.cipher, SERVICE))

    def note_sheet_pending(self, breach_id: str) -> None:
        """A sheet is being made; the version stays."""
        update = {"$set": {"sheet_pending": True}}
        self.documents.update_one({"_id": breach_id}, update, session=self.session)

    def newest(self, criteria: Document, after: Position | None, limit: int) -> list[Breach]:
        place = {} if after is None else {"_id": {"$lt": after[1]}}
        found = self.documents.find({**criteria, **place}).sort("_id", DESCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def _opened(self, document: Document) -> Breach:
        return self.from_document(BREACH.open(document, self.cipher))


class BreachEntryRepository(Repository):
    """One document an entry, under the breach and its number: two entries of one number cannot both be. Never changed."""

    collection: ClassVar[str] = "breach_entries"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> BreachEntry:
        return BreachEntry.model_validate(document, extra="ignore")

    def add(self, breach_id: str, entry: BreachEntry) -> None:
        fields = to_document(entry.model_dump())
        document = {"_id": f"{breach_id}:{entry.number:06}", "breach_id": breach_id, **fields}
        self.documents.insert_one(BREACH_ENTRY.seal(document, self.cipher, SERVICE), session=self.session)

    def of_breach(self, breach_id: str, after: int, limit: int) -> list[BreachEntry]:
        """Oldest first, those after a number."""
        query = {"_id": {"$gt": f"{breach_id}:{after:06}", "$lt": f"{breach_id};"}}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self.from_document(BREACH_ENTRY.open(each, self.cipher)) for each in found]


class ToldPersonRepository(Repository):
    """Who has been told of which breach, once each."""

    collection: ClassVar[str] = "breach_persons"

    def not_reached(self, breach_id: str, account_ids: Iterable[str]) -> list[str]:
        """Those who have not been told yet, each once, in their order."""
        ids = list(dict.fromkeys(account_ids))
        keys = [f"{breach_id}:{each}" for each in ids]
        found = self.documents.find({"_id": {"$in": keys}}, {"_id": 1}, session=self.session)
        reached = {each["_id"] for each in found}
        return [each for each in ids if f"{breach_id}:{each}" not in reached]

    def add(self, breach_id: str, account_ids: Iterable[str], entry_number: int) -> None:
        rows = [
            {"_id": f"{breach_id}:{each}", "account_id": each, "entry": entry_number} for each in account_ids
        ]
        self.documents.insert_many(rows, session=self.session)


def _document(breach: Breach) -> Document:
    return {"_id": breach.breach_id, **to_document(breach.model_dump(exclude={"breach_id"}))}
