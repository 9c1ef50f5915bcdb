"""Data keys of a service: one document each in its own database, encrypted with a master key.

A key has a name, from which its id follows, so that who needs it makes it or finds it in one request. A destroyed key
keeps its document without the key itself: what was encrypted with it is known to be erased, and is not taken for lost.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from bson import Binary
from bson.binary import UUID_SUBTYPE
from pymongo import ReturnDocument, WriteConcern
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.storage.documents import Document

COLLECTION = "data_keys"
MATERIAL, DESTROYED_AT, NAMES = "keyMaterial", "destroyed_at", "keyAltNames"
REMEMBERED_FOR_S = 60.0
"""After so long every process has forgotten a key that was destroyed elsewhere."""
MOST_REMEMBERED = 1_000
_NAMESPACE = uuid.UUID("5f0c3c43-6f8b-4a57-9d0f-0a7e5d6f9a11")
_LOCAL = WriteConcern(1)
"""Enough for a new key: what is encrypted with it is written later, so a majority that has that has the key too."""


def key_id(name: str) -> Binary:
    """The id of the key of this name."""
    return Binary.from_uuid(uuid.uuid5(_NAMESPACE, name))


def as_key_id(octets: bytes) -> Binary:
    return Binary(octets, UUID_SUBTYPE)


class DataKeys:
    """The keys of one service, as they are stored; those used of late are remembered. Methods raise PyMongoError."""

    def __init__(self, database: Database[Document]) -> None:
        self._stored = database.get_collection(COLLECTION)
        self._memory: OrderedDict[bytes, tuple[float, Document]] = OrderedDict()

    def remembered(self, id_: bytes) -> Document | None:
        found = self._memory.get(bytes(id_))
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def find(self, id_: bytes) -> Document | None:
        """None when there is no such key; one request unless it is remembered."""
        found = self.remembered(id_)
        if found is None:
            found = self._stored.find_one({"_id": as_key_id(id_)})
            self._remember(found)
        return found

    def load(self, ids: Iterable[bytes]) -> None:
        """Remember these keys: one request, none when all of them are remembered."""
        missing = [as_key_id(each) for each in {bytes(id_) for id_ in ids} if self.remembered(each) is None]
        if missing:
            for found in self._stored.find({"_id": {"$in": missing}}):
                self._remember(found)

    def put_new(self, fresh: Mapping[str, Any], name: str) -> Document:
        """The key of this name: this one, or the one that was there before."""
        fields = {key: value for key, value in fresh.items() if key not in ("_id", NAMES)}
        found: Document | None = self._stored.with_options(write_concern=_LOCAL).find_one_and_update(
            {"_id": key_id(name)},
            {"$setOnInsert": {**fields, NAMES: [name]}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert found is not None  # it is put there where it is not
        self._remember(found)
        return found

    def destroy(self, name: str) -> bool:
        """Whether there was a key of this name that was not destroyed before; the stored key is gone for good."""
        changes = {
            "$set": {DESTROYED_AT: utcnow(), NAMES: [name]},
            "$unset": {MATERIAL: "", "masterKey": ""},
        }
        before = self._stored.find_one_and_update({"_id": key_id(name)}, changes, upsert=True)
        self._memory.pop(bytes(key_id(name)), None)
        return before is not None and MATERIAL in before

    def _remember(self, document: Document | None) -> None:
        if document is None:
            return
        self._memory[bytes(document["_id"])] = (time.monotonic() + REMEMBERED_FOR_S, document)
        self._memory.move_to_end(bytes(document["_id"]))
        while len(self._memory) > MOST_REMEMBERED:
            self._memory.popitem(last=False)


def is_destroyed(document: Document) -> bool:
    return MATERIAL not in document
