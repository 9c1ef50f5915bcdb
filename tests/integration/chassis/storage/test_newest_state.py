"""A transaction sees at least what a read outside has shown before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from tests.support.stores import OpenStore

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork

pytestmark = pytest.mark.deep
LOOKS = 4000
NOISE = 5


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store("newest")


def test_what_was_read_is_not_unseen_by_the_command_that_follows(store: Store) -> None:
    """While others commit at the same time: a state behind the newest was seen about twice in a thousand looks."""
    counters, ended = store.database["counters"], Event()
    counters.insert_one({"_id": "one", "count": 0})
    store.database["noise"].insert_one({})

    def count(uow: UnitOfWork) -> None:
        uow.database["counters"].update_one({"_id": "one"}, {"$inc": {"count": 1}}, session=uow.session)

    def make_noise(uow: UnitOfWork) -> None:
        uow.database["noise"].insert_many([{"text": "x" * 2000} for _ in range(5)], session=uow.session)

    def until_the_end(work: Callable[[UnitOfWork], None]) -> None:
        while not ended.is_set():
            store.transaction(Context.new(), work)

    def look(seen: int) -> bool:
        def work(uow: UnitOfWork) -> int:
            row = uow.database["counters"].find_one({"_id": "one"}, session=uow.session)
            assert row is not None
            return int(row["count"])

        return store.transaction(Context.new(), work) < seen

    with ThreadPoolExecutor(NOISE + 1) as others:
        running = [others.submit(until_the_end, work) for work in (count, *[make_noise] * NOISE)]
        try:
            behind = sum(look((counters.find_one({"_id": "one"}) or {})["count"]) for _ in range(LOOKS))
        finally:
            ended.set()
    assert [each.result() for each in running] == [None] * (NOISE + 1)
    assert behind == 0
