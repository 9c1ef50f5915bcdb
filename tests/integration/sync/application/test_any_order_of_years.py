"""Random lives of dossiers, odd as real senders are, told in any order: the same stands at the end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.depth import lives
from tests.support.stores import fresh_store
from tests.support.sync.province_years import (
    PROCEDURES,
    SENDER,
    ProvinceYears,
    Report,
    standing,
    without_expiry,
)

from chassis.storage.encryption import cipher_of
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoAddress
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader
from sync.repository.indexes import create_indexes
from sync.repository.personal_fields import open_dossier
from sync.settings import SyncSettings

SETTINGS = SyncSettings(
    service="sync",
    amqp_uri="amqp://sync:never-connects@localhost",
    mongo_uri="mongodb://sync:never-connects@localhost",
    mongo_database="sync",
)


@pytest.fixture(scope="module")
def years(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "sync", create_indexes) as opened:
        without_expiry(opened.database)
        yield opened


@pytest.mark.lives
@lives(usual=4, deep=600, steps=1)
@given(
    seed=st.integers(0, 10**6), shuffles=st.lists(st.integers(0, 10**6), min_size=2, max_size=2, unique=True)
)
def test_any_order_of_odd_lives_ends_in_the_same_state(years: Store, seed: int, shuffles: list[int]) -> None:
    reports = list(ProvinceYears(seed, odd=0.3, days=3).reports(2))
    ends = [end_of(years, reports)]
    for shuffle in shuffles:
        order = [*reports, *random.Random(shuffle).choices(reports, k=3)]
        random.Random(shuffle).shuffle(order)
        ends.append(end_of(years, order))
    assert ends[1] == ends[0]
    assert ends[2] == ends[0]


def end_of(store: Store, reports: Sequence[Report]) -> list[str]:
    """What stands when they were received in this order; nothing is left for the next."""
    receiver = BatchReceiver(store, SETTINGS, PROCEDURES)
    for kind, item, arrived_at in reports:
        receiver.receive(BatchHeader(SENDER, kind, SENDER, True, arrived_at), (item,))
    documents, cipher = store.database.dossiers.find().sort("_id"), cipher_of(store.database)
    refused = store.database.refused.find({}, {"_id": 1}).sort("_id")
    end = [
        *(standing(open_dossier(each, cipher)).decode() for each in documents),
        *(row["_id"] for row in refused),
    ]
    for name in ("dossiers", "refused", "raw_batches"):
        store.database[name].delete_many({})
    return end
