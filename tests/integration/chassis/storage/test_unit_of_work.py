"""What one transaction records is written together, and is all there or not at all."""

from datetime import timedelta
from functools import partial

import pytest
from tests.integration.chassis.services.trade import SOLD, Receipt, Sell, Sold, sell
from tests.support.database_requests import requests_to

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log, timers
from chassis.storage.event_log import LogEntry
from chassis.storage.store import Store
from chassis.storage.unit_of_work import Commit, UnitOfWork
from contracts import notifications
from contracts.errors import ErrorCode, ServiceError
from devstack.servers.mongo_address import MongoAddress

STAMP = Sold(item="stamp", quantity=1)


def history(store: Store, aggregate_id: str) -> list[LogEntry]:
    return event_log.entries(store.database, aggregate_id)


def test_requests_of_a_transaction_do_not_grow_with_what_it_records(
    store: Store, context: Context, mongo: MongoAddress
) -> None:
    store.transaction(context, lambda uow: uow.record_event(SOLD, "old", 1, STAMP))

    def work(uow: UnitOfWork) -> Receipt:
        for version in (2, 3, 4):
            uow.record_event(SOLD, "old", version, STAMP)
        for number in range(5):
            uow.record_event(SOLD, f"new-{number}", 1, STAMP)
            uow.schedule("ring", f"t-{number}", uow.now, {})
            uow.cancel("ring", f"c-{number}")
        return Receipt(sale_id="s-1", quantity=8)

    with mongo.admin_client() as admin:
        observed = admin[store.database.name]
        observed.command("profile", 2)
        store.run_idempotent(sell, Sell(command_id="c-1", item="stamp", quantity=8), context, work)
        observed.command("profile", 0)
        rows = list(observed["system.profile"].find({"op": {"$in": ["insert", "query"]}}))
    requests = sorted((row["op"], row["ns"].split(".", 1)[1]) for row in rows if "system" not in row["ns"])
    assert requests == [("insert", "commands"), ("insert", "events"), ("query", "events")]
    event_log.verify(store.database, "old", version=4)


def _sell(key: str, version: int, uow: UnitOfWork) -> None:
    uow.record_event(SOLD, key, version, STAMP)


def test_several_histories_go_on_by_one_request(store: Store, context: Context) -> None:
    begun = {"a": 1, "b": 2}
    for key, last in begun.items():
        for version in range(1, last + 1):
            store.transaction(context, partial(_sell, key, version))

    def work(uow: UnitOfWork) -> None:
        uow.read_tails({**begun, "new": 0, "not there": 3})
        for key, last in {**begun, "new": 0}.items():
            uow.record_event(SOLD, key, last + 1, STAMP)

    with requests_to(store.database.name) as made:
        store.transaction(context, work)
    assert made.total == 3, made.by_kind
    for key, last in begun.items():
        event_log.verify(store.database, key, version=last + 1)


def test_an_aggregate_goes_on_within_one_transaction(store: Store, context: Context) -> None:
    def work(uow: UnitOfWork) -> None:
        assert uow.last_version("a") == 0
        uow.record_event(SOLD, "a", 1, STAMP)
        uow.record_event(SOLD, "a", uow.last_version("a") + 1, STAMP)
        with pytest.raises(ServiceError) as refusal:
            uow.record_event(SOLD, "a", 4, STAMP)
        assert (refusal.value.code, refusal.value.params["current"]) == (ErrorCode.VERSION_STALE, 2)

    store.transaction(context, work)
    event_log.verify(store.database, "a", version=2)
    assert [entry.version for entry in history(store, "a")] == [1, 2]


def test_each_event_of_a_batch_bears_the_context_that_caused_it(store: Store, context: Context) -> None:
    causes = [Context.new(context.actor), Context.new(context.actor)]

    def work(uow: UnitOfWork) -> None:
        for number, cause in enumerate(causes):
            uow.caused_by(cause).record_event(SOLD, f"a-{number}", 1, STAMP)

    store.transaction(context, work)
    recorded = {row["aggregate_id"]: row["correlation_id"] for row in store.database.events.find()}
    assert recorded == {"a-0": causes[0].correlation_id, "a-1": causes[1].correlation_id}


def test_the_last_word_on_a_timer_holds(store: Store, context: Context) -> None:
    soon, later = utcnow(), utcnow() + timedelta(hours=1)

    def work(uow: UnitOfWork) -> None:
        uow.schedule("ring", "twice", soon, {"a": 1})
        uow.schedule("ring", "twice", later, {"a": 2})
        uow.schedule("ring", "taken back", soon, {})
        uow.cancel("ring", "taken back")

    store.transaction(context, work)
    (row,) = store.database.timers.find()
    assert (row["key"], row["due_at"], row["payload"]) == ("twice", later, {"a": 2})


def test_a_timer_that_its_own_run_schedules_anew_outlives_its_completion(
    store: Store, context: Context
) -> None:
    store.transaction(context, lambda uow: uow.schedule("ring", "bell", uow.now, {}))
    (bell,) = timers.claim_due(store.database, "ring", timedelta(minutes=1), 10).timers

    def work(uow: UnitOfWork) -> None:
        uow.complete_timers([bell])
        uow.schedule("ring", "bell", uow.now + timedelta(hours=1), {})

    store.transaction(context, work)
    assert store.database.timers.count_documents({}) == 1
    assert bell.claim is not None
    assert bell.claim.settled


def test_a_timer_scheduled_anew_since_its_claim_is_not_completed(store: Store, context: Context) -> None:
    store.transaction(context, lambda uow: uow.schedule("ring", "bell", uow.now, {}))
    (bell,) = timers.claim_due(store.database, "ring", timedelta(minutes=1), 10).timers
    store.transaction(context, lambda uow: uow.schedule("ring", "bell", uow.now, {"new": True}))
    store.transaction(context, lambda uow: uow.complete_timers([bell]))
    timers.settle(store.database, [bell], [])
    (row,) = store.database.timers.find()
    assert row["payload"] == {"new": True}


def test_a_commit_says_what_it_leaves_to_others(store: Store, context: Context) -> None:
    commits: list[Commit] = []
    store.on_commit(commits.append)
    soon, later = utcnow(), utcnow() + timedelta(hours=1)

    def set_timers(uow: UnitOfWork) -> None:
        uow.schedule("ring", "b", later, {})
        uow.schedule("ring", "a", soon, {})
        uow.schedule("call", "a", later, {})

    store.transaction(context, set_timers)
    store.transaction(context, lambda uow: uow.record_event(SOLD, "a", 1, STAMP))
    store.transaction(context, lambda _: None)
    assert commits == [Commit(False, {"ring": soon, "call": later}), Commit(True, {})]


def test_an_event_that_nobody_subscribes_to_is_only_kept(store: Store, context: Context) -> None:
    sent = notifications.MessageSent(
        message_id="m-1", account_id="a-1", channel="email", template="submitted"
    )
    store.transaction(
        context, lambda uow: uow.record_event(notifications.MESSAGE_SENT, sent.message_id, 1, sent)
    )
    (row,) = store.database.events.find()
    assert "unpublished" not in row
