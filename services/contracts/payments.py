"""Payments: bills for fees (phí, lệ phí), orders at a provider, the provider's calls."""

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

ProviderName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A payment provider's key. Open: which ones there are is the registry of the payments service."""


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
    """By the payer: start to pay a bill at a provider.

    Repeated with the same key it goes on where the first run stopped; `unavailable` while the provider is away.
    """

    provider: ProviderName = "vnpay"


class CreateOrder(CreateOrderBody, Command):
    """Command to start to pay a bill. `client_ip` is that of the person."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"client_ip"})
    bill_id: Identifier
    client_ip: Annotated[str, StringConstraints(max_length=45)] = "127.0.0.1"
    locale: Literal["vi", "en"] = "vi"


class PaymentOrder(Model):
    """One attempt to pay a bill. `payment_url` is where to send the person; only the provider settles the order, by its
    notification (IPN) or its answer to a query."""

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


CallKey = Annotated[str, StringConstraints(max_length=100)]
CallValue = Annotated[str, StringConstraints(max_length=1000)]


class ProviderCall(Query):
    """An HTTP call of a provider, or of a browser that it sent back, as it came.

    `params` is the query string, `headers` those that may sign the call (names in lower case), `body` its text. Not a
    command: the provider's own reference makes it idempotent.
    """

    provider: ProviderName
    params: Annotated[dict[CallKey, CallValue], Field(max_length=50)] = Field(default_factory=dict)
    headers: Annotated[dict[CallKey, CallValue], Field(max_length=50)] = Field(default_factory=dict)
    body: Annotated[str, StringConstraints(max_length=20_000)] = ""


class ProviderAnswer(Model):
    """The HTTP answer for a provider's server, in its own form; `headers` name the content type."""

    status: Annotated[int, Field(ge=200, le=599)] = 200
    headers: dict[str, str] = Field(default_factory=dict)
    body: str = ""


class PaymentReturn(Model):
    """What to show to a person who comes back from the provider; it changes nothing.

    `locale` is the language that they paid in, `provider_title` the provider's name for people.
    """

    signature_valid: bool
    order_id: str | None = None
    state: OrderState | None = None
    dossier_id: str | None = None
    locale: Literal["vi", "en"] | None = None
    provider_title: str = ""


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
receive_notification = Method("payments", "receive_notification", ProviderCall, ProviderAnswer)
read_return = Method("payments", "read_return", ProviderCall, PaymentReturn)

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
