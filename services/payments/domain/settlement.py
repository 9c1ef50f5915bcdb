"""What a provider says of an order, and what follows from it for the order and its bill."""

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.events import EventType
from contracts.payments import (
    BILL_PAID,
    DUPLICATE_PAYMENT,
    ORDER_EXPIRED,
    PAYMENT_FAILED,
    Bill,
    BillState,
    OrderEvent,
    OrderState,
)
from payments.domain import bills, orders
from payments.domain.orders import Order


@dataclass(frozen=True)
class Outcome:
    """The provider's last word on one order: whether it took the money, its code, its own number."""

    paid: bool
    code: str
    reference: str | None = None


@dataclass(frozen=True)
class Change:
    """The order and its bill after the fact, and the event that tells of it."""

    bill: Bill
    order: Order
    event: EventType[OrderEvent]


def settle(bill: Bill, order: Order, outcome: Outcome, at: datetime) -> Change | None:
    """None when the order is settled and the word adds nothing. Money counts for a bill once, whoever tells."""
    state = OrderState.PAID if outcome.paid else OrderState.FAILED
    if not orders.may_become(order, state):
        return None
    settled = replace(
        orders.moved(order, state),
        settled_at=at,
        provider_code=outcome.code,
        provider_reference=outcome.reference,
    )
    return _money_came(bill, settled, at) if outcome.paid else _nothing_came(bill, settled)


def expire(bill: Bill, order: Order) -> Change | None:
    """The time to pay has passed and the provider knows of no payment. None when the order has ended before."""
    if not orders.may_become(order, OrderState.EXPIRED):
        return None
    return Change(bills.noted(bill), orders.moved(order, OrderState.EXPIRED), ORDER_EXPIRED)


def _money_came(bill: Bill, order: Order, at: datetime) -> Change:
    if bill.state is BillState.OPEN:
        return Change(bills.paid(bill, at), order, BILL_PAID)
    return Change(bills.noted(bill), replace(order, surplus=True), DUPLICATE_PAYMENT)


def _nothing_came(bill: Bill, order: Order) -> Change:
    return Change(bills.noted(bill), order, PAYMENT_FAILED)
