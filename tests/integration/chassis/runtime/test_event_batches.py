"""Events that are there together are handled together, and one that fails spoils no other."""

from collections.abc import Iterator

import pytest
from tests.integration.chassis.conftest import Trade
from tests.integration.chassis.services.trade import MOST, STOCK_SALES
from tests.support.broker_view import depth, publish, take
from tests.support.processes import ServiceProcess

from chassis.storage.outbox import Outbox
from devstack.waiting import wait_until


@pytest.fixture(autouse=True)
def fresh(trade: Trade) -> None:
    trade.stock["batches"].delete_many({})


@pytest.fixture
def sold_before(trade: Trade, shop: ServiceProcess) -> Iterator[None]:
    """All that a test sells waits in the queue until it starts the stock."""
    yield
    assert depth(trade.vhost.uri, STOCK_SALES.queue) == 0


def waiting(trade: Trade, count: int) -> None:
    wait_until(lambda: depth(trade.vhost.uri, STOCK_SALES.queue) == count, 10, "all sales wait")


def batches(trade: Trade) -> list[int]:
    return [row["size"] for row in trade.stock["batches"].find()]


def test_events_that_wait_are_handled_in_batches_of_a_bounded_size(trade: Trade, sold_before: None) -> None:
    for _ in range(2 * MOST + 1):
        trade.sell("stamp")
    waiting(trade, 2 * MOST + 1)
    with trade.start_batch_stock() as stock:
        wait_until(lambda: trade.sold("stamp") == 2 * MOST + 1, 20, "all are counted")
        queue = STOCK_SALES.queue
        wait_until(lambda: stock.metric("unsettled_deliveries", queue=queue) == 0, 5, "all are settled")
        assert stock.metric("events_handled_total", outcome="ok") == 2 * MOST + 1
    assert (sum(batches(trade)), max(batches(trade))) == (2 * MOST + 1, MOST)


def test_a_lonely_event_is_not_kept_waiting_for_others(trade: Trade, sold_before: None) -> None:
    with trade.start_batch_stock() as stock:
        wait_until(stock.is_ready, 20, "ready")
        trade.sell("single")
        wait_until(lambda: trade.sold("single") == 1, 10, "it is counted")
    assert batches(trade) == [1]


def test_one_that_fails_spoils_no_other(trade: Trade, sold_before: None) -> None:
    for _ in range(5):
        trade.sell("card")
    failing, refused = trade.sell("buggy in a batch"), trade.sell("refused in a batch")
    waiting(trade, 7)
    with trade.start_batch_stock():
        wait_until(lambda: trade.sold("card") == 5, 10, "the others are counted")
        wait_until(lambda: depth(trade.vhost.uri, "dead.stock") == 2, 10, "the two are laid aside")
    letters = {take(trade.vhost.uri, "dead.stock").headers["reason"] for _ in range(2)}
    assert letters == {"permanent", "retries_exhausted"}
    assert (trade.runs(failing), trade.runs(refused)) == (4, 2), "once more than alone"


def test_an_event_that_is_there_twice_has_one_effect(trade: Trade, sold_before: None) -> None:
    event_id = trade.sell("envelope", 2)
    wait_until(trade.published, 10, "it is published")
    row = trade.shop.database.events.find_one({"_id": event_id})
    assert row is not None
    publish(trade.vhost.uri, Outbox(trade.shop.database, "shop").to_message(row))
    waiting(trade, 2)
    with trade.start_batch_stock() as stock:
        wait_until(lambda: trade.sold("envelope") == 2, 10, "it is counted")
        publish(trade.vhost.uri, Outbox(trade.shop.database, "shop").to_message(row))
        trade.sell("pen")
        wait_until(lambda: trade.sold("pen") == 1, 10, "what comes with a duplicate is counted")
        wait_until(lambda: handled(stock, "duplicate") >= 1, 5, "the duplicate is counted as one")
    assert trade.sold("envelope") == 2


@pytest.mark.deep
def test_a_batch_killed_in_its_middle_has_its_effects_once(trade: Trade, sold_before: None) -> None:
    for _ in range(3):
        trade.sell("slow batch")
    waiting(trade, 3)
    with trade.start_batch_stock() as first:
        wait_until(lambda: batches(trade) != [], 10, "a batch is being handled")
        wait_until(lambda: unsettled(first) == 3, 10, "all have been delivered")
        first.kill()
    trade.switch("go slow batch")
    with trade.start_batch_stock():
        wait_until(lambda: trade.sold("slow batch") == 3, 20, "the successor counted them")
    assert batches(trade)[1:] == [1, 1, 1], "what may have ended a process is handled alone"


def unsettled(process: ServiceProcess) -> float:
    return process.metric("unsettled_deliveries", queue=STOCK_SALES.queue)


def handled(process: ServiceProcess, outcome: str) -> float:
    return process.metric("events_handled_total", outcome=outcome, event="shop.sold")
