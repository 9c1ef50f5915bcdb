"""Payments: bills for fees (phí, lệ phí), orders at a provider, the provider's calls."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from contracts.bank_transfers import (
    AssignBankTransfer,
    BankTransfer,
    GetTransferInstructions,
    ListBankTransfers,
    TransferInstructions,
)
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
from contracts.dossiers import FeeItem, FeeReduction
from contracts.events import EventType, events_of
from contracts.i18n import Text
from contracts.payment_ledger import RebuildLedger, RebuiltLedger
from contracts.payment_means import GetPaymentMeans, PaymentMeans
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson
from contracts.printable import Printable
from contracts.receipts import (
    COLLECTOR_REGISTERED as COLLECTOR_REGISTERED,
)
from contracts.receipts import (
    RECEIPT_CANCELLED as RECEIPT_CANCELLED,
)
from contracts.receipts import (
    RECEIPT_DOCUMENTED as RECEIPT_DOCUMENTED,
)
from contracts.receipts import (
    RECEIPT_ISSUED as RECEIPT_ISSUED,
)
from contracts.receipts import (
    RECEIPT_REPLACED as RECEIPT_REPLACED,
)
from contracts.receipts import (
    cancel_receipt as cancel_receipt,
)
from contracts.receipts import (
    get_receipt as get_receipt,
)
from contracts.receipts import (
    list_collectors as list_collectors,
)
from contracts.receipts import (
    list_receipts as list_receipts,
)
from contracts.receipts import (
    register_collector as register_collector,
)
from contracts.receipts import (
    replace_receipt as replace_receipt,
)
from contracts.reconciliation import (
    close_reconciliation_case as close_reconciliation_case,
)
from contracts.reconciliation import (
    find_missing_theirs as find_missing_theirs,
)
from contracts.reconciliation import (
    get_reconciliation_case as get_reconciliation_case,
)
from contracts.reconciliation import (
    get_settlement as get_settlement,
)
from contracts.reconciliation import (
    list_reconciliation_cases as list_reconciliation_cases,
)
from contracts.reconciliation import (
    reconcile_lines as reconcile_lines,
)
from contracts.refunds import ActOnRefund, GetRefund, ListRefunds, OpenRefund, Refund, RefundEvent
from contracts.retention import ApplyRetention, RetentionPart
from contracts.tax_summaries import (
    TAX_SUMMARY_ACCEPTED as TAX_SUMMARY_ACCEPTED,
)
from contracts.tax_summaries import (
    TAX_SUMMARY_HANDED_OVER as TAX_SUMMARY_HANDED_OVER,
)
from contracts.tax_summaries import (
    TAX_SUMMARY_PREPARED as TAX_SUMMARY_PREPARED,
)
from contracts.tax_summaries import (
    TAX_SUMMARY_REFUSED as TAX_SUMMARY_REFUSED,
)
from contracts.tax_summaries import (
    get_tax_summary as get_tax_summary,
)
from contracts.tax_summaries import (
    hand_over_tax_summary as hand_over_tax_summary,
)
from contracts.tax_summaries import (
    list_tax_summaries as list_tax_summaries,
)
from contracts.tax_summaries import (
    send_tax_summary_again as send_tax_summary_again,
)

SERVICE = "payments"

ProviderName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A payment provider's key. Open: which ones there are is the registry of the payments service."""


ReturnAddress = Annotated[str, StringConstraints(max_length=1000, pattern=r"^https?://[!-;=?-\[\]-~]+$")]
"""Address of a page: printable ASCII without blanks, `<`, `>` and backslash. A `#` part is refused by the allow-list."""


class BillState(StrEnum):
    """State of a bill (khoản thu)."""

    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"


class OrderState(StrEnum):
    """State of a payment order (lệnh thanh toán)."""

    CREATED = "created"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class ProviderVerdict(StrEnum):
    """What a provider's answer says of one payment (kết quả tại đơn vị thanh toán).

    `pending`: it is not finished. `held`: money may have left the payer's account and is being checked, reversed or
    returned, or the provider's code is not known: whoever pays again may pay twice. Neither is the last word.
    """

    PAID = "paid"
    NOT_PAID = "not_paid"
    PENDING = "pending"
    HELD = "held"


class Bill(Model):
    """What a dossier owes. One open bill per dossier and request."""

    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    version: int
    """Version, which counts its changes: the ETag."""
    state: BillState
    """Open, paid or cancelled."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    submission_number: str | None = None
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    procedure_name: str | None = None
    """Name of the procedure (tên thủ tục hành chính)."""
    payer_id: Identifier
    """Account of who has to pay."""
    agency_code: str
    """Code of the agency that collects it."""
    agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    amount: Vnd
    """Amount to pay, VND."""
    items: tuple[FeeItem, ...]
    """The fees that it is made of."""
    reductions: tuple[FeeReduction, ...] = ()
    """What was taken off them, also of fees that nothing is left of (miễn, giảm); bills of earlier releases do not say."""
    opened_at: Instant
    """When it was opened (UTC)."""
    paid_at: Instant | None = None
    """When it was paid; none: not paid (UTC)."""
    surplus: Vnd = 0
    """Money that came for it beside what it needed (khoản nộp thừa), VND: paid twice, or after it was cancelled."""
    refund_due: Vnd = 0
    """Money to be returned to the payer (số tiền phải hoàn trả), VND: surplus, and what a withdrawn dossier paid."""


class CreateOrderBody(Body):
    """By the payer: start to pay a bill at a provider.

    While the bill has an order that can be paid, or whose money is held, that order is the answer. Repeated with the
    same key it goes on where the first run stopped; `unavailable` while the provider is away.
    """

    provider: ProviderName = "vnpay"
    """Payment provider."""
    return_to: ReturnAddress | None = None
    """Page of the front end to send the person to after the provider's, with `order_id`; none: a page of this service."""


class CreateOrder(CreateOrderBody, Command):
    """Command to start to pay a bill. `client_ip` is that of the person."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"client_ip"})
    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    client_ip: Annotated[str, Printable(min_length=0, max_length=45)] = "127.0.0.1"
    """IP address of the person."""
    locale: Literal["vi", "en"] = "vi"
    """Language of the provider's page."""


class CancelOrder(Command):
    """By the payer: another way to pay is wanted. Money that still comes for the order counts."""

    order_id: Identifier
    """Id of the payment order."""


class PaymentOrder(Model):
    """One attempt to pay a bill. `payment_url` is where to send the person; only the provider settles the order, by its
    notification (IPN) or its answer to a query."""

    order_id: Identifier
    """Id of the payment order."""
    version: int
    """Version, which counts its changes: the ETag."""
    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    provider: str
    """Payment provider."""
    txn_ref: str
    """Our reference at the provider."""
    amount: Vnd
    """Amount, VND."""
    state: OrderState
    """State of the order."""
    payment_url: str | None = None
    """Where to send the person to pay."""
    created_at: Instant
    """When it was made (UTC)."""
    expires_at: Instant
    """When the time to pay ends (UTC)."""
    settled_at: Instant | None = None
    """When the provider settled it (UTC)."""
    provider_code: str | None = None
    """The provider's own code of the outcome."""
    verdict: ProviderVerdict | None = None
    """What the provider says of it; `pending` and `held`: wait, and do not pay again. None: it has said nothing yet."""
    provider_message: str | None = None
    """What `provider_code` means, in the caller's language."""
    surplus: bool = False
    """Whether its money came for a bill that needed none (khoản nộp thừa)."""
    refund_due: Vnd = 0
    """How much of its money is to be returned (số tiền phải hoàn trả), VND."""


class GetBill(Query):
    """Query for one bill."""

    bill_id: Identifier
    """Id of the bill (khoản thu)."""


class ListBills(PageRequest):
    """Query for the caller's bills."""

    dossier_id: Identifier | None = None
    """Narrows to one dossier."""


class ListOrders(PageRequest):
    """Query for the orders of one bill, newest first."""

    bill_id: Identifier
    """Id of the bill (khoản thu)."""


class GetOrder(Query):
    """Query for one payment order."""

    order_id: Identifier
    """Id of the payment order."""


CallKey = Annotated[str, StringConstraints(max_length=100)]
CallValue = Annotated[str, StringConstraints(max_length=1000)]


class ProviderCall(Query):
    """An HTTP call of a provider, or of a browser that it sent back, as it came.

    `params` is the query string, `headers` those that may sign the call (names in lower case), `body` its text. Not a
    command: the provider's own reference makes it idempotent.
    """

    provider: ProviderName
    """Payment provider."""
    params: Annotated[dict[CallKey, CallValue], Field(max_length=50)] = Field(default_factory=dict)
    """Query parameters of the call, as they came."""
    headers: Annotated[dict[CallKey, CallValue], Field(max_length=50)] = Field(default_factory=dict)
    """Headers of the call, as they came."""
    body: Annotated[str, StringConstraints(max_length=20_000)] = ""
    """Body of the call, as it came."""


class ProviderAnswer(Model):
    """The HTTP answer for a provider's server, in its own form; `headers` name the content type."""

    status: Annotated[int, Field(ge=200, le=599)] = 200
    """HTTP status to answer the provider with."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Headers to answer the provider with."""
    body: str = ""
    """Body to answer the provider with."""


class PaymentReturn(Model):
    """What to show to a person who comes back from the provider; it changes nothing.

    `locale` is the language that they paid in, `provider_title` the provider's name for people.
    """

    signature_valid: bool
    """Whether the provider's signature is right."""
    order_id: str | None = None
    """Id of the payment order."""
    state: OrderState | None = None
    """State of the order."""
    dossier_id: str | None = None
    """Id of the dossier (hồ sơ)."""
    locale: Literal["vi", "en"] | None = None
    """Language of messages to the person."""
    provider_title: str = ""
    """Name of the provider, for the person."""
    verdict: ProviderVerdict | None = None
    """What the provider says: by its own call or answer where there is one, else by what the browser brings back."""
    provider_message: Text | None = None
    """What the provider's code means."""
    surplus: bool = False
    """Whether the money came for a bill that needed none."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    submission_number: str | None = None
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    amount: Vnd | None = None
    """Amount of the order, VND."""
    return_to: str | None = None
    """Where the front end wants the person back; none: the page of this service."""


class BillEvent(Model):
    """Event payload: something happened to a bill."""

    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    submission_number: str | None = None
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    procedure_name: str | None = None
    """Name of the procedure (tên thủ tục hành chính)."""
    payer_id: Identifier
    """Account of who has to pay."""
    agency_code: str
    """Code of the agency that collects it."""
    agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    amount: Vnd
    """Amount in VND."""


class OrderEvent(BillEvent):
    """Event payload: something happened to a payment order."""

    order_id: Identifier
    """Id of the payment order."""
    provider: str
    """Payment provider."""
    provider_code: str | None = None
    """The provider's own code of the outcome."""
    provider_message: Text | None = None
    """What the provider's code means, in both languages."""
    bill_state: BillState | None = None
    """State of the bill after the event."""


class WrongAmountEvent(OrderEvent):
    """Event payload: the provider names another sum than the order's, which is `amount`."""

    received_amount: Vnd | None = None
    """Amount that the provider names, VND; none: it is no whole amount."""


get_bill = Method("payments", "get_bill", GetBill, Bill)
list_bills = Method("payments", "list_bills", ListBills, Page[Bill])
create_order = Method("payments", "create_order", CreateOrder, PaymentOrder)
cancel_order = Method("payments", "cancel_order", CancelOrder, PaymentOrder)
get_order = Method("payments", "get_order", GetOrder, PaymentOrder)
list_orders = Method("payments", "list_orders", ListOrders, Page[PaymentOrder])
receive_notification = Method("payments", "receive_notification", ProviderCall, ProviderAnswer)
read_return = Method("payments", "read_return", ProviderCall, PaymentReturn)

get_payment_means = Method(SERVICE, "get_payment_means", GetPaymentMeans, PaymentMeans)

open_refund = Method(SERVICE, "open_refund", OpenRefund, Refund)
act_on_refund = Method(SERVICE, "act_on_refund", ActOnRefund, Refund)
get_refund = Method(SERVICE, "get_refund", GetRefund, Refund)
list_refunds = Method(SERVICE, "list_refunds", ListRefunds, Page[Refund])
get_transfer_instructions = Method(
    SERVICE, "get_transfer_instructions", GetTransferInstructions, TransferInstructions
)
list_bank_transfers = Method(SERVICE, "list_bank_transfers", ListBankTransfers, Page[BankTransfer])
assign_bank_transfer = Method(SERVICE, "assign_bank_transfer", AssignBankTransfer, BankTransfer)
rebuild_ledger = Method(SERVICE, "rebuild_ledger", RebuildLedger, RebuiltLedger)

export_person = Method(SERVICE, "export_person", ExportPerson, ExportedPart)
erase_person = Method(SERVICE, "erase_person", ErasePerson, Erasure)
apply_retention = Method(SERVICE, "apply_retention", ApplyRetention, RetentionPart)

METHODS = methods_of(__name__)

BILL_OPENED = EventType("payments.bill_opened", BillEvent)
BILL_PAID = EventType("payments.bill_paid", OrderEvent)
BILL_CANCELLED = EventType("payments.bill_cancelled", BillEvent)
ORDER_CREATED = EventType("payments.order_created", OrderEvent)
ORDER_CANCELLED = EventType("payments.order_cancelled", OrderEvent)
"""The payer cancelled the order; the bill is still due, and money that comes for the order counts."""
PAYMENT_FAILED = EventType("payments.payment_failed", OrderEvent)
PAYMENT_PENDING = EventType("payments.payment_pending", OrderEvent)
"""The provider took the payment in hand and has no last word: it is not finished, or its money is held."""
WRONG_AMOUNT = EventType("payments.wrong_amount", WrongAmountEvent)
"""The provider reports a payment of another sum than was asked for; the order waits, its money may be at the provider."""
REFUND_DUE = EventType("payments.refund_due", BillEvent)
"""The dossier of a paid bill was withdrawn: `amount` is to be returned."""
REFUND_CHANGED = EventType("payments.refund_changed", RefundEvent)
"""A refund was opened by an officer, decided about, sent, or parked."""
REFUNDED = EventType("payments.refunded", RefundEvent)
"""The money went back to the payer."""
DUPLICATE_PAYMENT = EventType("payments.duplicate_payment", OrderEvent)
"""Money came for a bill that was paid or cancelled: recorded for refund, never counted twice."""
ORDER_EXPIRED = EventType("payments.order_expired", OrderEvent)
"""The time to pay passed and the provider knew of no payment; money that comes later still counts."""
EVENTS = events_of(__name__)
