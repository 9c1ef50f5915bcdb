"""Base of the repositories that keep one contract model a document, and filters that several of them share."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from pymongo import ASCENDING, ReplaceOne

from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.base import Model

M = TypeVar("M", bound=Model)

STARTER_MARK = "starter"
"""Field of a document that the last seeding wrote and nobody has edited since."""


class ModelRepository(Repository, Generic[M]):
    """A collection whose documents hold the fields of one model as JSON, and fields of the repository's own.

    Days are ISO text, which sorts as time does.
    """

    @staticmethod
    @abstractmethod
    def from_document(document: Document) -> M:
        """The model; fields that it does not name are ignored."""

    @staticmethod
    @abstractmethod
    def key(row: M) -> str:
        """The `_id` of a row."""

    @classmethod
    def document_of(cls, row: M) -> Document:
        """The whole document of a row."""
        return {**as_document(row), "_id": cls.key(row)}

    def by_keys(self, keys: Iterable[str]) -> dict[str, M]:
        """The existing ones of these keys."""
        found = self.documents.find({"_id": {"$in": list(keys)}}, session=self.session)
        return {row["_id"]: self.from_document(row) for row in found}

    def exported(self, after: str | None, limit: int) -> Iterator[tuple[str, M]]:
        """Up to `limit` keys and rows in the order of the keys, following the key `after`."""
        found = self.documents.find(after_id(after), session=self.session)
        for row in found.sort("_id", ASCENDING).limit(limit):
            yield row["_id"], self.from_document(row)

    def save(self, rows: Iterable[M]) -> None:
        """Replace each under its key, in one round trip. The document counts as edited from then on."""
        self._replace([self.document_of(row) for row in rows])

    def save_changed(self, rows: Sequence[M]) -> tuple[int, int]:
        """Save those that are not stored, or are stored with other content; how many were new, how many changed."""
        existing = self.by_keys(self.key(row) for row in rows)
        changed = [row for row in rows if existing.get(self.key(row)) != row]
        self.save(changed)
        new = sum(self.key(row) not in existing for row in changed)
        return new, len(changed) - new

    def save_starter(self, rows: Sequence[M]) -> None:
        """Replace each as the starter has it, but for those that somebody has edited since the last seeding."""
        edited = self._edited([self.key(row) for row in rows])
        self._replace(
            [{**self.document_of(row), STARTER_MARK: True} for row in rows if self.key(row) not in edited]
        )

    def _replace(self, documents: Sequence[Document]) -> None:
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in documents]
        if writes:
            self.documents.bulk_write(writes, ordered=False, session=self.session)

    def _edited(self, keys: Sequence[str]) -> set[str]:
        unmarked = {"_id": {"$in": keys}, STARTER_MARK: {"$ne": True}}
        return {row["_id"] for row in self.documents.find(unmarked, {"_id": 1}, session=self.session)}


def as_document(model: Model) -> dict[str, Any]:
    """The fields of a model as JSON."""
    return model.model_dump(mode="json")


def holding(day: date) -> Document:
    """Selects documents whose `valid_from` and `valid_to` include a day; a bound that is null is none."""
    at = day.isoformat()
    return {"valid_from": {"$not": {"$gt": at}}, "valid_to": {"$not": {"$lt": at}}}


def after_id(key: str | None) -> Document:
    """Selects what follows `key` in a list that is sorted by `_id`; None selects all."""
    return {} if key is None else {"_id": {"$gt": key}}
