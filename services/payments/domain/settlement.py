"""The settlement of an order: what its outcome at the provider changes for it and for its bill."""

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
class PaymentOutcome:
    """The final outcome of one order at its provider: whether it took the money, its code, its own number."""

    paid: bool
    code: str
    reference: str | None = None


@dataclass(frozen=True)
class Settlement:
    """The order and its bill after the change, and the event that records it."""

    bill: Bill
    order: Order
    event: EventType[OrderEvent]


def settle(bill: Bill, order: Order, outcome: PaymentOutcome, at: datetime) -> Settlement | None:
    """None when the outcome adds nothing to a settled order. Money counts for a bill once, by whatever order it came."""
    state = OrderState.PAID if outcome.paid else OrderState.FAILED
    if not orders.can_become(order, state):
        return None
    settled = replace(
        orders.transition(order, state),
        settled_at=at,
        provider_code=outcome.code,
        provider_reference=outcome.reference or order.provider_reference,
    )
    return _settle_paid(bill, settled, at) if outcome.paid else _settle_unpaid(bill, settled)


def expire(bill: Bill, order: Order) -> Settlement | None:
    """The time to pay has passed and the provider knows of no payment. None when the order has ended before."""
    if not orders.can_become(order, OrderState.EXPIRED):
        return None
    return Settlement(bills.next_version(bill), orders.transition(order, OrderState.EXPIRED), ORDER_EXPIRED)


def _settle_paid(bill: Bill, order: Order, at: datetime) -> Settlement:
    if bill.state is BillState.OPEN:
        return Settlement(bills.paid(bill, at), order, BILL_PAID)
    return Settlement(bills.next_version(bill), replace(order, surplus=True), DUPLICATE_PAYMENT)


def _settle_unpaid(bill: Bill, order: Order) -> Settlement:
    return Settlement(bills.next_version(bill), order, PAYMENT_FAILED)
