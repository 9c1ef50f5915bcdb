"""VietQR as a payment provider of this service: the payer's own bank transfers, the feed of our bank tells of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, StringConstraints

from chassis.core.setting_types import Url
from chassis.core.settings import Configuration, load_settings
from contracts.bank_transfers import TransferInstructions
from contracts.payments import Bill, OrderState, ProviderAnswer, ProviderCall
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.polling_schedule import PollingSchedule
from payments.domain.transfers.payment_code import PROVIDER
from payments.domain.transfers.vietqr import BeneficiaryAccount, payload
from payments.providers.bank_feeds.base import BankFeed
from payments.providers.bank_feeds.casso import CassoFeed
from payments.providers.bank_feeds.payos import PayosFeed
from payments.providers.bank_feeds.sepay import SepayFeed
from payments.providers.base import (
    InvalidSignature,
    NotificationResult,
    PaymentPage,
    ProviderNotification,
    ReturnedPerson,
)
from payments.providers.vietqr.codes import CODES

FEEDS: dict[str, Callable[[str], BankFeed]] = {"sepay": SepayFeed, "casso": CassoFeed, "payos": PayosFeed}
END = (1.001,)
"""Of the lifetime: nobody can be queried, so that an order is looked at once, to end it."""


class VietqrSettings(Configuration):
    """Settings of VietQR, where it is switched on."""

    vietqr_bank_bin: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    """The number of the receiving bank at NAPAS (BIN)."""
    vietqr_account_number: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,19}$")]
    """The receiving account."""
    vietqr_account_holder: str = Field(min_length=1, max_length=100)
    """The name of the receiving account."""
    vietqr_page_url: Url
    """The page of the gateway that shows how to transfer; the payment code is added to it."""
    vietqr_feed: Literal["sepay", "casso", "payos"] = "sepay"
    """Who tells of the account's movements."""
    vietqr_feed_key: SecretStr = Field(min_length=16)
    """The key by which its calls are known."""
    vietqr_order_lifetime_s: float = Field(default=86400.0, ge=60, le=2_592_000)
    """How long an order may be paid, in seconds; money that comes later still counts."""


class VietqrProvider:
    """Orders bear a payment code as their reference; `application.transfers` counts what comes for them."""

    name = PROVIDER
    title = "VietQR"
    codes = CODES

    def __init__(self, settings: VietqrSettings) -> None:
        self.schedule = PollingSchedule(timedelta(seconds=settings.vietqr_order_lifetime_s), END)
        self.feed = FEEDS[settings.vietqr_feed](settings.vietqr_feed_key.get_secret_value())
        self._page_url = settings.vietqr_page_url.rstrip("/")
        self._account = BeneficiaryAccount(
            settings.vietqr_bank_bin, settings.vietqr_account_number, settings.vietqr_account_holder
        )

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(VietqrSettings))

    def begin(self, bill: Bill, order: Order, locale: str) -> PaymentPage:  # noqa: ARG002
        return PaymentPage(f"{self._page_url}/{order.txn_ref}/page")

    def instructions(self, order: Order, now: datetime) -> TransferInstructions:
        return TransferInstructions(
            payment_code=order.txn_ref,
            amount=order.amount,
            bank_bin=self._account.bank,
            account_number=self._account.number,
            account_holder=self._account.holder,
            qr_payload=payload(self._account, order.amount, order.txn_ref),
            payable=order.state is OrderState.CREATED and now < order.expires_at,
            expires_at=order.expires_at,
        )

    def query(self, bill: Bill, order: Order) -> PaymentOutcome | None:  # noqa: ARG002
        """Nobody can be asked: the feed tells of what comes."""
        return None

    def read_notification(self, call: ProviderCall) -> ProviderNotification:  # noqa: ARG002
        """The feed calls under its own name; under this one nobody does."""
        raise InvalidSignature

    def answer(self, result: NotificationResult) -> ProviderAnswer:  # noqa: ARG002
        return ProviderAnswer(status=404)

    def read_return(self, call: ProviderCall) -> ReturnedPerson:  # noqa: ARG002
        """Nobody comes back from a bank's app."""
        raise InvalidSignature
