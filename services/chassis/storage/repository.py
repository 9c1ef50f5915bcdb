"""Base of a service's repositories, and the filters that continue an open list."""

from collections.abc import Iterable
from typing import Any, ClassVar

from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database

from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.encryption import cipher_of
from chassis.storage.pending_writes import PendingWrites
from contracts.errors import ErrorCode, ServiceError


class Repository:
    """One collection of a service's database, read and written within a transaction or outside of any.

    A subclass names its `collection` and works on `self.documents`, passing `session=self.session` to every
    operation. It is made by `uow.repository(X)` inside a transaction, by `store.repository(X)` for reads outside.
    What it does not read again in the same transaction it may add to `self.writes`, which are sent before the commit.

    A repository that keeps whole models has one pure reader, `from_document(document)`, a static or class method
    used by all its reads, which ignores fields that it does not know (`model_validate(..., extra="ignore")`): the
    release after this one may have written them.
    """

    collection: ClassVar[str]

    def __init__(
        self,
        database: Database[Document],
        session: ClientSession | None = None,
        writes: PendingWrites | None = None,
    ) -> None:
        self.database = database
        self.cipher = cipher_of(database)
        self.session = session
        self.writes = PendingWrites() if writes is None else writes
        self.documents: Collection[Document] = database[self.collection]

    def save_version(self, document: Document, changes: Document | None = None) -> None:
        """Set the fields of a document whose `version` is one on; fields of a later release stay. `changes` are the update,
        where it is not to set these fields.

        Raises VERSION_STALE unless the stored version is the one before.
        """
        previous = {"_id": document["_id"], "version": document["version"] - 1}
        updated = self.documents.update_one(previous, changes or {"$set": document}, session=self.session)
        if updated.matched_count == 0:
            raise ServiceError(ErrorCode.VERSION_STALE, current="?")


def same_text(value: str) -> Document:
    """Equality with a text, on a field whose index holds those documents alone in which it is one.

    MongoDB uses a partial index only where the query says what the index's own condition says.
    """
    return {"$eq": value, "$type": "string"}


def one_of_texts(values: Iterable[str]) -> Document:
    """As `same_text`, for equality with one of several."""
    return {"$in": list(values), "$type": "string"}


def before(field: str, position: Position | None) -> Document:
    """Selects what comes after `position` in a list sorted by `field` and `_id`, both descending (newest first).

    `position` is the sort key and the id of the last item seen, as `decode_cursor` gives them; None selects all.
    """
    return _beyond(field, "$lt", position)


def after(field: str, position: Position | None) -> Document:
    """As `before`, for a list sorted by `field` and `_id` ascending."""
    return _beyond(field, "$gt", position)


def _beyond(field: str, operator: str, position: Position | None) -> Document:
    if position is None:
        return {}
    sort_key, last_id = position
    same: dict[str, Any] = {field: sort_key, "_id": {operator: last_id}}
    return {"$or": [{field: {operator: sort_key}}, same]}
