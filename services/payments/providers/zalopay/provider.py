"""ZaloPay as a payment provider of this service."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from chassis.core.setting_types import Url
from chassis.core.settings import Configuration, load_settings
from contracts.payments import Bill, ProviderAnswer, ProviderCall
from contracts.time import VIETNAM
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
)
from payments.providers.json_client import JsonClient
from payments.providers.json_messages import amount_of, signed_object, text_of
from payments.providers.purpose import payment_purpose
from payments.providers.signatures import equal_signatures
from payments.providers.zalopay import signing
from payments.providers.zalopay.codes import (
    AWAY,
    CODES,
    FAILED,
    NOT_FOUND,
    PROCESSING,
    RETURN_CODE,
    SUB_CODE,
    SUCCEEDED,
)

CREATE_PATH = "/v2/create"
QUERY_PATH = "/v2/query"
APP_USER = "motcua"
"""ZaloPay asks who pays; no person is named to it."""
MIN_LIFETIME_S = 300
"""Seconds; the shortest that ZaloPay takes (expire_duration_seconds)."""
QUERY_FRACTIONS = (1 / 15, 3 / 15, 7 / 15, 16 / 15)
"""Of the lifetime. ZaloPay calls on success alone, so that a failed payment is known by query only."""
QUERY_LIMIT = timedelta(hours=40)
"""After the expiry. ZaloPay answers queries for 48 hours from the creation."""
ANSWERS: dict[NotificationResult, tuple[int, str]] = {
    NotificationResult.RECORDED: (1, "success"),
    NotificationResult.PENDING: (1, "success"),
    NotificationResult.WRONG_AMOUNT: (1, "success"),
    NotificationResult.ALREADY_RECORDED: (2, "duplicate"),
    NotificationResult.INVALID_SIGNATURE: (-1, "mac not equal"),
    NotificationResult.ORDER_NOT_FOUND: (0, "order not found"),
    NotificationResult.FAILED: (0, "not recorded"),
}
"""return_code and return_message. 0 asks ZaloPay to call again."""


class ZalopaySettings(Configuration):
    """Settings of ZaloPay, where it is switched on."""

    zalopay_app_id: int = Field(ge=1, le=2_147_483_647)
    """The number of the merchant's application (app_id), from ZaloPay."""
    zalopay_key1: SecretStr = Field(min_length=8)
    """The key that the merchant signs with (key1), from ZaloPay."""
    zalopay_key2: SecretStr = Field(min_length=8)
    """The key that ZaloPay signs with (key2), from ZaloPay."""
    zalopay_api_url: Url
    """ZaloPay's server, where payments are created and queried; without /v2."""
    zalopay_pay_url: Url
    """The server where people pay: they are sent nowhere else."""
    zalopay_return_url: Url
    """Where ZaloPay sends payers back to, on the gateway."""
    zalopay_notification_url: Url
    """Where ZaloPay's server tells of payments (callback_url), on the gateway."""
    zalopay_timeout_s: float = Field(default=4.0, gt=0, le=3600)
    """How long a call may take, in seconds."""
    zalopay_order_lifetime_s: float = Field(default=900.0, ge=MIN_LIFETIME_S, le=86400)
    """How long an order may be paid, in seconds; the queries follow from it."""


class ZalopayProvider:
    """ZaloPay, API v2.

    A payment is created once: a repeated `begin` is refused by ZaloPay as double (-68), and the address that the first
    one made is known to nobody. The order ends then, and the person starts another.
    """

    name = "zalopay"
    title = "ZaloPay"
    codes = CODES

    def __init__(self, settings: ZalopaySettings) -> None:
        lifetime = timedelta(seconds=settings.zalopay_order_lifetime_s)
        self.schedule = PollingSchedule(
            lifetime,
            QUERY_FRACTIONS,
            silence_limit=QUERY_LIMIT - lifetime,
            pending_limit=QUERY_LIMIT - lifetime,
        )
        self._settings = settings
        self._key1 = settings.zalopay_key1.get_secret_value()
        self._key2 = settings.zalopay_key2.get_secret_value()
        self._client = JsonClient(settings.zalopay_api_url, settings.zalopay_timeout_s)

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(ZalopaySettings))

    def begin(self, bill: Bill, order: Order, locale: str) -> PaymentPage:  # noqa: ARG002
        request = {
            "app_id": self._settings.zalopay_app_id,
            "app_trans_id": transaction_id(order),
            "app_user": APP_USER,
            "app_time": int(order.created_at.timestamp() * 1000),
            "expire_duration_seconds": int((order.expires_at - order.created_at).total_seconds()),
            "amount": order.amount,
            "description": payment_purpose(bill),
            "callback_url": self._settings.zalopay_notification_url,
            "item": "[]",
            "embed_data": json.dumps({"redirecturl": self._settings.zalopay_return_url}),
            "bank_code": "",
        }
        request["mac"] = signing.mac(self._key1, signing.joined(request, signing.CREATE))
        answer = self._client.post(CREATE_PATH, request)
        if text_of(answer, RETURN_CODE) != SUCCEEDED:
            self._refuse(answer)
        return PaymentPage(self._page(answer))

    def query(self, bill: Bill, order: Order) -> PaymentOutcome | None:  # noqa: ARG002
        app_id, trans_id = str(self._settings.zalopay_app_id), transaction_id(order)
        signed = "|".join((app_id, trans_id, self._key1))
        request = {
            "app_id": self._settings.zalopay_app_id,
            "app_trans_id": trans_id,
            "mac": signing.mac(self._key1, signed),
        }
        answer = self._client.post(QUERY_PATH, request)
        sub_code = text_of(answer, SUB_CODE)
        if sub_code == NOT_FOUND:
            return None
        if sub_code in AWAY or not text_of(answer, RETURN_CODE):
            raise ProviderUnreachable(f"result {sub_code}")
        code = PROCESSING if answer.get("is_processing") is True else text_of(answer, RETURN_CODE)
        if code == SUCCEEDED and amount_of(answer) != order.amount:
            raise OtherAmount(amount_of(answer))
        return CODES.read({RETURN_CODE: code}, reference=text_of(answer, "zp_trans_id").strip("0") or None)

    def read_notification(self, call: ProviderCall) -> ProviderNotification:
        body = signed_object(call.body)
        data = text_of(body, "data")
        if not equal_signatures(text_of(body, "mac"), signing.mac(self._key2, data)):
            raise InvalidSignature
        payment = signed_object(data)
        if text_of(payment, "app_id") != str(self._settings.zalopay_app_id):
            raise InvalidSignature
        return ProviderNotification(
            txn_ref=_reference(text_of(payment, "app_trans_id")),
            amount=amount_of(payment),
            outcome=CODES.read({RETURN_CODE: SUCCEEDED}, reference=text_of(payment, "zp_trans_id") or None),
        )

    def answer(self, result: NotificationResult) -> ProviderAnswer:
        code, message = ANSWERS[result]
        body = json.dumps({"return_code": code, "return_message": message})
        return ProviderAnswer(headers={"content-type": "application/json"}, body=body)

    def read_return(self, call: ProviderCall) -> ReturnedPerson:
        expected = signing.mac(self._key2, signing.joined(call.params, signing.RETURN))
        if not equal_signatures(call.params.get("checksum", ""), expected):
            raise InvalidSignature
        succeeded = call.params.get("status") == SUCCEEDED
        return ReturnedPerson(
            txn_ref=_reference(call.params.get("apptransid", "")),
            outcome=CODES.read({RETURN_CODE: SUCCEEDED if succeeded else FAILED}),
        )

    def _refuse(self, answer: Mapping[str, Any]) -> None:
        code = text_of(answer, SUB_CODE) or text_of(answer, RETURN_CODE)
        if code in AWAY or not code or text_of(answer, RETURN_CODE) == PROCESSING:
            raise ProviderUnreachable(f"result {code}")
        raise ProviderRefused(code[:40])

    def _page(self, answer: Mapping[str, Any]) -> str:
        """Raises ProviderUnreachable for an address that is not ZaloPay's."""
        url, own = urlsplit(text_of(answer, "order_url")), urlsplit(self._settings.zalopay_pay_url)
        if (url.scheme, url.netloc) != (own.scheme, own.netloc):
            raise ProviderUnreachable("another server's page")
        return url.geturl()


def transaction_id(order: Order) -> str:
    """app_trans_id: the day in Viet Nam when the order was created, and its reference; 39 letters of at most 40."""
    return f"{order.created_at.astimezone(VIETNAM):%y%m%d}_{order.txn_ref}"


def _reference(app_trans_id: str) -> str:
    return app_trans_id.partition("_")[2]
