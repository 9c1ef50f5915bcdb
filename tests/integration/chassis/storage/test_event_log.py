"""The log is gapless and tells when it was tampered with."""

from typing import Any

import pytest
from tests.integration.chassis.conftest import CITIZEN
from tests.integration.chassis.services.trade import SOLD, Sold

from chassis.core.context import Context
from chassis.storage import event_log
from chassis.storage.event_log import BrokenChain
from chassis.storage.outbox import Outbox
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError

SALE = "sale-1"


@pytest.fixture
def history(store: Store, context: Context) -> Store:
    """Four entries of one aggregate."""
    for version in (1, 2, 3, 4):
        append(store, context, version)
    return store


def append(store: Store, context: Context, version: int) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.record_event(SOLD, SALE, version, Sold(item="stamp", quantity=version))

    store.transaction(context, work)


def change(store: Store, version: int, fields: dict[str, Any]) -> None:
    found = {"aggregate_id": SALE, "aggregate_version": version}
    assert store.database.events.update_one(found, {"$set": fields}).matched_count == 1


def broken_at(store: Store, version: int | None = None) -> int:
    with pytest.raises(BrokenChain) as finding:
        event_log.verify(store.database, SALE, version)
    return finding.value.version


def test_untouched_history_verifies(history: Store) -> None:
    event_log.verify(history.database, SALE, version=4)


def test_history_is_read_in_order_and_in_parts(history: Store) -> None:
    read = event_log.entries(history.database, SALE, after_version=1, limit=2)
    assert [(entry.version, entry.payload["quantity"], entry.actor) for entry in read] == [
        (2, 2, CITIZEN),
        (3, 3, CITIZEN),
    ]


def test_what_is_private_is_kept_in_the_log_and_told_to_nobody(store: Store, context: Context) -> None:
    sale = Sold(item="stamp", quantity=1)
    store.transaction(context, lambda uow: uow.record_event(SOLD, SALE, 1, sale, private={"buyer": "An"}))
    (entry,) = event_log.entries(store.database, SALE)
    (row,) = Outbox(store.database, "shop").unpublished(10)
    assert entry.private == {"buyer": "An"}
    assert b"buyer" not in Outbox(store.database, "shop").to_message(row).body


@pytest.mark.parametrize(
    "fields",
    [
        {"payload.quantity": 99},
        {"private": {"cost": 1}},
        {"type": "shop.returned"},
        {"actor.account_id": "a-2"},
        {"correlation_id": "another"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_changed_entry_is_found(history: Store, fields: dict[str, Any]) -> None:
    change(history, 2, fields)
    assert broken_at(history) == 2


def test_removed_entry_is_found(history: Store) -> None:
    history.database.events.delete_one({"aggregate_id": SALE, "aggregate_version": 3})
    assert broken_at(history) == 3


def test_removed_newest_entry_is_found_by_the_version_of_the_aggregate(history: Store) -> None:
    history.database.events.delete_one({"aggregate_id": SALE, "aggregate_version": 4})
    assert broken_at(history, version=4) == 4


def test_reordered_entries_are_found(history: Store) -> None:
    change(history, 2, {"aggregate_version": 20})
    change(history, 3, {"aggregate_version": 2})
    change(history, 20, {"aggregate_version": 3})
    assert broken_at(history) == 2


def test_rewritten_entry_with_a_fresh_hash_breaks_the_next_link(history: Store) -> None:
    row = history.database.events.find_one({"aggregate_id": SALE, "aggregate_version": 2})
    assert row is not None
    row["payload"]["quantity"] = 99
    change(history, 2, {"payload": row["payload"], "hash": event_log.entry_hash(row)})
    assert broken_at(history) == 3


def test_version_that_is_taken_is_refused(history: Store, context: Context) -> None:
    with pytest.raises(ServiceError) as refusal:
        append(history, context, 4)
    assert refusal.value.code is ErrorCode.VERSION_STALE


def test_version_that_skips_one_is_refused(history: Store, context: Context) -> None:
    with pytest.raises(ServiceError) as refusal:
        append(history, context, 6)
    assert (refusal.value.code, refusal.value.params["current"]) == (ErrorCode.VERSION_STALE, 4)
