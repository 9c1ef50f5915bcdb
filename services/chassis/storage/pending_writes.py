"""Pending writes: what a transaction will write, sent together just before its commit, one request a collection and kind."""

from typing import Any

from pymongo import DeleteMany, DeleteOne, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from chassis.storage.documents import Document

_DUPLICATE_KEY = 11000


class Outdated(Exception):
    """Raised when a document that was to be replaced is not as it was read."""


class PendingWrites:
    """Writes in memory. `earlier` are those of the same transaction that came before, which `find_put` sees too.

    They are independent of one another: each document is written at most once, but for those that are put, of which
    the last stands.
    """

    def __init__(self, earlier: "PendingWrites | None" = None) -> None:
        self._earlier = earlier
        self._inserts: dict[str, list[Document]] = {}
        self._replacements: dict[str, list[tuple[Document, Document]]] = {}
        self._puts: dict[str, dict[str, Document | None]] = {}
        self._removals: dict[str, list[Document]] = {}

    def insert(self, collection: str, document: Document) -> None:
        """`send` raises DuplicateKeyError when a document with one of its unique keys is there."""
        self._inserts.setdefault(collection, []).append(document)

    def replace(self, collection: str, expected: Document, document: Document) -> None:
        """Replace the one document that `expected` selects; `send` raises Outdated when there is none."""
        self._replacements.setdefault(collection, []).append((expected, document))

    def put(self, collection: str, document: Document) -> None:
        """Replace the document of this `_id`, or insert it."""
        self._puts.setdefault(collection, {})[document["_id"]] = document

    def delete(self, collection: str, document_id: str) -> None:
        """Delete the document, if it is there."""
        self._puts.setdefault(collection, {})[document_id] = None

    def remove(self, collection: str, expected: Document) -> None:
        """Delete the document that `expected` selects by its `_id` and more, unless it is put or deleted here too."""
        self._removals.setdefault(collection, []).append(expected)

    def inserted(self, collection: str) -> list[Document]:
        """The documents that will be inserted there."""
        return self._inserts.get(collection, [])

    def put_in(self, collection: str) -> list[Document]:
        """The documents that will be put there."""
        return [document for document in self._puts.get(collection, {}).values() if document is not None]

    def find_put(self, collection: str, document_id: str) -> Document | None:
        """The document that will be put under this id; None when none will."""
        found = self._puts.get(collection, {}).get(document_id)
        if found is None and self._earlier is not None:
            return self._earlier.find_put(collection, document_id)
        return found

    def add(self, later: "PendingWrites") -> None:
        """Make the writes of `later` part of these."""
        for collection, documents in later._inserts.items():
            self._inserts.setdefault(collection, []).extend(documents)
        for collection, replacements in later._replacements.items():
            self._replacements.setdefault(collection, []).extend(replacements)
        for collection, puts in later._puts.items():
            self._puts.setdefault(collection, {}).update(puts)
        for collection, removals in later._removals.items():
            self._removals.setdefault(collection, []).extend(removals)

    def send(self, database: Database[Document], session: ClientSession) -> None:
        """Write all in this transaction. Raises DuplicateKeyError, Outdated."""
        for collection, replacements in self._replacements.items():
            self._send_replacements(database, collection, replacements, session)
        for collection, documents in self._inserts.items():
            _insert(database, collection, documents, session)
        for collection in {**self._puts, **self._removals}:
            database[collection].bulk_write(self._operations(collection), ordered=False, session=session)

    def _operations(self, collection: str) -> list[ReplaceOne[Document] | DeleteMany | DeleteOne]:
        puts, removals = self._puts.get(collection, {}), self._removals.get(collection, [])
        replacements = [
            ReplaceOne({"_id": id_}, document, upsert=True) for id_, document in puts.items() if document
        ]
        deleted = [id_ for id_, document in puts.items() if document is None]
        return [
            *replacements,
            *([DeleteMany({"_id": {"$in": deleted}})] if deleted else []),
            *(DeleteOne(expected) for expected in removals if expected["_id"] not in puts),
        ]

    @staticmethod
    def _send_replacements(
        database: Database[Document],
        collection: str,
        replacements: list[tuple[Document, Document]],
        session: ClientSession,
    ) -> None:
        updates = [ReplaceOne(expected, document) for expected, document in replacements]
        done = database[collection].bulk_write(updates, ordered=False, session=session)
        if done.matched_count != len(updates):
            raise Outdated


def _insert(
    database: Database[Document], collection: str, documents: list[Document], session: ClientSession
) -> None:
    try:
        database[collection].insert_many(documents, session=session)
    except BulkWriteError as error:
        wrong: dict[str, Any] = next(iter((error.details or {}).get("writeErrors", [])), {})
        if wrong.get("code") != _DUPLICATE_KEY:
            raise
        raise DuplicateKeyError(wrong.get("errmsg", ""), _DUPLICATE_KEY, wrong) from error
