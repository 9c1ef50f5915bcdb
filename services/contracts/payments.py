"""Money: bills for fees, orders at a provider, what the provider says."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from contracts.base import (
    Body,
    Command,
    Identifier,
    Instant,
    Method,
    Model,
    Page,
    PageRequest,
    Query,
    Vnd,
    methods_of,
)
from contracts.dossiers import FeeItem
from contracts.events import EventType, events_of

SERVICE = "payments"


class BillState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"


class OrderState(StrEnum):
    CREATED = "created"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Bill(Model):
    """What a dossier owes. One open bill per dossier and request."""

    bill_id: Identifier
    version: int
    state: BillState
    dossier_id: Identifier
    dossier_code: str | None = None
    payer_id: Identifier
    agency_code: str
    amount: Vnd
    items: tuple[FeeItem, ...]
    opened_at: Instant
    paid_at: Instant | None = None


class CreateOrderBody(Body):
    """By the payer: start to pay a bill at a provider. `client_ip` is that of the person."""

    provider: Literal["vnpay"] = "vnpay"


class CreateOrder(CreateOrderBody, Command):
    """Command to start to pay a bill."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"client_ip"})
    bill_id: Identifier
    client_ip: Annotated[str, StringConstraints(max_length=45)] = "127.0.0.1"
    locale: Literal["vi", "en"] = "vi"


class PaymentOrder(Model):
    """One try to pay. `payment_url` is where to send the person; only the provider's call (IPN) settles it."""

    order_id: Identifier
    version: int
    bill_id: Identifier
    provider: str
    txn_ref: str
    amount: Vnd
    state: OrderState
    payment_url: str | None = None
    created_at: Instant
    expires_at: Instant
    settled_at: Instant | None = None
    provider_code: str | None = None


class GetBill(Query):
    bill_id: Identifier


class ListBills(PageRequest):
    dossier_id: Identifier | None = None


class GetOrder(Query):
    order_id: Identifier


class ProviderCall(Query):
    """The query string of a provider's call, as it came. Not a command: the provider's own reference makes it idempotent."""

    params: Annotated[
        dict[
            Annotated[str, StringConstraints(max_length=100)],
            Annotated[str, StringConstraints(max_length=1000)],
        ],
        Field(max_length=50),
    ]


class IpnAnswer(Model):
    """What VNPAY reads: 00 recorded, 01 no such order, 02 confirmed before, 04 wrong amount, 97 bad signature, 99 other."""

    RspCode: Literal["00", "01", "02", "04", "97", "99"]
    Message: str


class PaymentReturn(Model):
    """What to show to a person who comes back from the provider; it changes nothing."""

    signature_valid: bool
    order_id: str | None = None
    state: OrderState | None = None
    dossier_id: str | None = None


class BillEvent(Model):
    bill_id: Identifier
    dossier_id: Identifier
    dossier_code: str | None = None
    payer_id: Identifier
    agency_code: str
    amount: Vnd


class OrderEvent(BillEvent):
    order_id: Identifier
    provider: str
    provider_code: str | None = None


get_bill = Method("payments", "get_bill", GetBill, Bill)
list_bills = Method("payments", "list_bills", ListBills, Page[Bill])
create_order = Method("payments", "create_order", CreateOrder, PaymentOrder)
get_order = Method("payments", "get_order", GetOrder, PaymentOrder)
receive_vnpay_ipn = Method("payments", "receive_vnpay_ipn", ProviderCall, IpnAnswer)
read_vnpay_return = Method("payments", "read_vnpay_return", ProviderCall, PaymentReturn)

METHODS = methods_of(__name__)

BILL_OPENED = EventType("payments.bill_opened", BillEvent)
BILL_PAID = EventType("payments.bill_paid", OrderEvent)
BILL_CANCELLED = EventType("payments.bill_cancelled", BillEvent)
ORDER_CREATED = EventType("payments.order_created", OrderEvent)
PAYMENT_FAILED = EventType("payments.payment_failed", OrderEvent)
DUPLICATE_PAYMENT = EventType("payments.duplicate_payment", OrderEvent)
"""Money came for a bill that was paid or cancelled: recorded for refund, never counted twice."""
ORDER_EXPIRED = EventType("payments.order_expired", OrderEvent)
"""The time to pay passed and the provider knew of no payment; money that comes later still counts."""
EVENTS = events_of(__name__)
