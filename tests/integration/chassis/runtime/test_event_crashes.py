"""Processes that end at the worst moment lose nothing and do nothing twice."""

from collections.abc import Iterator

import pytest
from tests.integration.chassis.conftest import Trade
from tests.integration.chassis.services.trade import STOCK_SALES
from tests.support.broker_view import crash_over, depth, take
from tests.support.processes import ServiceProcess

from chassis.amqp.topology import DELIVERY_LIMIT
from devstack.waiting import wait_until

PLAIN_QUEUE = "evt-shop-shop.sold--plain_stock.on_sale"


@pytest.fixture
def stock(trade: Trade) -> Iterator[ServiceProcess]:
    """One for each test, which will end it."""
    with trade.start_stock() as process:
        wait_until(process.is_ready, 30, "the stock is ready")
        yield process


def begin(trade: Trade, item: str) -> str:
    """A sale whose handler is running and will not end before the switch "go ITEM"."""
    event_id = trade.sell(item)
    wait_until(lambda: trade.runs(event_id) == 1, 10, "the handler is at work")
    return event_id


@pytest.mark.deep
def test_killed_in_mid_handler_runs_again_and_has_one_effect(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = begin(trade, "slow to be killed")
    stock.kill()
    trade.switch("go slow to be killed")
    with trade.start_stock(2):
        wait_until(lambda: trade.sold("slow to be killed") == 1, 30, "the successor finished the work")
    assert (trade.runs(event_id), trade.sold("slow to be killed")) == (2, 1)


def test_asked_to_stop_in_mid_handler_finishes_and_nothing_runs_again(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = begin(trade, "slow to stop")
    stock.terminate()
    wait_until(lambda: not stock.is_ready(), 5, "it is draining")
    trade.switch("go slow to stop")
    assert stock.exit_within(15) == 0
    assert (trade.runs(event_id), trade.sold("slow to stop")) == (1, 1)
    assert depth(trade.vhost.uri, STOCK_SALES.queue) == 0


@pytest.mark.deep
def test_event_that_kills_every_process_ends_among_the_dead_letters(
    trade: Trade, shop: ServiceProcess
) -> None:
    event_id = trade.sell("deadly")
    wait_until(lambda: depth(trade.vhost.uri, STOCK_SALES.queue) == 1, 10, "the event waits")
    for _ in range(DELIVERY_LIMIT):
        crash_over(trade.vhost.uri, STOCK_SALES.queue)
    with trade.start_stock(3):
        wait_until(lambda: depth(trade.vhost.uri, "dead.stock") == 1, 30, "it is among the dead letters")
    assert take(trade.vhost.uri, "dead.stock").headers["reason"] == "delivery_limit"
    assert trade.runs(event_id) == 0


@pytest.mark.deep
def test_plain_nameko_gives_finished_work_back_to_the_queue(trade: Trade, shop: ServiceProcess) -> None:
    """Why the consumer drains."""
    with trade.start_plain_stock() as plain:
        wait_until(lambda: trade.is_on("plain nameko has started"), 30, "plain nameko has started")
        event_id = trade.sell("slow for plain")
        wait_until(lambda: trade.plain_runs(event_id) == 1, 10, "the handler is at work")
        plain.terminate()
        wait_until(lambda: depth(trade.vhost.uri, PLAIN_QUEUE) == 1, 10, "the message is back")
        trade.switch("go slow for plain")
        assert plain.exit_within(15) == 0
    assert depth(trade.vhost.uri, PLAIN_QUEUE) == 1
