"""ZaloPay's side of the wire: create, query, the message to the merchant."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from contracts.time import VIETNAM
from simulators.wallets.payments import AnswerFault, CallFault, Choice, WalletPayment, WalletRegister
from simulators.wallets.settings import WalletsSettings

Message = dict[str, Any]

CREATE = ("app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item")
REQUIRED = {*CREATE, "description", "mac"}
SKEW_MS = 15 * 60 * 1000


class Zalopay:
    """Answers by the rules of ZaloPay: a number is used once, success alone is told, a query says the rest."""

    def __init__(self, settings: WalletsSettings) -> None:
        self._settings = settings
        self._key1 = settings.zalopay_key1.get_secret_value()
        self._key2 = settings.zalopay_key2.get_secret_value()
        self.register = WalletRegister(first_number=261_128_000_000_001)

    def create(self, request: Mapping[str, Any], own_url: str) -> Message:
        if request.get("app_id") != self._settings.zalopay_app_id:
            return _refused(-402, "app_id không hợp lệ")
        if REQUIRED - request.keys() or not isinstance(request["amount"], int) or request["amount"] < 1_000:
            return _refused(-401, "Dữ liệu yêu cầu không hợp lệ")
        signed = "|".join(str(request[name]) for name in CREATE)
        if not hmac.compare_digest(str(request["mac"]), _mac(self._key1, signed)):
            return _refused(-402, "Chứng thực không hợp lệ")
        order_id = str(request["app_trans_id"])
        day = datetime.now(VIETNAM).strftime("%y%m%d_")
        late = abs(time.time() * 1000 - int(request["app_time"])) > SKEW_MS
        if late or not order_id.startswith(day) or len(order_id) > 40:
            return _refused(-401, "app_trans_id hoặc app_time không hợp lệ")
        if self.register.find(order_id) is not None:
            return _refused(-68, "Mã giao dịch bị trùng")
        payment = self.register.add(order_id, request)
        url = f"{own_url}/zalopay/pay?{urlencode({'order': order_id})}"
        return {
            **_answer(1, "Giao dịch thành công", 1),
            "order_url": url,
            "zp_trans_token": f"token-{payment.number}",
        }

    def query(self, request: Mapping[str, Any]) -> Message:
        order_id = str(request.get("app_trans_id", ""))
        signed = f"{request.get('app_id')}|{order_id}|{self._key1}"
        if not hmac.compare_digest(str(request.get("mac", "")), _mac(self._key1, signed)):
            return _refused(-402, "Chứng thực không hợp lệ")
        payment = self.register.find(order_id)
        if payment is None:
            return _refused(-101, "Giao dịch không tồn tại")
        wrong = self.register.fault is AnswerFault.WRONG_AMOUNT
        found = {
            "is_processing": payment.choice is Choice.UNFINISHED,
            "amount": payment.amount + (1_000 if wrong else 0),
            "zp_trans_id": payment.number if payment.choice is Choice.SUCCESS else 0,
        }
        match payment.choice:
            case Choice.SUCCESS:
                return {**_answer(1, "Giao dịch thành công", 1), **found}
            case Choice.CANCEL | Choice.NO_FUNDS:
                return {**_answer(2, "Giao dịch thất bại", -49), **found}
            case _:
                return {**_answer(3, "Giao dịch chưa được thực hiện", 3), **found}

    def message(self, payment: WalletPayment, fault: CallFault = CallFault.NONE) -> Message:
        wrong = 1_000 if fault is CallFault.WRONG_AMOUNT else 0
        data = json.dumps(
            {
                "app_id": self._settings.zalopay_app_id,
                "app_trans_id": payment.order_id,
                "app_time": payment.request["app_time"],
                "app_user": payment.request["app_user"],
                "amount": payment.amount + wrong,
                "embed_data": payment.request["embed_data"],
                "item": payment.request["item"],
                "zp_trans_id": payment.number,
                "server_time": int(time.time() * 1000),
                "channel": 38,
            }
        )
        mac = "0" * 64 if fault is CallFault.WRONG_SIGNATURE else _mac(self._key2, data)
        return {"data": data, "mac": mac, "type": 1}

    def back(self, payment: WalletPayment) -> dict[str, str]:
        """The query with which the browser comes back."""
        values = {
            "appid": str(self._settings.zalopay_app_id),
            "apptransid": payment.order_id,
            "pmcid": "38",
            "bankcode": "",
            "amount": str(payment.amount),
            "discountamount": "0",
            "status": "1" if payment.choice is Choice.SUCCESS else "-49",
        }
        return {**values, "checksum": _mac(self._key2, "|".join(values.values()))}


def is_taken(response: httpx.Response) -> str | None:
    """return_code 1 or 2; with any other ZaloPay calls again."""
    try:
        code = response.json()["return_code"]
    except (ValueError, LookupError, TypeError):
        return None
    return str(code) if code in (1, 2) else None


def _mac(key: str, data: str) -> str:
    return hmac.digest(key.encode(), data.encode(), hashlib.sha256).hex()


def _answer(code: int, message: str, sub_code: int) -> Message:
    return {
        "return_code": code,
        "return_message": message,
        "sub_return_code": sub_code,
        "sub_return_message": message,
    }


def _refused(sub_code: int, message: str) -> Message:
    return _answer(2, message, sub_code)
