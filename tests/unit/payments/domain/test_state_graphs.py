"""The graphs of orders, bills and refunds: whole, without a state that nothing ends, and drawn in docs/payment-states.md.

`MOTCUA_WRITE_STATES=1 pytest` on this file writes the page.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import ErrorCode, ServiceError
from contracts.payments import OrderState
from payments.domain.order_graph import BILLS, ORDERS, OrderTrigger
from payments.domain.pictures import GRAPHS, page
from payments.domain.refund_graph import REFUND_TIMER
from payments.domain.state_graph import Rest, StateGraph, TimerExit
from payments.providers.registry import timer_kinds

PAGE = Path(__file__).parents[4] / "docs/payment-states.md"
TIMERS = {*timer_kinds(), REFUND_TIMER}


def test_the_page_is_drawn_from_the_graphs() -> None:
    if os.environ.get("MOTCUA_WRITE_STATES"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.name)
def test_every_state_has_its_exit_and_is_reached(graph: StateGraph[Any, Any]) -> None:
    states = {*graph.initial.__class__}
    assert set(graph.exits) == states
    assert {edge.target for edge in graph.edges} | {graph.initial} == states
    assert len({(edge.source, edge.trigger) for edge in graph.edges}) == len(graph.edges)


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.name)
def test_a_timer_ends_the_state_that_names_it(graph: StateGraph[Any, Any]) -> None:
    for state, way_out in graph.exits.items():
        if isinstance(way_out, TimerExit):
            assert way_out.timer in TIMERS
            assert graph.require(state, way_out.trigger) is not state
        else:
            assert isinstance(way_out, Rest)
            assert way_out.reason


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.name)
def test_an_edge_that_is_not_there_fails(graph: StateGraph[Any, Any]) -> None:
    defined = {(edge.source, edge.trigger) for edge in graph.edges}
    triggers = graph.edges[0].trigger.__class__
    missing = [
        (state, each)
        for state in graph.initial.__class__
        for each in triggers
        if (state, each) not in defined
    ]
    assert missing
    for state, trigger in missing:
        assert graph.next(state, trigger) is None
        with pytest.raises(ServiceError) as refused:
            graph.require(state, trigger)
        assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_money_counts_after_every_end_and_never_goes_back() -> None:
    for state in OrderState:
        if state is not OrderState.PAID:
            assert ORDERS.next(state, OrderTrigger.PROVIDER_PAID) is OrderState.PAID
    assert not [edge for edge in ORDERS.edges if edge.source is OrderState.PAID]
    assert {ORDERS.name, BILLS.name} <= {graph.name for graph in GRAPHS}
