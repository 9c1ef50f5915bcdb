"""The port of the payment providers: what each must do, in values of this service."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from contracts.payments import Bill, ProviderAnswer, ProviderCall
from payments.domain.orders import Order
from payments.domain.outcome import CodeTable, PaymentOutcome
from payments.domain.polling_schedule import PollingSchedule
from payments.domain.refund_outcome import RefundOutcome
from payments.domain.refunds import StoredRefund


class ProviderUnreachable(Exception):
    """Raised when the provider did not answer in time or not usably; the same call may be repeated later."""


class ProviderRefused(Exception):
    """Raised when the provider will not take this order. The text is the provider's code, at most 40 letters."""


class UntrustworthyAnswer(Exception):
    """Raised when an answer is not signed by the provider, or is about another order."""


class OtherAmount(UntrustworthyAnswer):
    """Raised when a signed answer about the order names another sum; `received` in VND, None: no whole amount."""

    def __init__(self, received: int | None) -> None:
        super().__init__("another amount")
        self.received = received


class InvalidSignature(Exception):
    """Raised when a call was not signed by the provider."""


@dataclass(frozen=True)
class PaymentPage:
    """Where a person pays an order; `reference` is the provider's own number of the payment, if it gives one now."""

    url: str
    reference: str | None = None


@dataclass(frozen=True)
class ProviderNotification:
    """What a provider's server says of an order (IPN, webhook).

    `amount` is in VND, None when it cannot be read. `outcome` is read by the provider's table of codes, as that of
    `Provider.query` is. `complete` is False when the call lacks what says what happened.
    """

    txn_ref: str
    amount: int | None
    outcome: PaymentOutcome | None
    complete: bool = True


class NotificationResult(StrEnum):
    """What became of a notification, for `Provider.answer` to put in the provider's words.

    PENDING: it was understood and is not the last word; the order waits and its queries go on. FAILED: nothing was
    recorded, the provider should send it again.
    """

    RECORDED = "recorded"
    ALREADY_RECORDED = "already_recorded"
    PENDING = "pending"
    ORDER_NOT_FOUND = "order_not_found"
    WRONG_AMOUNT = "wrong_amount"
    INVALID_SIGNATURE = "invalid_signature"
    FAILED = "failed"


@dataclass(frozen=True)
class ReturnedPerson:
    """What a person's browser brings back from the provider's page; `locale` is the language they paid in.

    `outcome` is read by the provider's table of codes; it is shown while the provider itself has said nothing.
    """

    txn_ref: str
    locale: str | None = None
    outcome: PaymentOutcome | None = None


@runtime_checkable
class RefundingProvider(Protocol):
    """A provider that returns money by itself (hoàn tiền qua đơn vị thanh toán); the others leave it to the agency.

    Both may call the network and are never called within a transaction. Raise ProviderUnreachable, UntrustworthyAnswer:
    the provider may have taken the request all the same, so that it is queried before anything is repeated.
    """

    def refund(self, bill: Bill, order: Order, refund: StoredRefund) -> RefundOutcome:
        """Ask for the return of `refund.amount` under `refund.request_id`; the same id again is the same request."""

    def query_refund(self, bill: Bill, order: Order, refund: StoredRefund) -> RefundOutcome:
        """What became of it; NOT_KNOWN where the provider knows the payment and no refund of it."""


class Provider(Protocol):
    """A payment provider (tổ chức cung ứng dịch vụ trung gian thanh toán).

    One object for the whole process, used by many threads at once. `begin` and `query` may call the provider over
    the network and are never called within a transaction; the others compute.
    """

    @property
    def name(self) -> str:
        """The key in the registry, in stored orders and in the gateway's paths; never changed."""

    @property
    def title(self) -> str:
        """The name that people know, for pages and messages."""

    @property
    def codes(self) -> CodeTable:
        """What its codes mean. Its notification, its query and its return page are read by this table alone."""

    @property
    def schedule(self) -> PollingSchedule:
        """How long its orders live and when their outcome is queried."""

    def begin(self, bill: Bill, order: Order, locale: str) -> PaymentPage:
        """Create the payment of a stored order at the provider; `locale` is `vi` or `en`.

        Repeated with the same order after an interruption, so it must lead to one payment: give the provider
        `order.txn_ref` as the key. The caller waits some 5 s in all: end sooner. Raises ProviderUnreachable,
        ProviderRefused.
        """

    def query(self, bill: Bill, order: Order) -> PaymentOutcome | None:
        """What the provider says of the payment, or None where it does not know of one.

        Raises ProviderUnreachable, UntrustworthyAnswer, OtherAmount.
        """

    def read_notification(self, call: ProviderCall) -> ProviderNotification:
        """Check the signature and read the call. Raises InvalidSignature."""

    def answer(self, result: NotificationResult) -> ProviderAnswer:
        """The HTTP answer that the provider's server understands."""

    def read_return(self, call: ProviderCall) -> ReturnedPerson:
        """Check the signature and read the query of the return page. Raises InvalidSignature."""
