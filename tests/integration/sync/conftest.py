"""A receiver over a database of its own, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.store import Store
from local.mongo_address import Database
from sync.receiving.receiver import Receiver
from sync.repository import create_indexes
from sync.settings import SyncSettings

PROCEDURES = frozenset({"1.001193"})


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    store = Store(database.uri, database.name, "sync")
    store.create_indexes()
    create_indexes(store.database)
    yield store
    store.close()


@pytest.fixture
def receiver(store: Store) -> Receiver:
    settings = SyncSettings(service="sync", amqp_uri="", mongo_uri="", mongo_database="")
    return Receiver(store, settings, PROCEDURES)
