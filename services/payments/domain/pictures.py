"""The page of the states (docs/payment-states.md), drawn from the graphs."""

from typing import Any

from payments.domain.order_graph import BILLS, ORDERS
from payments.domain.refund_graph import REFUNDS
from payments.domain.state_graph import StateGraph

GRAPHS: tuple[StateGraph[Any, Any], ...] = (BILLS, ORDERS, REFUNDS)

_HEAD = """# States of bills, orders and refunds

Drawn from the graphs in `services/payments/domain`; a test compares this page with them. Each edge is a named event, and an
event that has no edge fails. A state is ended by a timer, or it is named why it may last.
"""


def page() -> str:
    """The whole page, in Markdown with Mermaid."""
    parts = [
        f"\n## {graph.name.capitalize()}\n\n```mermaid\n{graph.mermaid()}\n```\n\n{graph.exits_table()}\n"
        for graph in GRAPHS
    ]
    return _HEAD + "".join(parts)
