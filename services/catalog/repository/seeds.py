"""Documents of the starter: written anew by every seeding until somebody else writes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

MARK = "starter"


def plant(
    collection: Collection[dict[str, Any]], documents: Sequence[dict[str, Any]], session: ClientSession
) -> None:
    """Keep what was changed here since the last seeding: such a document has lost its mark."""
    theirs = _changed_here(collection, [document["_id"] for document in documents], session)
    writes = [
        ReplaceOne({"_id": document["_id"]}, {**document, MARK: True}, upsert=True)
        for document in documents
        if document["_id"] not in theirs
    ]
    if writes:
        collection.bulk_write(writes, ordered=False, session=session)


def _changed_here(
    collection: Collection[dict[str, Any]], ids: Iterable[str], session: ClientSession
) -> set[str]:
    unmarked = {"_id": {"$in": list(ids)}, MARK: {"$ne": True}}
    return {row["_id"] for row in collection.find(unmarked, {"_id": 1}, session=session)}
