"""A second provider, which creates a payment by an HTTP call: a module of its own, its registration, its settings."""

import json
from datetime import timedelta
from typing import Any, Self

import httpx
from pydantic import Field

from chassis.core.settings import Configuration, load_settings
from contracts.i18n import Text
from contracts.payments import Bill, ProviderAnswer, ProviderCall, ProviderVerdict
from payments.domain.orders import Order
from payments.domain.outcome import CodeMeaning, CodeTable, PaymentOutcome
from payments.domain.polling_schedule import PollingSchedule
from payments.providers.base import (
    InvalidSignature,
    NotificationResult,
    PaymentPage,
    ProviderNotification,
    ProviderRefused,
    ProviderUnreachable,
    ReturnedPerson,
)

TOKEN = "quickpay-token"
CODES = CodeTable(
    {
        "state": {
            "paid": CodeMeaning(ProviderVerdict.PAID, Text("Đã thanh toán", "Paid")),
            "failed": CodeMeaning(ProviderVerdict.NOT_PAID, Text("Không thanh toán được", "Not paid")),
            "in_review": CodeMeaning(ProviderVerdict.HELD, Text("Đang được kiểm tra", "In review")),
            "processing": CodeMeaning(ProviderVerdict.PENDING, Text("Đang xử lý", "In process")),
        }
    }
)
ERROR_STATUS = {
    NotificationResult.INVALID_SIGNATURE: 401,
    NotificationResult.ORDER_NOT_FOUND: 404,
    NotificationResult.WRONG_AMOUNT: 422,
    NotificationResult.FAILED: 503,
}


class QuickpaySettings(Configuration):
    quickpay_url: str = Field(min_length=1)
    quickpay_timeout_s: float = Field(default=3.0, gt=0)


class QuickpayProvider:
    name = "quickpay"
    title = "Quickpay"
    codes = CODES
    schedule = PollingSchedule(timedelta(hours=1), (1 / 60, 61 / 60))

    def __init__(self, settings: QuickpaySettings) -> None:
        self._http = httpx.Client(base_url=settings.quickpay_url, timeout=settings.quickpay_timeout_s)

    @classmethod
    def from_environment(cls) -> Self:
        return cls(load_settings(QuickpaySettings))

    def begin(self, bill: Bill, order: Order, locale: str) -> PaymentPage:
        request = {"reference": order.txn_ref, "amount": order.amount, "language": locale}
        payment = self._call("POST", "/payments", request)
        return PaymentPage(payment["url"], payment["id"])

    def query(self, bill: Bill, order: Order) -> PaymentOutcome | None:
        return _outcome(self._call("GET", f"/payments/{order.txn_ref}"))

    def read_notification(self, call: ProviderCall) -> ProviderNotification:
        if call.headers.get("x-quickpay-token") != TOKEN:
            raise InvalidSignature
        payment = json.loads(call.body)
        return ProviderNotification(payment["reference"], payment["amount"], _outcome(payment))

    def answer(self, result: NotificationResult) -> ProviderAnswer:
        return ProviderAnswer(status=ERROR_STATUS.get(result, 200), body=result)

    def read_return(self, call: ProviderCall) -> ReturnedPerson:
        return ReturnedPerson(call.params.get("reference", ""))

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, json=body)
            if response.status_code == 422:
                raise ProviderRefused(response.json()["code"])
            answer: dict[str, Any] = response.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnreachable(type(error).__name__) from error
        return answer


def _outcome(payment: dict[str, Any]) -> PaymentOutcome | None:
    """None for a payment that nobody has begun to make."""
    if payment.get("state", "open") == "open":
        return None
    return CODES.read(payment, payment["id"])
