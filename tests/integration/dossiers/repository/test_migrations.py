"""The indexes of the release before stand beside those of this one until the operator migrates."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.stores import fresh_store

from chassis.storage.migrations import Migrator
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoAddress
from dossiers.repository import create_indexes
from dossiers.repository.indexes import OF_RELEASES_BEFORE
from dossiers.repository.migrations import MIGRATIONS

_KEY = re.compile(r"([a-z_.]+?)_(-?1)(?:_|$)")


@pytest.fixture
def store(mongo: MongoAddress) -> Iterator[Store]:
    """With a dossier and the indexes of the release before."""
    with fresh_store(mongo, "dossiers") as opened:
        opened.database.dossiers.insert_one({"_id": "d1"})
        for collection, names in OF_RELEASES_BEFORE.items():
            for name in names:
                keys = [(field, int(direction)) for field, direction in _KEY.findall(name)]
                assert opened.database[collection].create_index(keys) == name
        yield opened


def test_those_of_the_release_before_stay_until_it_is_gone(store: Store) -> None:
    create_indexes(store.database)
    create_indexes(store.database)
    for collection, names in OF_RELEASES_BEFORE.items():
        assert names_of(store, collection) >= set(names)


def test_the_migration_leaves_those_of_this_release(store: Store, mongo: MongoAddress) -> None:
    create_indexes(store.database)
    status = Migrator(store.database, "dossiers", MIGRATIONS).run(budget_s=10, batch=5)
    assert not status.pending
    with fresh_store(mongo, "dossiers", create_indexes) as new:
        for collection in OF_RELEASES_BEFORE:
            assert names_of(store, collection) == names_of(new, collection)


@pytest.mark.parametrize("engine", [None, {"wiredTiger": {"configString": "block_compressor=snappy"}}])
def test_an_index_that_is_there_keeps_its_pages(store: Store, engine: dict[str, Any] | None) -> None:
    pages: dict[str, Any] = {} if engine is None else {"storageEngine": engine}
    dossiers = store.database.dossiers
    create_indexes(store.database)
    keys = dossiers.index_information()["all_due"]["key"]
    dossiers.drop_index("all_due")
    dossiers.create_index(keys, name="all_due", **pages)
    create_indexes(store.database)
    assert dossiers.index_information()["all_due"].get("storageEngine") == engine


def names_of(store: Store, collection: str) -> set[str]:
    return set(store.database[collection].index_information())
