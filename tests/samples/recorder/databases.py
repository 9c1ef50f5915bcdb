"""A database's collections, a few documents of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bson.json_util import RELAXED_JSON_OPTIONS, dumps
from pymongo import MongoClient
from pymongo.database import Database
from tests.samples.recorder.choice import fullest

from chassis.core.master_keys import MasterKeys
from chassis.storage.encryption import PLAIN, Cipher, FieldCipher, SealedFields, cipher_of
from chassis.storage.encryption.cipher import EncryptedDatabase
from chassis.storage.encryption.data_keys import COLLECTION as DATA_KEYS
from chassis.storage.encryption.data_keys import DataKeys
from chassis.storage.encryption.sealed_fields import SEALED
from chassis.storage.outbox import Outbox

MOST_READ = 2_000
"""Documents of a collection that are looked at."""
CHOSEN = 3
_LARGE_BYTES = 4_000


def stored_documents(
    admin_uri: str, database: str, master_keys: MasterKeys | None = None
) -> Iterator[tuple[str, list[Any]]]:
    """Collection and its fullest documents, as MongoDB Extended JSON, with their encrypted fields open where the keys are
    given. Blobs are left out."""
    with MongoClient[dict[str, Any]](admin_uri) as client:
        stored = client[database]
        cipher = FieldCipher(master_keys, DataKeys(stored)) if master_keys else PLAIN
        yield from opened_documents(EncryptedDatabase(client, database, cipher))


def opened_documents(
    database: Database[dict[str, Any]], names: Iterable[str] | None = None
) -> Iterator[tuple[str, list[Any]]]:
    """As `stored_documents`, of these collections or of all."""
    cipher = cipher_of(database)
    for name in sorted(database.list_collection_names() if names is None else names):
        if name.startswith("system.") or name.endswith((".chunks", ".files")) or name == DATA_KEYS:
            continue
        found = database[name].find().sort("_id", -1).limit(MOST_READ)
        opened = (_opened(document, cipher) for document in found if not _is_large(document))
        chosen = fullest((document for document in opened if not _is_large(document)), CHOSEN)
        if chosen:
            yield name, [_extended_json(document) for document in chosen]


def _opened(value: Any, cipher: Cipher) -> Any:
    """Whatever is sealed in it is in its place: a sealed value knows the paths of its fields."""
    if isinstance(value, list):
        return [_opened(inner, cipher) for inner in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _opened(each, cipher) for name, each in value.items()}
    return SealedFields(()).open(inner, cipher) if SEALED in inner and cipher is not PLAIN else inner


def published_events(admin_uri: str, database: str, service: str) -> dict[str, list[Any]]:
    """The events of a log, by type, as the relay puts them on the wire: of a test that has no broker."""
    with MongoClient[dict[str, Any]](admin_uri, tz_aware=True) as client:
        return events_of(client[database], service)


def events_of(database: Database[dict[str, Any]], service: str) -> dict[str, list[Any]]:
    """As `published_events`."""
    found: dict[str, list[Any]] = {}
    outbox = Outbox(database, service)
    for row in database.events.find({"type": {"$regex": f"^{service}\\."}}):
        found.setdefault(row["type"], []).append(json.loads(outbox.to_message(row).body))
    return found


def _extended_json(document: dict[str, Any]) -> Any:
    return json.loads(dumps(document, json_options=RELAXED_JSON_OPTIONS))


def _is_large(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_large(inner) for inner in value.values())
    return isinstance(value, bytes) and len(value) > _LARGE_BYTES
