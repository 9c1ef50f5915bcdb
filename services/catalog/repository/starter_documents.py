"""Documents of the starter: written anew by every seeding until somebody else writes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

STARTER_MARK = "starter"


def replace_unless_edited(
    collection: Collection[dict[str, Any]], documents: Sequence[dict[str, Any]], session: ClientSession
) -> None:
    """Keep what was changed here since the last seeding: such a document has lost its mark."""
    theirs = _edited(collection, [document["_id"] for document in documents], session)
    writes = [
        ReplaceOne({"_id": document["_id"]}, {**document, STARTER_MARK: True}, upsert=True)
        for document in documents
        if document["_id"] not in theirs
    ]
    if writes:
        collection.bulk_write(writes, ordered=False, session=session)


def _edited(collection: Collection[dict[str, Any]], ids: Iterable[str], session: ClientSession) -> set[str]:
    unmarked = {"_id": {"$in": list(ids)}, STARTER_MARK: {"$ne": True}}
    return {row["_id"] for row in collection.find(unmarked, {"_id": 1}, session=session)}
