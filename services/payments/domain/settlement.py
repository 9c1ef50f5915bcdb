"""The settlement of an order: what its outcome at the provider changes for it and for its bill."""

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.events import EventType
from contracts.payments import (
    BILL_PAID,
    DUPLICATE_PAYMENT,
    ORDER_EXPIRED,
    PAYMENT_FAILED,
    PAYMENT_PENDING,
    Bill,
    BillState,
    OrderEvent,
    ProviderVerdict,
)
from contracts.refunds import RefundReason
from payments.domain import bills, orders, refunds
from payments.domain.ledger import entries
from payments.domain.ledger.entries import Entry
from payments.domain.order_graph import OrderTrigger
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.refunds import StoredRefund


@dataclass(frozen=True)
class Settlement:
    """The order and its bill after the change, and the event that records it."""

    bill: Bill
    order: Order
    event: EventType[OrderEvent]

    def entries(self, at: datetime) -> tuple[Entry, ...]:
        """What the ledger records of it: nothing where no money came."""
        if self.event is BILL_PAID:
            return (entries.bill_paid(self.bill, self.order, at),)
        if self.event is DUPLICATE_PAYMENT:
            return (
                entries.surplus(self.bill, self.order, at),
                *(entries.refund_opened(self.bill, self.order, each) for each in self.refunds(at)),
            )
        return ()

    def refunds(self, at: datetime) -> tuple[StoredRefund, ...]:
        """What is to be returned of it: money that the bill did not need."""
        if self.event is not DUPLICATE_PAYMENT:
            return ()
        return (refunds.of_whole_order(self.bill, self.order, RefundReason.SURPLUS, at),)


def settle(bill: Bill, order: Order, outcome: PaymentOutcome, at: datetime) -> Settlement | None:
    """None when the outcome adds nothing to what is known. Money counts for a bill once, by whatever order it came."""
    match outcome.verdict:
        case ProviderVerdict.PAID:
            return _settle_paid(bill, order, outcome, at)
        case ProviderVerdict.NOT_PAID:
            return _settle_unpaid(bill, order, outcome, at)
        case _:
            return _await(bill, order, outcome, at)


def expire(bill: Bill, order: Order) -> Settlement | None:
    """The time to pay, or to wait for a last word, has passed. None when the order has ended before."""
    ended = replace(order, verdict=None, version=order.version + 1)
    if orders.can(order, OrderTrigger.TIME_OVER):
        ended = replace(orders.transition(order, OrderTrigger.TIME_OVER), verdict=None)
    elif not order.is_held:
        return None
    return Settlement(bills.next_version(bill), ended, ORDER_EXPIRED)


def _settle_paid(bill: Bill, order: Order, outcome: PaymentOutcome, at: datetime) -> Settlement | None:
    if not orders.can(order, OrderTrigger.PROVIDER_PAID):
        return None
    paid = _answered(orders.transition(order, OrderTrigger.PROVIDER_PAID), outcome, at)
    if bill.state is BillState.OPEN:
        return Settlement(bills.paid(bill, at), paid, BILL_PAID)
    surplus = replace(paid, surplus=True, refund_due=paid.amount)
    return Settlement(bills.with_surplus(bill, paid.amount), surplus, DUPLICATE_PAYMENT)


def _settle_unpaid(bill: Bill, order: Order, outcome: PaymentOutcome, at: datetime) -> Settlement | None:
    """Also the end of a hold on an order that had ended before: the payer was asked to wait for it."""
    if orders.can(order, OrderTrigger.PROVIDER_NOT_PAID):
        ended = orders.transition(order, OrderTrigger.PROVIDER_NOT_PAID)
    elif order.is_held:
        ended = replace(order, version=order.version + 1)
    else:
        return None
    return Settlement(bills.next_version(bill), _answered(ended, outcome, at), PAYMENT_FAILED)


def _await(bill: Bill, order: Order, outcome: PaymentOutcome, at: datetime) -> Settlement | None:
    """Once for each code. What is held counts after every end but a payment; what is unfinished, before an end."""
    held = outcome.verdict is ProviderVerdict.HELD
    is_news = (order.verdict, order.provider_code) != (outcome.verdict, outcome.code)
    if not orders.can(order, OrderTrigger.PROVIDER_UNDECIDED):
        return None
    if not is_news or not (held or order.is_awaited):
        return None
    if order.is_held and not held:
        return None
    waiting = replace(
        order,
        version=order.version + 1,
        verdict=outcome.verdict,
        provider_code=outcome.code,
        provider_message=outcome.message,
        provider_reference=outcome.reference or order.provider_reference,
        pending_since=order.pending_since or at,
    )
    return Settlement(bills.next_version(bill), waiting, PAYMENT_PENDING)


def _answered(order: Order, outcome: PaymentOutcome, at: datetime) -> Order:
    return replace(
        order,
        settled_at=at,
        verdict=outcome.verdict,
        provider_code=outcome.code,
        provider_message=outcome.message,
        provider_reference=outcome.reference or order.provider_reference,
    )
