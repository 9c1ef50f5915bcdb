"""The order (lệnh thanh toán): one attempt to pay a bill at a provider, and the states it may pass through."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill, OrderEvent, OrderState, PaymentOrder

TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.CREATED: frozenset(
        {OrderState.PAID, OrderState.FAILED, OrderState.EXPIRED, OrderState.CANCELLED}
    ),
    # That the provider took money counts after every end: the money has left the payer's account.
    OrderState.FAILED: frozenset({OrderState.PAID}),
    OrderState.EXPIRED: frozenset({OrderState.PAID, OrderState.FAILED}),
    OrderState.CANCELLED: frozenset({OrderState.PAID}),
    OrderState.PAID: frozenset(),
}
AWAITING_OUTCOME = frozenset({OrderState.CREATED, OrderState.CANCELLED})
"""Cancelled too: the person may still be at the provider's page and pay."""


@dataclass(frozen=True)
class Order:
    """An order as stored. `amount` is in VND; times are UTC.

    `payment_url` is where the person pays, None until the provider has created the payment. `provider_reference` is
    the provider's own number of the payment. `surplus`: the money came for a bill that needed none; it waits for a
    refund (hoàn trả).
    """

    order_id: str
    version: int
    bill_id: str
    provider: str
    txn_ref: str
    amount: int
    state: OrderState
    client_ip: str
    created_at: datetime
    expires_at: datetime
    payment_url: str | None = None
    settled_at: datetime | None = None
    provider_code: str | None = None
    provider_reference: str | None = None
    surplus: bool = False


@dataclass(frozen=True)
class NewOrder:
    """What a new order needs beside its bill; `lifetime` is its provider's."""

    order_id: str
    provider: str
    client_ip: str
    created_at: datetime
    lifetime: timedelta


def new_order(bill: Bill, started: NewOrder) -> Order:
    """An order without a page. Its reference is its id without dashes: 32 letters, never used twice on any day."""
    return Order(
        order_id=started.order_id,
        version=1,
        bill_id=bill.bill_id,
        provider=started.provider,
        txn_ref=started.order_id.replace("-", ""),
        amount=bill.amount,
        state=OrderState.CREATED,
        client_ip=started.client_ip,
        created_at=started.created_at,
        expires_at=started.created_at + started.lifetime,
    )


def needs_page(order: Order) -> bool:
    """Whether its payment is still to be created at the provider."""
    return order.state is OrderState.CREATED and not order.payment_url


def begun(order: Order, payment_url: str, provider_reference: str | None) -> Order:
    """The order whose payment the provider has created: the same version, as nothing was decided about it."""
    return replace(order, payment_url=payment_url, provider_reference=provider_reference)


def can_become(order: Order, state: OrderState) -> bool:
    return state in TRANSITIONS[order.state]


def transition(order: Order, state: OrderState) -> Order:
    """One version on. Raises ILLEGAL_TRANSITION."""
    if not can_become(order, state):
        raise ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=order.state, action=state)
    return replace(order, state=state, version=order.version + 1)


def order_event(bill: Bill, order: Order) -> OrderEvent:
    return OrderEvent(
        bill_id=bill.bill_id,
        dossier_id=bill.dossier_id,
        dossier_code=bill.dossier_code,
        payer_id=bill.payer_id,
        agency_code=bill.agency_code,
        amount=order.amount,
        order_id=order.order_id,
        provider=order.provider,
        provider_code=order.provider_code,
    )


def order_view(order: Order) -> PaymentOrder:
    """The order as callers see it; the address to pay at is shown while it is of use."""
    return PaymentOrder(
        order_id=order.order_id,
        version=order.version,
        bill_id=order.bill_id,
        provider=order.provider,
        txn_ref=order.txn_ref,
        amount=order.amount,
        state=order.state,
        payment_url=order.payment_url if order.state is OrderState.CREATED else None,
        created_at=order.created_at,
        expires_at=order.expires_at,
        settled_at=order.settled_at,
        provider_code=order.provider_code,
    )


def with_page(created: PaymentOrder, order: Order) -> PaymentOrder:
    """The answer to the command that created the order: as it was created, with its page; else as it ended."""
    if not order.payment_url:
        return order_view(order)
    return created.model_copy(update={"payment_url": order.payment_url})
