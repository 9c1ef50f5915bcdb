"""A receiver over a database of its own, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.store import Store
from local.mongo_address import MongoDatabase
from sync.receiving.receiver import BatchReceiver
from sync.repository import create_indexes
from sync.settings import SyncSettings

PROCEDURES = frozenset({"1.001193"})


@pytest.fixture
def store(database: MongoDatabase) -> Iterator[Store]:
    store = Store(database.uri, database.name, "sync")
    store.create_indexes()
    create_indexes(store.database)
    yield store
    store.close()


@pytest.fixture
def receiver(store: Store) -> BatchReceiver:
    settings = SyncSettings(service="sync", amqp_uri="", mongo_uri="", mongo_database="")
    return BatchReceiver(store, settings, PROCEDURES)
