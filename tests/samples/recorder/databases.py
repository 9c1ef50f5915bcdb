"""A database's collections, a few documents of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bson.json_util import RELAXED_JSON_OPTIONS, dumps
from pymongo import MongoClient
from tests.samples.recorder.choice import fullest

from chassis.storage.outbox import Outbox

MOST_READ = 2_000
"""Documents of a collection that are looked at."""
CHOSEN = 3
_LARGE_BYTES = 4_000


def stored_documents(admin_uri: str, database: str) -> Iterator[tuple[str, list[Any]]]:
    """Collection and its fullest documents, as MongoDB Extended JSON. Blobs are left out."""
    with MongoClient[dict[str, Any]](admin_uri) as client:
        for name in sorted(client[database].list_collection_names()):
            if name.startswith("system.") or name.endswith((".chunks", ".files")):
                continue
            found = client[database][name].find().sort("_id", -1).limit(MOST_READ)
            chosen = fullest((document for document in found if not _is_large(document)), CHOSEN)
            if chosen:
                yield name, [_extended_json(document) for document in chosen]


def published_events(admin_uri: str, database: str, service: str) -> dict[str, list[Any]]:
    """The events of a log, by type, as the relay puts them on the wire: of a test that has no broker."""
    found: dict[str, list[Any]] = {}
    with MongoClient[dict[str, Any]](admin_uri, tz_aware=True) as client:
        outbox = Outbox(client[database], service)
        for row in client[database].events.find({"type": {"$regex": f"^{service}\\."}}):
            found.setdefault(row["type"], []).append(json.loads(outbox.to_message(row).body))
    return found


def _extended_json(document: dict[str, Any]) -> Any:
    return json.loads(dumps(document, json_options=RELAXED_JSON_OPTIONS))


def _is_large(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_large(inner) for inner in value.values())
    return isinstance(value, bytes) and len(value) > _LARGE_BYTES
