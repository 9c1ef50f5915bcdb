"""From a commit in one service to one effect in another."""

import pytest
from tests.integration.chassis.conftest import CITIZEN, Trade
from tests.integration.chassis.services.trade import SOLD, Sold
from tests.support.broker_view import publish
from tests.support.processes import ServiceProcess

from chassis.core.context import Context
from chassis.storage.outbox import Outbox
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import ActorKind
from devstack.waiting import wait_until


def test_committed_sale_is_counted_by_the_other_service(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    trade.sell("stamp", 3)
    wait_until(lambda: trade.sold("stamp") == 3, 10, "the sale is counted")


def test_sale_rolled_back_is_told_to_nobody(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.record_event(SOLD, "s-1", 1, Sold(item="ghost", quantity=1))
        raise LookupError

    with pytest.raises(LookupError):
        trade.shop.transaction(Context.new(CITIZEN), fail)
    trade.sell("marker")
    wait_until(lambda: trade.sold("marker") == 1, 10, "a later sale has passed")
    recorded = trade.shop.database.events.count_documents({"aggregate_id": "s-1"})
    assert (trade.sold("ghost"), recorded) == (0, 0)


def test_doubled_event_has_one_effect(trade: Trade, shop: ServiceProcess, stock: ServiceProcess) -> None:
    event_id = trade.sell("card", 2)
    wait_until(trade.published, 10, "the sale is published")
    row = trade.shop.database.events.find_one({"_id": event_id})
    assert row is not None
    publish(trade.vhost.uri, Outbox(trade.shop.database, "shop").to_message(row))
    wait_until(lambda: trade.runs(event_id) == 2, 10, "both copies have been handled")
    wait_until(lambda: handled(stock, "duplicate") == 1, 5, "the duplicate is counted as one")
    assert trade.sold("card") == 2


def test_every_event_gets_its_place_in_a_gapless_order(trade: Trade, shop: ServiceProcess) -> None:
    for _ in range(150):
        trade.sell("envelope")
    wait_until(trade.published, 20, "all are published")
    places = sorted(row["seq"] for row in trade.shop.database.events.find())
    assert places == list(range(1, len(places) + 1))


def test_handler_acts_as_its_service_in_the_trace_of_the_event(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    event_id = trade.sell("pen")
    wait_until(lambda: trade.runs(event_id) == 1, 10, "the sale is handled")
    run = trade.stock.runs.find_one({"event_id": event_id})
    row = trade.shop.database.events.find_one({"_id": event_id})
    assert run is not None
    assert row is not None
    context = Context.from_headers(run["context"])
    assert (context.actor.kind, context.actor.name) == (ActorKind.SERVICE, "stock")
    assert (context.correlation_id, context.causation_id) == (row["correlation_id"], event_id)
    assert context.traceparent == row["traceparent"]


def handled(process: ServiceProcess, outcome: str) -> float:
    return process.metric("events_handled_total", outcome=outcome, event="shop.sold")
