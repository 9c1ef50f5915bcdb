"""Commands that come together share one transaction: each takes effect once, and none fails for another."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from tests.integration.chassis.services.trade import SOLD, Receipt, Sell, Sold, sell
from tests.support.database_requests import requests_to

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.command_batches import Work
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until

STOCK = {"_id": "stamp", "version": 1}


def order(command_id: str, quantity: int = 1) -> Sell:
    return Sell(command_id=command_id, item="stamp", quantity=quantity, pin="1234")


def sale(request: Sell) -> Work[Receipt]:
    def work(uow: UnitOfWork) -> Receipt:
        sale_id = new_id()
        uow.record_event(SOLD, sale_id, 1, Sold(item=request.item, quantity=request.quantity))
        return Receipt(sale_id=sale_id, quantity=request.quantity)

    return work


def refusal(request: Sell) -> Work[Receipt]:
    """Writes, and then refuses."""

    def work(uow: UnitOfWork) -> Receipt:
        sale(request)(uow)
        raise ServiceError(ErrorCode.FORBIDDEN)

    return work


def run(store: Store, request: Sell, context: Context, work: Work[Receipt]) -> Receipt:
    return store.run_in_batch(sell, request, context, lambda: work)


def run_together(
    store: Store, context: Context, commands: Sequence[tuple[Sell, Work[Receipt]]]
) -> list[Future[Receipt]]:
    """All in one batch: they come while another one runs."""
    inside, leave, prepared = threading.Event(), threading.Event(), threading.Semaphore(0)

    def slow(uow: UnitOfWork) -> Receipt:
        inside.set()
        assert leave.wait(20)
        return sale(order("slow"))(uow)

    def late(work: Work[Receipt]) -> Callable[[], Work[Receipt]]:
        def prepare() -> Work[Receipt]:
            prepared.release()
            return work

        return prepare

    with ThreadPoolExecutor(len(commands) + 1) as pool:
        pool.submit(run, store, order("slow"), context, slow)
        assert inside.wait(5)
        futures = [
            pool.submit(store.run_in_batch, sell, request, context, late(work)) for request, work in commands
        ]
        for _ in commands:
            assert prepared.acquire(timeout=5)
        wait_until(lambda: len(store._batches._waiting) == len(commands), 5, "all are waiting")
        leave.set()
    return futures


def sales(store: Store) -> int:
    return store.database.events.count_documents({})


def test_commands_that_come_together_are_one_transaction(store: Store, context: Context) -> None:
    commands = [(order(f"c-{number}"), sale(order("c", number))) for number in range(1, 9)]
    with requests_to(store.database.name) as made:
        futures = run_together(store, context, commands)
    assert [future.result().quantity for future in futures] == list(range(1, 9))
    assert (made.transactions, sales(store)) == (2, 9), made.by_kind


def test_a_refused_one_leaves_nothing_and_touches_no_other(store: Store, context: Context) -> None:
    commands = [(order("good"), sale(order("good"))), (order("bad"), refusal(order("bad")))]
    with requests_to(store.database.name) as made:
        good, bad = run_together(store, context, commands)
    assert good.result().quantity == 1
    assert isinstance(bad.exception(), ServiceError)
    assert (made.transactions, sales(store)) == (2, 2)
    assert store.database.commands.count_documents({}) == 2


def test_a_repetition_gets_the_first_result_whatever_its_work_would_say(
    store: Store, context: Context
) -> None:
    first = run(store, order("c-1"), context, sale(order("c-1")))
    assert run(store, order("c-1"), context, sale(order("c-1"))) == first
    assert run(store, order("c-1"), context, refusal(order("c-1"))) == first
    assert sales(store) == 1


def test_one_command_sent_often_at_once_runs_once(store: Store, context: Context) -> None:
    futures = run_together(store, context, [(order("c-1"), sale(order("c-1")))] * 4)
    assert len({future.result().sale_id for future in futures}) == 1
    assert sales(store) == 2


def test_other_content_under_the_same_id_is_refused(store: Store, context: Context) -> None:
    run(store, order("c-1"), context, sale(order("c-1")))
    with pytest.raises(ServiceError) as refused:
        run(store, order("c-1", 3), context, sale(order("c-1", 3)))
    assert (refused.value.code, sales(store)) == (ErrorCode.IDEMPOTENCY_MISMATCH, 1)


def test_what_was_changed_since_it_was_read_is_read_again(store: Store, context: Context) -> None:
    store.database.stock.insert_one(STOCK)
    read: list[int] = []

    def prepare() -> Work[Receipt]:
        version: int = store.database.stock.find_one({"_id": "stamp"})["version"]  # type: ignore[index]
        read.append(version)
        if len(read) == 1:
            store.database.stock.update_one({"_id": "stamp"}, {"$set": {"version": 2}})

        def work(uow: UnitOfWork) -> Receipt:
            expected = {"_id": "stamp", "version": version}
            uow.writes.replace("stock", expected, {"_id": "stamp", "version": version + 1})
            return Receipt(sale_id="s-1", quantity=version)

        return work

    store.run_in_batch(sell, order("c-1"), context, prepare, "stamp")
    assert read == [1, 2]
    assert store.database.stock.find_one({}) == {"_id": "stamp", "version": 3}


def test_a_unique_key_that_is_taken_fails_its_command_alone(store: Store, context: Context) -> None:
    store.database.stock.insert_one(STOCK)

    def taken(uow: UnitOfWork) -> Receipt:
        uow.writes.insert("stock", STOCK)
        return sale(order("taken"))(uow)

    good, bad = run_together(store, context, [(order("good"), sale(order("good"))), (order("bad"), taken)])
    assert good.result().quantity == 1
    assert bad.exception() is not None
    assert (sales(store), store.database.commands.count_documents({})) == (2, 2)


def test_a_command_whose_caller_has_gone_is_not_begun(store: Store, context: Context) -> None:
    gone = Context.new(context.actor, timeout_s=0)
    with pytest.raises(ServiceError) as refused:
        run(store, order("c-1"), gone, sale(order("c-1")))
    assert (refused.value.code, sales(store)) == (ErrorCode.DEADLINE_EXCEEDED, 0)
