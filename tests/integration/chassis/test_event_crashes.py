"""Processes that end at the worst moment lose nothing and do nothing twice."""

import signal
from functools import partial

from tests.integration.chassis.broker_view import depth, take
from tests.integration.chassis.conftest import Trade
from tests.integration.chassis.service_process import ServiceProcess, wait_until
from tests.integration.chassis.services.trade import STOCK_SALES

PLAIN_QUEUE = "evt-shop-shop.sold--plain_stock.on_sale"


def begin_slow_sale(trade: Trade) -> str:
    """A sale whose handler is running and will not end before the switch "go"."""
    event_id = trade.sell("slow")
    wait_until(lambda: trade.runs(event_id) == 1, 10, "the handler is at work")
    return event_id


def test_killed_in_mid_handler_runs_again_and_has_one_effect(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = begin_slow_sale(trade)
    stock.process.kill()
    stock.process.wait()
    trade.switch("go")
    with trade.start_stock(2):
        wait_until(lambda: trade.sold("slow") == 1, 20, "the successor finished the work")
    assert (trade.runs(event_id), trade.sold("slow")) == (2, 1)


def test_asked_to_stop_in_mid_handler_finishes_and_nothing_runs_again(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = begin_slow_sale(trade)
    stock.terminate()
    wait_until(lambda: not stock.is_ready(), 5, "it is draining")
    trade.switch("go")
    assert stock.ends_within(10) == 0
    assert (trade.runs(event_id), trade.sold("slow")) == (1, 1)
    assert depth(trade.vhost.uri, STOCK_SALES.queue) == 0


def test_plain_nameko_gives_finished_work_back_to_the_queue(trade: Trade, shop: ServiceProcess) -> None:
    """Why the consumer drains."""
    with trade.start_plain_stock() as plain:
        wait_until(lambda: trade.stock.switches.count_documents({}) == 1, 20, "plain nameko has started")
        begin_slow_sale(trade)
        plain.process.send_signal(signal.SIGTERM)
        wait_until(lambda: depth(trade.vhost.uri, PLAIN_QUEUE) == 1, 10, "the message is back")
        trade.switch("go")
        assert plain.ends_within(10) == 0
    assert depth(trade.vhost.uri, PLAIN_QUEUE) == 1


def test_event_that_kills_every_process_ends_among_the_dead_letters(
    trade: Trade, shop: ServiceProcess
) -> None:
    event_id = trade.sell("slow")
    wait_until(trade.published, 10, "the sale is published")
    for number in range(1, 7):
        with trade.start_stock(number) as process:
            wait_until(partial(taken_or_at_rest, trade, event_id, number), 20, "it is taken")
            process.process.kill()
            process.process.wait()
        if at_rest(trade):
            break
    wait_until(lambda: at_rest(trade), 10, "it is among the dead letters")
    assert take(trade.vhost.uri, "dead.stock").headers["reason"] == "delivery_limit"


def taken_or_at_rest(trade: Trade, event_id: str, number: int) -> bool:
    return trade.runs(event_id) == number or at_rest(trade)


def at_rest(trade: Trade) -> bool:
    return depth(trade.vhost.uri, "dead.stock") == 1
