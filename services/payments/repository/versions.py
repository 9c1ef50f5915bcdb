"""Versioned documents: a write succeeds only on the version before it."""

from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from chassis.storage.documents import Document
from contracts.errors import ErrorCode, ServiceError


def replace_version(
    documents: Collection[Document], document: Document, session: ClientSession | None
) -> None:
    """Set the fields of `document`; others, of a later release, stay. Raises VERSION_STALE."""
    previous = {"_id": document["_id"], "version": document["version"] - 1}
    if documents.update_one(previous, {"$set": document}, session=session).matched_count == 0:
        raise ServiceError(ErrorCode.VERSION_STALE, current="?")
