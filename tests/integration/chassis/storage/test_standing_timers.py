"""A timer that is always there is set once, by whichever process starts first, and stays as it was set."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chassis.core.clock import utcnow
from chassis.storage import timers
from chassis.storage.store import Store

KIND = "shop.stock_take"


def test_many_starts_at_once_set_one_timer(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        for at in range(8):
            due_at = utcnow() + timedelta(hours=at)
            pool.submit(timers.ensure_scheduled, store.database, KIND, "standing", due_at)
    assert store.database.timers.count_documents({"kind": KIND}) == 1


def test_a_later_start_leaves_it_when_it_is_due_and_to_who_runs_it(store: Store) -> None:
    timers.ensure_scheduled(store.database, KIND, "standing", utcnow() - timedelta(minutes=1))
    (claimed,) = timers.claim_due(store.database, KIND, timedelta(minutes=5), 10).timers
    timers.ensure_scheduled(store.database, KIND, "standing", utcnow() - timedelta(minutes=1))
    assert timers.claim_due(store.database, KIND, timedelta(minutes=5), 10).timers == []
    tomorrow = utcnow() + timedelta(days=1)
    timers.settle(store.database, [], [timers.LaterRun(claimed, tomorrow, 0)])
    timers.ensure_scheduled(store.database, KIND, "standing", utcnow())
    (row,) = store.database.timers.find({"kind": KIND})
    assert (row["due_at"], row["attempts"]) == (tomorrow, 0)
