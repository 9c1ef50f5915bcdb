"""What the end of a dossier changes for its bills: an unpaid one is cancelled, what was paid is to be returned."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.events import EventType
from contracts.payments import BILL_CANCELLED, REFUND_DUE, Bill, BillEvent, BillState, OrderState
from payments.domain import bills, orders
from payments.domain.ledger import entries
from payments.domain.ledger.entries import Entry
from payments.domain.order_graph import OrderTrigger
from payments.domain.orders import Order


@dataclass(frozen=True)
class Ending:
    """The bill and those of its orders that change with it, the entries of the ledger, and the event that records it."""

    bill: Bill
    orders: tuple[Order, ...]
    entries: tuple[Entry, ...]
    event: EventType[BillEvent]


def withdraw(bill: Bill, of_bill: Iterable[Order], at: datetime) -> Ending | None:
    """After the withdrawal of the dossier; None for a bill that ended before."""
    match bill.state:
        case BillState.OPEN:
            return cancel(bill, of_bill, at)
        case BillState.PAID:
            return give_back(bill, of_bill, at)
    return None


def cancel(bill: Bill, of_bill: Iterable[Order], at: datetime) -> Ending:
    """Its orders that wait are cancelled; money that comes for them is a surplus. Raises ILLEGAL_TRANSITION."""
    cancelled = bills.cancelled(bill)
    waiting = (order for order in of_bill if order.state is OrderState.CREATED)
    return Ending(
        bill=cancelled,
        orders=tuple(orders.transition(order, OrderTrigger.BILL_CANCELLED) for order in waiting),
        entries=(entries.bill_cancelled(cancelled, at),),
        event=BILL_CANCELLED,
    )


def give_back(bill: Bill, of_bill: Iterable[Order], at: datetime) -> Ending | None:
    """What paid the bill is to be returned, once; what was surplus waits for its return already."""
    returned = tuple(
        replace(order, refund_due=order.amount, version=order.version + 1)
        for order in of_bill
        if order.state is OrderState.PAID and not order.refund_due
    )
    if not returned:
        return None
    due = bills.with_refund(bill, sum(order.amount for order in returned))
    return Ending(
        bill=due,
        orders=returned,
        entries=tuple(entries.refund_due(due, order, at) for order in returned),
        event=REFUND_DUE,
    )
