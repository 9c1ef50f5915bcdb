"""The order (lệnh thanh toán): one attempt to pay a bill at a provider."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.errors import ErrorCode, ServiceError
from contracts.i18n import Text
from contracts.payments import Bill, OrderEvent, OrderState, PaymentOrder, ProviderVerdict
from payments.domain.bills import bill_event
from payments.domain.order_graph import ORDERS, OrderTrigger
from payments.domain.transfers.payment_code import PROVIDER as VIETQR
from payments.domain.transfers.payment_code import payment_code

AWAITING_OUTCOME = frozenset({OrderState.CREATED, OrderState.CANCELLED})
"""Cancelled too: the person may still be at the provider's page and pay."""
NOT_YET = frozenset({ProviderVerdict.PENDING, ProviderVerdict.HELD})
"""Verdicts that are not the last word."""


@dataclass(frozen=True)
class Order:
    """An order as stored. `amount` is in VND; times are UTC.

    `payment_url` is where the person pays, None until the provider has created the payment. `provider_reference` is
    the provider's own number of the payment. `verdict` is what the provider said last, with its code and what the
    code means; `pending_since` when it first said that there is no last word. `wrong_amount` is another sum that it
    named, 0 for one that is no whole amount. `surplus`: the money came for a bill that needed none; `refund_due` is
    how much of its money waits for a refund (hoàn trả). `return_to` is where the front end wants the person back.
    `taken_by` is the account of the officer who took the money; none where a provider did.
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
    verdict: ProviderVerdict | None = None
    provider_message: Text | None = None
    pending_since: datetime | None = None
    wrong_amount: int | None = None
    refund_due: int = 0
    return_to: str | None = None
    taken_by: str | None = None

    @property
    def is_held(self) -> bool:
        """Whether its money may have been taken while the provider has no last word."""
        return self.verdict is ProviderVerdict.HELD and self.state is not OrderState.PAID

    @property
    def is_awaited(self) -> bool:
        """Whether the provider is still to be queried about it."""
        return self.state in AWAITING_OUTCOME or self.is_held

    def is_live(self, at: datetime) -> bool:
        """Whether a second order beside it could be paid twice: it can be paid, or its money may be at the provider."""
        waits = self.state is OrderState.CREATED
        return self.is_held or (waits and (at < self.expires_at or self.wrong_amount is not None))


@dataclass(frozen=True)
class NewOrder:
    """What a new order needs beside its bill; `lifetime` is its provider's."""

    order_id: str
    provider: str
    client_ip: str
    created_at: datetime
    lifetime: timedelta
    return_to: str | None = None


def new_order(bill: Bill, started: NewOrder) -> Order:
    """An order without a page. Its reference is never used twice on any day."""
    return Order(
        order_id=started.order_id,
        version=1,
        bill_id=bill.bill_id,
        provider=started.provider,
        txn_ref=_reference(started),
        amount=bill.amount,
        state=OrderState.CREATED,
        client_ip=started.client_ip,
        created_at=started.created_at,
        expires_at=started.created_at + started.lifetime,
        return_to=started.return_to,
    )


def _reference(started: NewOrder) -> str:
    """The id without dashes, 32 letters; what a person writes into a transfer is shorter and has a check character."""
    if started.provider == VIETQR:
        return payment_code(started.order_id)
    return started.order_id.replace("-", "")


def needs_page(order: Order) -> bool:
    """Whether its payment is still to be created at the provider."""
    return order.state is OrderState.CREATED and not order.payment_url


def begun(order: Order, payment_url: str, provider_reference: str | None) -> Order:
    """The order whose payment the provider has created: the same version, as nothing was decided about it."""
    return replace(order, payment_url=payment_url, provider_reference=provider_reference)


def can(order: Order, trigger: OrderTrigger) -> bool:
    return ORDERS.next(order.state, trigger) is not None


def transition(order: Order, trigger: OrderTrigger) -> Order:
    """One version on. Raises ILLEGAL_TRANSITION."""
    return replace(order, state=ORDERS.require(order.state, trigger), version=order.version + 1)


def cancelled_by_payer(order: Order) -> Order:
    """Another order may be made at once; money that still comes for this one counts.

    Raises ORDER_NOT_CANCELLABLE, also while its money may be at the provider: whoever pays again then pays twice.
    """
    at_the_provider = order.verdict in NOT_YET or order.wrong_amount is not None
    if at_the_provider or not can(order, OrderTrigger.PAYER_CANCELLED):
        raise ServiceError(ErrorCode.ORDER_NOT_CANCELLABLE)
    return transition(order, OrderTrigger.PAYER_CANCELLED)


def order_event(bill: Bill, order: Order) -> OrderEvent:
    return OrderEvent(
        **bill_event(bill).model_copy(update={"amount": order.amount}).model_dump(),
        order_id=order.order_id,
        provider=order.provider,
        provider_code=order.provider_code,
        provider_message=order.provider_message,
        bill_state=bill.state,
    )


def order_view(order: Order, locale: str = "vi") -> PaymentOrder:
    """The order as callers see it; the address to pay at is shown while it is of use."""
    return PaymentOrder(
        order_id=order.order_id,
        version=order.version,
        bill_id=order.bill_id,
        provider=order.provider,
        txn_ref=order.txn_ref,
        amount=order.amount,
        state=order.state,
        payment_url=order.payment_url if _is_payable(order) else None,
        created_at=order.created_at,
        expires_at=order.expires_at,
        settled_at=order.settled_at,
        provider_code=order.provider_code,
        verdict=verdict_of(order),
        provider_message=order.provider_message[locale] if order.provider_message else None,
        surplus=order.surplus,
        refund_due=order.refund_due or (order.amount if order.surplus else 0),
    )


def verdict_of(order: Order) -> ProviderVerdict | None:
    """Of an order that ended before verdicts were stored, by its state."""
    return order.verdict or _VERDICT_OF_STATE.get(order.state)


def with_page(created: PaymentOrder, order: Order, locale: str = "vi") -> PaymentOrder:
    """The answer to the command that created the order: as it was then, with its page; else as it ended."""
    if not order.payment_url:
        return order_view(order, locale)
    if created.verdict in NOT_YET:
        return created
    return created.model_copy(update={"payment_url": order.payment_url})


def _is_payable(order: Order) -> bool:
    return order.state is OrderState.CREATED and order.verdict not in NOT_YET


_VERDICT_OF_STATE = {
    OrderState.PAID: ProviderVerdict.PAID,
    OrderState.FAILED: ProviderVerdict.NOT_PAID,
}
