"""The order: one try to pay a bill at a provider, and the moves it may make."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill, OrderEvent, OrderState

TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.CREATED: frozenset(
        {OrderState.PAID, OrderState.FAILED, OrderState.EXPIRED, OrderState.CANCELLED}
    ),
    # The provider's word that it took money counts after every ending of ours: the money is gone from a purse.
    OrderState.FAILED: frozenset({OrderState.PAID}),
    OrderState.EXPIRED: frozenset({OrderState.PAID, OrderState.FAILED}),
    OrderState.CANCELLED: frozenset({OrderState.PAID}),
    OrderState.PAID: frozenset(),
}


@dataclass(frozen=True)
class Order:
    """`surplus`: the money came for a bill that needed none; it waits for a refund.

    `provider_reference` is the provider's own number of the payment.
    """

    order_id: str
    version: int
    bill_id: str
    provider: str
    txn_ref: str
    amount: int
    state: OrderState
    payment_url: str
    client_ip: str
    created_at: datetime
    expires_at: datetime
    settled_at: datetime | None = None
    provider_code: str | None = None
    provider_reference: str | None = None
    surplus: bool = False


@dataclass(frozen=True)
class NewOrder:
    """What a new order needs beside its bill."""

    order_id: str
    provider: str
    client_ip: str
    created_at: datetime
    lifetime: timedelta


def new_order(bill: Bill, started: NewOrder) -> Order:
    """The reference is the order's id without its dashes: 32 letters, never used before on any day."""
    return Order(
        order_id=started.order_id,
        version=1,
        bill_id=bill.bill_id,
        provider=started.provider,
        txn_ref=started.order_id.replace("-", ""),
        amount=bill.amount,
        state=OrderState.CREATED,
        payment_url="",
        client_ip=started.client_ip,
        created_at=started.created_at,
        expires_at=started.created_at + started.lifetime,
    )


def can_become(order: Order, state: OrderState) -> bool:
    return state in TRANSITIONS[order.state]


def transition(order: Order, state: OrderState) -> Order:
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
