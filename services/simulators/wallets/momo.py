"""MoMo's side of the wire: create, query, the message to the merchant."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from simulators.wallets.payments import AnswerFault, CallFault, Choice, WalletPayment, WalletRegister
from simulators.wallets.settings import WalletsSettings

Message = dict[str, Any]

CREATE = "amount extraData ipnUrl orderId orderInfo partnerCode redirectUrl requestId requestType"
QUERY = "orderId partnerCode requestId"
TELL = "amount extraData message orderId orderInfo orderType partnerCode payType requestId responseTime resultCode transId"
RESULTS = {
    Choice.SUCCESS: (0, "Thành công."),
    Choice.CANCEL: (1006, "Giao dịch bị từ chối bởi người dùng."),
    Choice.NO_FUNDS: (1001, "Giao dịch thanh toán thất bại do tài khoản người dùng không đủ tiền."),
    Choice.UNFINISHED: (7002, "Giao dịch đang được xử lý bởi nhà cung cấp loại hình thanh toán."),
}
WAITING = (1000, "Giao dịch đã được khởi tạo, chờ người dùng xác nhận thanh toán.")
MIN_AMOUNT, MAX_AMOUNT = 1_000, 50_000_000


class Momo:
    """Answers by the rules of MoMo: a repeated request gets its first answer, another request for an order is double."""

    def __init__(self, settings: WalletsSettings) -> None:
        self._settings = settings
        self._secret = settings.momo_secret_key.get_secret_value().encode()
        self._access = settings.momo_access_key.get_secret_value()
        self.register = WalletRegister(first_number=4_088_878_001)

    def create(self, request: Mapping[str, Any], own_url: str) -> tuple[int, Message]:
        """Status and body."""
        refusal = self._refusal(request, CREATE)
        amount = request.get("amount")
        if refusal is None and not (isinstance(amount, int) and MIN_AMOUNT <= amount <= MAX_AMOUNT):
            refusal = 22, "Số tiền giao dịch nằm ngoài giới hạn cho phép."
        if refusal is not None:
            return 400, self._answer(request, *refusal)
        order_id = str(request["orderId"])
        payment = self.register.find(order_id)
        if payment is not None and payment.request["requestId"] != request["requestId"]:
            return 400, self._answer(request, 41, "OrderId bị trùng.")
        payment = payment or self.register.add(order_id, request)
        url = f"{own_url}/momo/pay?{urlencode({'order': order_id})}"
        return 200, {**self._answer(payment.request, 0, "Thành công."), "payUrl": url}

    def query(self, request: Mapping[str, Any]) -> tuple[int, Message]:
        refusal = self._refusal(request, QUERY)
        if refusal is not None:
            return 400, self._answer(request, *refusal)
        payment = self.register.find(str(request["orderId"]))
        if payment is None:
            return 400, self._answer(request, 42, "OrderId không hợp lệ hoặc không được tìm thấy.")
        code, message = RESULTS[payment.choice] if payment.choice else WAITING
        found = self._answer({**payment.request, "requestId": request["requestId"]}, code, message)
        return 200, {
            **found,
            "extraData": "",
            "transId": self._number(payment),
            "payType": "qr",
            "refundTrans": [],
        }

    def message(
        self, payment: WalletPayment, fault: CallFault = CallFault.NONE, stale: bool = False
    ) -> Message:
        """What the merchant's server and the returning browser get."""
        assert payment.choice is not None
        code, words = RESULTS[Choice.UNFINISHED if stale else payment.choice]
        message = {
            "partnerCode": self._settings.momo_partner_code,
            "orderId": payment.order_id,
            "requestId": payment.request["requestId"],
            "amount": payment.amount + (1_000 if fault is CallFault.WRONG_AMOUNT else 0),
            "orderInfo": payment.request["orderInfo"],
            "orderType": "momo_wallet",
            "transId": self._number(payment),
            "resultCode": code,
            "message": words,
            "payType": "qr",
            "responseTime": int(time.time() * 1000),
            "extraData": payment.request["extraData"],
        }
        signature = "0" * 64 if fault is CallFault.WRONG_SIGNATURE else self._sign(message, TELL)
        return {**message, "signature": signature}

    def _number(self, payment: WalletPayment) -> int:
        return payment.number if payment.choice is Choice.SUCCESS else 0

    def _refusal(self, request: Mapping[str, Any], fields: str) -> tuple[int, str] | None:
        if request.get("partnerCode") != self._settings.momo_partner_code:
            return 13, "Xác thực doanh nghiệp thất bại."
        if any(field not in request for field in fields.split()):
            return 20, "Yêu cầu sai định dạng."
        if not hmac.compare_digest(str(request.get("signature", "")), self._sign(request, fields)):
            return 11, "Truy cập bị từ chối."
        return None

    def _answer(self, request: Mapping[str, Any], code: int, message: str) -> Message:
        fault = self.register.fault
        amount = request.get("amount", 0)
        return {
            "partnerCode": self._settings.momo_partner_code,
            "orderId": "another" if fault is AnswerFault.OTHER_ORDER else request.get("orderId", ""),
            "requestId": request.get("requestId", ""),
            "amount": amount + 1_000 if fault is AnswerFault.WRONG_AMOUNT else amount,
            "responseTime": int(time.time() * 1000),
            "message": message,
            "resultCode": code,
        }

    def _sign(self, message: Mapping[str, Any], fields: str) -> str:
        pairs = [("accessKey", self._access), *((name, message[name]) for name in fields.split())]
        text = "&".join(f"{name}={value}" for name, value in pairs)
        return hmac.digest(self._secret, text.encode(), hashlib.sha256).hex()


def is_taken(response: httpx.Response) -> str | None:
    """MoMo counts an HTTP 204 as taken."""
    return "204" if response.status_code == httpx.codes.NO_CONTENT else None
