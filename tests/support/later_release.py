"""Documents as a later release may have stored them: with optional fields that this release does not know."""

from __future__ import annotations

from typing import Any

from chassis.storage.documents import Document
from chassis.storage.store import Store

UNKNOWN = "of_a_later_release"


def add_unknown_fields(store: Store, collection: str) -> int:
    """To every document of the collection, at every depth; how many there are."""
    documents = list(store.database[collection].find())
    for document in documents:
        store.database[collection].replace_one({"_id": document["_id"]}, _with_unknown(document))
    return len(documents)


def keeps_unknown_fields(store: Store, collection: str) -> bool:
    """Whether every document of the collection has its unknown field still."""
    return store.database[collection].count_documents({UNKNOWN: {"$exists": False}}) == 0


def remove_unknown_documents(store: Store) -> None:
    """What a test has changed is no sample of this release."""
    for name in store.database.list_collection_names():
        store.database[name].delete_many({UNKNOWN: {"$exists": True}})


def _with_unknown(value: Any) -> Any:
    if isinstance(value, dict):
        inner: Document = {name: _with_unknown(one) for name, one in value.items()}
        return {**inner, UNKNOWN: {"x": 1}}
    return [_with_unknown(one) for one in value] if isinstance(value, list) else value
