"""Documents that come while others are written share the next request, and each is stored when its call returns."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pymongo
import pytest
from tests.support.database_requests import requests_to

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.shared_inserts import SharedInserts
from chassis.storage.store import Store
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until

READINGS = "readings"


def test_what_comes_while_another_is_written_shares_one_request(store: Store) -> None:
    inserts = SharedInserts(store.database)
    ids = [new_id() for _ in range(50)]
    with requests_to(store.database.name) as requests, ThreadPoolExecutor(50) as pool:
        with inserts._turn:  # as while a request is under way
            calls = [pool.submit(inserts.insert, READINGS, {"_id": each}, 20.0) for each in ids]
            wait_until(lambda: len(inserts._queue) == len(ids), what="all of them wait")
        for call in calls:
            call.result(20)
    assert store.database.readings.count_documents({"_id": {"$in": ids}}) == len(ids)
    assert requests.by_kind["insert readings"] == 1


def test_each_is_stored_when_its_call_returns(store: Store) -> None:
    def insert(_: int) -> bool:
        row_id = new_id()
        store.insert_shared(Context.new(timeout_s=20), READINGS, {"_id": row_id})
        return store.database.readings.find_one({"_id": row_id}) is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(insert, range(64)))


def test_the_collections_do_not_mix(store: Store) -> None:
    inserts = SharedInserts(store.database)
    with ThreadPoolExecutor(4) as pool:
        with inserts._turn:
            calls = [pool.submit(inserts.insert, f"kind_{at % 2}", {"_id": at}, 20.0) for at in range(4)]
            wait_until(lambda: len(inserts._queue) == 4, what="all of them wait")
        for call in calls:
            call.result(20)
    assert {row["_id"] % 2 for row in store.database.kind_0.find()} == {0}
    assert {row["_id"] % 2 for row in store.database.kind_1.find()} == {1}


def test_who_cannot_be_stored_is_told_and_the_next_is_stored(store: Store) -> None:
    taken = new_id()
    store.insert_shared(Context.new(timeout_s=20), READINGS, {"_id": taken})
    with pytest.raises(pymongo.errors.BulkWriteError):
        store.insert_shared(Context.new(timeout_s=20), READINGS, {"_id": taken})
    store.insert_shared(Context.new(timeout_s=20), READINGS, {"_id": new_id()})


def test_whose_time_is_over_is_not_written(store: Store) -> None:
    with pytest.raises(ServiceError) as refusal:
        store.insert_shared(Context.new(timeout_s=-1), READINGS, {"_id": "late"})
    assert refusal.value.code is ErrorCode.DEADLINE_EXCEEDED
    assert store.database.readings.find_one({"_id": "late"}) is None


def test_a_failure_reaches_everybody_of_the_request(store: Store) -> None:
    inserts, failures = SharedInserts(store.database), list[Exception]()
    store.database.readings.insert_one({"_id": "there"})

    def insert(row_id: str) -> None:
        try:
            inserts.insert(READINGS, {"_id": row_id}, 20.0)
        except pymongo.errors.PyMongoError as error:
            failures.append(error)

    threads = [threading.Thread(target=insert, args=(row_id,)) for row_id in ("there", "beside")]
    with inserts._turn:
        for thread in threads:
            thread.start()
        wait_until(lambda: len(inserts._queue) == 2, what="both wait")
    for thread in threads:
        thread.join(20)
    assert len(failures) == 2
