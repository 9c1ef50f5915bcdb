"""VNPAY as a payment provider of this service."""

import json
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, SecretStr, StringConstraints

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.core.setting_types import Url
from chassis.core.settings import Configuration, load_settings
from contracts.payments import Bill, ProviderAnswer, ProviderCall
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.polling_schedule import PollingSchedule
from payments.domain.refund_outcome import RefundOutcome
from payments.domain.refunds import StoredRefund
from payments.providers.base import (
    InvalidSignature,
    NotificationResult,
    PaymentPage,
    ProviderNotification,
    ReturnedPerson,
)
from payments.providers.json_client import REDIRECTION, JsonClient
from payments.providers.vnpay import ipn, query, signing
from payments.providers.vnpay import refund as refunds
from payments.providers.vnpay.codes import CODES
from payments.providers.vnpay.merchant import LOCALES, VnpayMerchant
from payments.providers.vnpay.payment_url import payment_url

QUERY_FRACTIONS = (1 / 15, 3 / 15, 7 / 15, 16 / 15)
"""Of VNPAY's 15 minutes: after 1, 3 and 7 minutes, and once more when no payment can come any longer."""


MIN_HASH_SECRET = 16
"""Characters; VNPAY gives out 32. With a guessed key anybody confirms payments."""


class VnpaySettings(Configuration):
    """Settings of VNPAY, where it is switched on."""

    vnpay_tmn_code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{4,20}$")]
    """The merchant's code (TmnCode), from VNPAY."""
    vnpay_hash_secret: SecretStr = Field(min_length=MIN_HASH_SECRET)
    """The key that payments are signed with (HashSecret), from VNPAY."""
    vnpay_pay_url: Url
    """Where payers go."""
    vnpay_api_url: Url
    """Where payments are queried."""
    vnpay_return_url: Url
    """Where VNPAY sends payers back to, on the gateway."""
    vnpay_timeout_s: float = Field(default=10.0, gt=0, le=3600)
    """How long a query may take, in seconds."""
    vnpay_order_lifetime_s: float = Field(default=900.0, gt=0, le=86400)
    """How long an order may be paid (vnp_ExpireDate), in seconds; the queries follow from it."""


class VnpayProvider:
    """VNPAY 2.1.0. `begin` only signs an address: VNPAY learns of an order when the person opens it."""

    name = "vnpay"
    title = "VNPAY"
    codes = CODES

    def __init__(self, settings: VnpaySettings) -> None:
        self.schedule = PollingSchedule(timedelta(seconds=settings.vnpay_order_lifetime_s), QUERY_FRACTIONS)
        self._api_url = settings.vnpay_api_url
        self._client = JsonClient("", settings.vnpay_timeout_s, unusable_from=REDIRECTION)
        self._merchant = VnpayMerchant(
            tmn_code=settings.vnpay_tmn_code,
            secret=settings.vnpay_hash_secret.get_secret_value(),
            pay_url=settings.vnpay_pay_url,
            return_url=settings.vnpay_return_url,
        )

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(VnpaySettings))

    def begin(self, bill: Bill, order: Order, locale: str) -> PaymentPage:
        return PaymentPage(payment_url(self._merchant, bill, order, locale))

    def query(self, bill: Bill, order: Order) -> PaymentOutcome | None:
        request = query.request(self._merchant, bill, order, new_id().replace("-", ""), utcnow())
        return query.read(self._merchant, order, self._client.post(self._api_url, request))

    def refund(self, bill: Bill, order: Order, refund: StoredRefund) -> RefundOutcome:
        asked_for = refunds.request(self._merchant, bill, order, refund, utcnow())
        return refunds.read(self._merchant, order, refund, self._client.post(self._api_url, asked_for))

    def query_refund(self, bill: Bill, order: Order, refund: StoredRefund) -> RefundOutcome:
        request = query.request(self._merchant, bill, order, new_id().replace("-", ""), utcnow())
        return refunds.read_query(self._merchant, order, refund, self._client.post(self._api_url, request))

    def read_notification(self, call: ProviderCall) -> ProviderNotification:
        self._require_signed(call)
        return ipn.read(call.params)

    def answer(self, result: NotificationResult) -> ProviderAnswer:
        code, message = ipn.ANSWERS[result]
        body = json.dumps({"RspCode": code, "Message": message})
        return ProviderAnswer(headers={"content-type": "application/json"}, body=body)

    def read_return(self, call: ProviderCall) -> ReturnedPerson:
        self._require_signed(call)
        locales = {vnpay: locale for locale, vnpay in LOCALES.items()}
        return ReturnedPerson(
            txn_ref=call.params.get("vnp_TxnRef", ""),
            locale=locales.get(call.params.get("vnp_Locale", "")),
            outcome=CODES.read(call.params),
        )

    def _require_signed(self, call: ProviderCall) -> None:
        if not signing.is_genuine(call.params, self._merchant.secret):
            raise InvalidSignature
