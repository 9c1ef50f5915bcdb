"""What happens to an event whose handler fails, or that is no event at all."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.integration.chassis.conftest import Trade
from tests.integration.chassis.services.trade import STOCK_SALES
from tests.support.broker_view import depth, put_raw, take
from tests.support.processes import ServiceProcess

from chassis.amqp import dead_letters
from devstack.waiting import wait_until

DEAD = "dead.stock"


def dead_letter_arrived(trade: Trade) -> Callable[[], bool]:
    return lambda: depth(trade.vhost.uri, DEAD) == 1


def test_buggy_handler_is_tried_by_tiers_then_laid_aside(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = trade.sell("buggy")
    wait_until(dead_letter_arrived(trade), 10, "the event is among the dead letters")
    headers = take(trade.vhost.uri, DEAD).headers
    assert trade.runs(event_id) == 3
    assert (headers["attempt"], headers["last_error"], headers["reason"], headers["queue"]) == (
        3,
        "RuntimeError",
        "retries_exhausted",
        STOCK_SALES.queue,
    )


@pytest.mark.parametrize("behaviour", ["timedout", "exits"])
def test_a_handler_that_ends_without_an_exception_is_tried_and_laid_aside_too(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess, behaviour: str
) -> None:
    event_id = trade.sell(behaviour)
    wait_until(dead_letter_arrived(trade), 10, "the event is among the dead letters")
    assert take(trade.vhost.uri, DEAD).headers["reason"] == "retries_exhausted"
    assert trade.runs(event_id) == 3
    queue = STOCK_SALES.queue
    wait_until(lambda: stock.metric("unsettled_deliveries", queue=queue) == 0, 5, "all is settled")
    assert stock.is_ready()


def test_the_counter_of_dead_letters_begins_at_nought(trade: Trade, shop: ServiceProcess) -> None:
    """So that the first of them is an increase."""
    with trade.start_stock(2) as fresh:
        wait_until(fresh.is_ready, 20, "ready")
        lines = fresh.get("/metrics")[1].splitlines()
    assert f'dead_letters_total{{queue="{STOCK_SALES.queue}",service="stock"}} 0.0' in lines


def test_refusal_that_will_not_change_is_laid_aside_at_once(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = trade.sell("refused")
    wait_until(dead_letter_arrived(trade), 10, "the event is among the dead letters")
    assert (trade.runs(event_id), take(trade.vhost.uri, DEAD).headers["last_error"]) == (1, "forbidden")


def test_replayed_dead_letter_has_its_effect_after_the_fix(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    trade.sell("buggy until fixed", 2)
    wait_until(dead_letter_arrived(trade), 10, "the event is among the dead letters")
    trade.switch("fixed buggy until fixed")
    assert dead_letters.replay(trade.vhost.uri, DEAD) == 1
    wait_until(lambda: trade.sold("buggy until fixed") == 2, 10, "the effect is there")
    assert depth(trade.vhost.uri, DEAD) == 0


def test_failing_event_holds_up_no_other(trade: Trade, shop: ServiceProcess, stock: ServiceProcess) -> None:
    trade.sell("buggy")
    trade.sell("other")
    wait_until(lambda: trade.sold("other") == 1, 10, "the other event passed")
    wait_until(dead_letter_arrived(trade), 10, "the failing one is laid aside")
    take(trade.vhost.uri, DEAD)


@pytest.mark.parametrize(
    ("reason", "body", "properties"),
    [
        ("broken_body", b"{", {"content_type": "application/json"}),
        ("foreign_content_type", b"\x80\x04.", {"content_type": "application/x-python-serialize"}),
        ("foreign_content_type", b"{}", {}),
        ("unknown_type", b'{"type": "shop.burnt_down"}', {"content_type": "application/json"}),
        ("unknown_type", b"[]", {"content_type": "application/json"}),
        ("invalid_event", b'{"type": "shop.sold"}', {"content_type": "application/json"}),
    ],
    ids=["broken", "pickle", "untyped", "unknown", "list", "incomplete"],
)
def test_poison_is_laid_aside_with_its_reason_and_harms_nothing(
    trade: Trade,
    shop: ServiceProcess,
    stock: ServiceProcess,
    reason: str,
    body: bytes,
    properties: dict[str, Any],
) -> None:
    put_raw(trade.vhost.uri, STOCK_SALES.queue, body, **properties)
    wait_until(dead_letter_arrived(trade), 10, "the poison is among the dead letters")
    letter = take(trade.vhost.uri, DEAD)
    assert (letter.headers["reason"], letter.body) == (reason, body)
    event_id = trade.sell("after poison")
    wait_until(lambda: trade.runs(event_id) == 1, 10, "the service still works")


@pytest.mark.deep
def test_plain_nameko_loses_the_event_of_a_handler_that_raises(trade: Trade, shop: ServiceProcess) -> None:
    """Why there are tiers and dead letters."""
    queue = "evt-shop-shop.sold--plain_stock.on_sale"
    with trade.start_plain_stock() as plain:
        wait_until(lambda: trade.is_on("plain nameko has started"), 30, "plain nameko has started")
        lost, marker = trade.sell("buggy for plain"), trade.sell("marker for plain")
        wait_until(lambda: trade.plain_runs(marker) == 1, 10, "the next event passed")
        wait_until(lambda: trade.plain_runs(lost) == 1, 10, "the handler ran and raised")
        plain.terminate()
        assert plain.exit_within(15) == 0
    assert (depth(trade.vhost.uri, queue), trade.plain_runs(lost)) == (0, 1)
