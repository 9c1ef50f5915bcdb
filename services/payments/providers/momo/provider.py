"""MoMo as a payment provider of this service."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StringConstraints

from chassis.core.ids import new_id
from chassis.core.setting_types import Url
from chassis.core.settings import Configuration, load_settings
from contracts.payments import Bill, ProviderAnswer, ProviderCall
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.polling_schedule import PollingSchedule
from payments.providers.base import (
    InvalidSignature,
    NotificationResult,
    OtherAmount,
    PaymentPage,
    ProviderNotification,
    ProviderRefused,
    ProviderUnreachable,
    ReturnedPerson,
    UntrustworthyAnswer,
)
from payments.providers.json_client import JsonClient
from payments.providers.json_messages import amount_of, signed_object, text_of
from payments.providers.momo import signing
from payments.providers.momo.codes import AWAY, CODES, IN_PROCESS, NOT_FOUND, RESULT_CODE
from payments.providers.purpose import payment_purpose

CREATE_PATH = "/v2/gateway/api/create"
QUERY_PATH = "/v2/gateway/api/query"
QUERY_FRACTIONS = (1 / 15, 3 / 15, 7 / 15, 16 / 15)
"""Of the lifetime: MoMo publishes no repetition of its call, so that every order is queried."""
MIN_AMOUNT, MAX_AMOUNT = 1_000, 50_000_000
"""VND of one payment, by MoMo's documentation of `create`."""
AMOUNT_OUT_OF_RANGE = "22"
HTTP_STATUS = {
    NotificationResult.ORDER_NOT_FOUND: 404,
    NotificationResult.INVALID_SIGNATURE: 401,
    NotificationResult.FAILED: 503,
}
"""Of what is not answered 204, MoMo's sign that a call was taken. A wrong amount was taken: it is on record."""
TAKEN = 204


class MomoSettings(Configuration):
    """Settings of MoMo, where it is switched on."""

    momo_partner_code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,50}$")]
    """The merchant's code (partnerCode), from MoMo."""
    momo_access_key: SecretStr = Field(min_length=8)
    """The access key (accessKey), from MoMo."""
    momo_secret_key: SecretStr = Field(min_length=16)
    """The key that messages are signed with (secretKey), from MoMo."""
    momo_api_url: Url
    """MoMo's server: payments are created and queried there, and people pay there."""
    momo_return_url: Url
    """Where MoMo sends payers back to, on the gateway."""
    momo_notification_url: Url
    """Where MoMo's server tells of payments (ipnUrl), on the gateway; no query."""
    momo_timeout_s: float = Field(default=4.0, gt=0, le=3600)
    """How long a call may take, in seconds. A person waits for it; what MoMo finishes later is taken up again."""
    momo_order_lifetime_s: float = Field(default=900.0, gt=0, le=86400)
    """How long an order may be paid, in seconds; the queries follow from it."""


class MomoProvider:
    """MoMo, API v2. `begin` creates the payment by an HTTP call; repeated, MoMo gives its first answer again."""

    name = "momo"
    title = "MoMo"
    codes = CODES

    def __init__(self, settings: MomoSettings) -> None:
        self.schedule = PollingSchedule(timedelta(seconds=settings.momo_order_lifetime_s), QUERY_FRACTIONS)
        self._settings = settings
        self._keys = settings.momo_access_key.get_secret_value(), settings.momo_secret_key.get_secret_value()
        self._client = JsonClient(settings.momo_api_url, settings.momo_timeout_s)

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(MomoSettings))

    def begin(self, bill: Bill, order: Order, locale: str) -> PaymentPage:
        if not MIN_AMOUNT <= order.amount <= MAX_AMOUNT:
            raise ProviderRefused(AMOUNT_OUT_OF_RANGE)
        request = {
            "partnerCode": self._settings.momo_partner_code,
            # One number for every repetition: MoMo keeps it for 31 days and answers as it did.
            "requestId": order.txn_ref,
            "amount": order.amount,
            "orderId": order.txn_ref,
            "orderInfo": payment_purpose(bill),
            "redirectUrl": self._settings.momo_return_url,
            "ipnUrl": self._settings.momo_notification_url,
            "requestType": "payWithMethod",
            "extraData": base64.b64encode(json.dumps({"lang": locale}).encode()).decode(),
            "autoCapture": True,
            "lang": locale,
        }
        answer = self._client.post(CREATE_PATH, self._signed(request, signing.CREATE))
        code = text_of(answer, RESULT_CODE)
        if code in IN_PROCESS | AWAY or not code:
            raise ProviderUnreachable(f"result {code}")
        if code != "0":
            raise ProviderRefused(code[:40])
        if text_of(answer, "orderId") != order.txn_ref or amount_of(answer) != order.amount:
            raise ProviderUnreachable("an answer about another order")
        return PaymentPage(self._page(answer))

    def query(self, bill: Bill, order: Order) -> PaymentOutcome | None:  # noqa: ARG002
        request = {
            "partnerCode": self._settings.momo_partner_code,
            "requestId": new_id().replace("-", ""),
            "orderId": order.txn_ref,
            "lang": "vi",
        }
        answer = self._client.post(QUERY_PATH, self._signed(request, signing.QUERY))
        if text_of(answer, RESULT_CODE) == NOT_FOUND:
            return None
        self._require_about(order, answer)
        return _outcome(answer)

    def read_notification(self, call: ProviderCall) -> ProviderNotification:
        message = signed_object(call.body)
        self._require_signed(message)
        return ProviderNotification(
            txn_ref=text_of(message, "orderId"),
            amount=amount_of(message),
            outcome=_outcome(message),
            complete=bool(text_of(message, RESULT_CODE)),
        )

    def answer(self, result: NotificationResult) -> ProviderAnswer:
        return ProviderAnswer(status=HTTP_STATUS.get(result, TAKEN), body="")

    def read_return(self, call: ProviderCall) -> ReturnedPerson:
        self._require_signed(call.params)
        return ReturnedPerson(
            txn_ref=call.params.get("orderId", ""),
            locale=_locale(call.params.get("extraData", "")),
            outcome=_outcome(call.params),
        )

    def _signed(self, message: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
        return {**message, signing.SIGNATURE: signing.sign(message, fields, *self._keys)}

    def _require_signed(self, message: Mapping[str, Any]) -> None:
        genuine = signing.is_genuine(message, signing.NOTIFICATION, *self._keys)
        if not genuine or message.get("partnerCode") != self._settings.momo_partner_code:
            raise InvalidSignature

    def _require_about(self, order: Order, answer: Mapping[str, Any]) -> None:
        """Answers bear no signature that MoMo documents: the connection's certificate vouches for them."""
        if text_of(answer, "orderId") != order.txn_ref:
            raise UntrustworthyAnswer("another order")
        if amount_of(answer) != order.amount:
            raise OtherAmount(amount_of(answer))

    def _page(self, answer: Mapping[str, Any]) -> str:
        """An address of MoMo's own: people are sent nowhere else. Raises ProviderUnreachable."""
        url, own = urlsplit(text_of(answer, "payUrl")), urlsplit(self._settings.momo_api_url)
        if (url.scheme, url.netloc) != (own.scheme, own.netloc):
            raise ProviderUnreachable("another server's page")
        return url.geturl()


def _outcome(message: Mapping[str, Any]) -> PaymentOutcome | None:
    codes = {RESULT_CODE: text_of(message, RESULT_CODE)}
    transaction = text_of(message, "transId")
    # 0 stands for "none yet"; it numbers no payment.
    return CODES.read(codes, reference=transaction if transaction.strip("0") else None)


def _locale(extra_data: str) -> str | None:
    """The language that `begin` put into `extraData`."""
    try:
        extra = json.loads(base64.b64decode(extra_data, validate=True))
        locale = extra["lang"]
    except (ValueError, LookupError, TypeError):
        return None
    return locale if locale in ("vi", "en") else None
