"""What the end of a dossier changes for its bills: an unpaid one is cancelled, what was paid is to be returned."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.events import EventType
from contracts.payments import BILL_CANCELLED, REFUND_DUE, Bill, BillEvent, BillState, OrderState
from contracts.refunds import RefundReason
from payments.domain import bills, orders, refunds
from payments.domain.ledger import entries
from payments.domain.ledger.entries import Entry
from payments.domain.order_graph import OrderTrigger
from payments.domain.orders import Order
from payments.domain.refunds import StoredRefund


@dataclass(frozen=True)
class Ending:
    """The bill, those of its orders that change with it, what is to be returned, the entries of the ledger, and the event
    that records it."""

    bill: Bill
    orders: tuple[Order, ...]
    entries: tuple[Entry, ...]
    event: EventType[BillEvent]
    refunds: tuple[StoredRefund, ...] = ()


def withdraw(
    bill: Bill, of_bill: Iterable[Order], others: Iterable[StoredRefund], at: datetime
) -> Ending | None:
    """After the withdrawal of the dossier; None for a bill that ended before."""
    match bill.state:
        case BillState.OPEN:
            return cancel(bill, of_bill, at)
        case BillState.PAID:
            return give_back(bill, of_bill, others, at)
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


def give_back(
    bill: Bill, of_bill: Iterable[Order], others: Iterable[StoredRefund], at: datetime
) -> Ending | None:
    """What paid the bill is to be returned, but for what is or was being returned already."""
    named = tuple(others)
    opened = [
        (order, refund)
        for order in of_bill
        if order.state is OrderState.PAID
        and (refund := refunds.of_rest(bill, order, named, RefundReason.WITHDRAWN, at)) is not None
    ]
    if not opened:
        return None
    due = bills.with_refund(bill, sum(refund.amount for _, refund in opened))
    returned = [
        (replace(order, refund_due=order.refund_due + refund.amount, version=order.version + 1), refund)
        for order, refund in opened
    ]
    return Ending(
        bill=due,
        orders=tuple(order for order, _ in returned),
        entries=tuple(entries.refund_opened(due, order, refund) for order, refund in returned),
        event=REFUND_DUE,
        refunds=tuple(refund for _, refund in returned),
    )
