"""A store of the sync service on a fresh database, and its receiver, in the test's own process."""

from __future__ import annotations

import pytest
from tests.support.rpc_stub import StubRpcClient
from tests.support.stores import OpenStore
from tests.support.sync.items import PROCEDURES

from chassis.storage.store import Store
from sync.application.receiver import BatchReceiver
from sync.repository import create_indexes
from sync.settings import SyncSettings


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store("sync", create_indexes)


@pytest.fixture
def receiver(store: Store) -> BatchReceiver:
    settings = SyncSettings(
        service="sync",
        amqp_uri="amqp://sync:never-connects@localhost",
        mongo_uri="mongodb://sync:never-connects@localhost",
        mongo_database="sync",
    )
    return BatchReceiver(store, settings, PROCEDURES)


@pytest.fixture
def client() -> StubRpcClient:
    """No other service answers until the test says so."""
    return StubRpcClient("sync")
