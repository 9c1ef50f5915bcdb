"""Stores on fresh databases of the run's MongoDB, for tests that call use cases in their own process."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.core.master_keys import LENGTH, MasterKeys
from chassis.storage.encryption import Encryption
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoAddress, MongoDatabase

CreateIndexes: TypeAlias = Callable[[Database[dict[str, Any]]], None]


class OpenStore(Protocol):
    """Opens a store of this service on an empty database; its own indexes are made after those of the chassis."""

    def __call__(self, service: str, create_indexes: CreateIndexes | None = None) -> Store: ...


def new_master_keys(*names: str) -> MasterKeys:
    """Random ones of these names, the newest first; one when none is named."""
    keys = (base64.b64encode(secrets.token_bytes(LENGTH)).decode() for _ in names or ("a",))
    return MasterKeys.from_text("\n".join(map(" ".join, zip(names or ("a",), keys, strict=True))))


MASTER_KEYS = new_master_keys()
"""Those of all stores of this process that are not given others."""


@contextmanager
def fresh_store(
    mongo: MongoAddress,
    service: str,
    create_indexes: CreateIndexes | None = None,
    master_keys: MasterKeys | None = MASTER_KEYS,
) -> Iterator[Store]:
    """A store on an empty database with the indexes of the chassis and those given; dropped at the end.

    `with fresh_store(mongo, "payments", indexes.create_indexes) as store` also serves a fixture of a wider scope
    than one test.
    """
    database = mongo.new_database(f"test_{secrets.token_hex(6)}")
    store = _opened(database, service, master_keys)
    try:
        _make_indexes(store, create_indexes)
        yield store
    finally:
        store.close()
        mongo.drop_database(database.name)


@dataclass
class _Emptied:
    """A database, and what is in it from the start: counters, data keys."""

    database: MongoDatabase
    content: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def note_content(self, store: Store) -> None:
        stored = {name: list(store.database[name].find()) for name in store.database.list_collection_names()}
        self.content = {name: documents for name, documents in stored.items() if documents}

    def empty(self, store: Store) -> None:
        for name in store.database.list_collection_names():
            store.database[name].delete_many({})
        for name, documents in self.content.items():
            store.database[name].insert_many(documents)


class EmptiedDatabases:
    """Databases that serve one test after another: what a test leaves is deleted, its indexes stay.

    To make those of a service takes longer than most tests do.
    """

    def __init__(self, mongo: MongoAddress) -> None:
        self._mongo = mongo
        self._free: dict[tuple[str, CreateIndexes | None], list[_Emptied]] = {}

    @contextmanager
    def store(self, service: str, create_indexes: CreateIndexes | None = None) -> Iterator[Store]:
        """As `fresh_store`. A database that cannot be emptied is dropped."""
        free = self._free.setdefault((service, create_indexes), [])
        is_new = not free
        used = _Emptied(self._mongo.new_database(f"test_{secrets.token_hex(6)}")) if is_new else free.pop()
        store = _opened(used.database, service, MASTER_KEYS)
        is_empty = False
        try:
            if is_new:
                _make_indexes(store, create_indexes)
                used.note_content(store)
            yield store
            used.empty(store)
            is_empty = True
        finally:
            store.close()
            free.append(used) if is_empty else self._mongo.drop_database(used.database.name)

    def drop(self) -> None:
        for each in (each for free in self._free.values() for each in free):
            self._mongo.drop_database(each.database.name)


def _opened(database: MongoDatabase, service: str, master_keys: MasterKeys | None) -> Store:
    store = Store(database.uri, database.name, service, pool_size=10, master_keys=master_keys)
    if master_keys is not None:
        store.encrypt_from(Encryption(since=utcnow(), complete=True))
    return store


def _make_indexes(store: Store, create_indexes: CreateIndexes | None) -> None:
    if store.cipher is not None:
        store.cipher.check()
    store.create_indexes()
    if create_indexes is not None:
        create_indexes(store.database)
