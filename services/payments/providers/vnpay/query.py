"""VNPAY's querydr: the outcome of an order whose IPN has not come."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contracts.payments import Bill
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.providers.base import OtherAmount, UntrustworthyAnswer
from payments.providers.purpose import payment_purpose
from payments.providers.signatures import equal_signatures
from payments.providers.vnpay.codes import CODES, TRANSACTION_STATUS
from payments.providers.vnpay.merchant import (
    VERSION,
    VnpayMerchant,
    format_amount,
    format_timestamp,
    parse_amount,
)
from payments.providers.vnpay.signing import SIGNATURE, hmac_sha512, join_values

SIGNED_REQUEST_FIELDS = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate",
    "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
SIGNED_RESPONSE_FIELDS = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
    "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus",
    "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount",
)  # fmt: skip
"""The documented order of the signed values."""

ANSWERED = "00"
TRANSACTION_UNKNOWN = "91"
"""vnp_ResponseCode of querydr, which is about the query and never about the payment."""


def request(
    merchant: VnpayMerchant, bill: Bill, order: Order, request_id: str, at: datetime
) -> dict[str, str]:
    params = {
        "vnp_RequestId": request_id,
        "vnp_Version": VERSION,
        "vnp_Command": "querydr",
        "vnp_TmnCode": merchant.tmn_code,
        "vnp_TxnRef": order.txn_ref,
        "vnp_OrderInfo": payment_purpose(bill),
        "vnp_TransactionDate": format_timestamp(order.created_at),
        "vnp_CreateDate": format_timestamp(at),
        "vnp_IpAddr": order.client_ip,
    }
    return {
        **params,
        SIGNATURE: hmac_sha512(join_values(params[key] for key in SIGNED_REQUEST_FIELDS), merchant.secret),
    }


def read(merchant: VnpayMerchant, order: Order, answer: Mapping[str, Any]) -> PaymentOutcome | None:
    """What VNPAY says, or None where it does not know the transaction. Raises UntrustworthyAnswer, OtherAmount."""
    require_signed(merchant, answer, SIGNED_RESPONSE_FIELDS)
    if text(answer, "vnp_ResponseCode") == TRANSACTION_UNKNOWN:
        return None
    _require_about(order, answer)
    status = {TRANSACTION_STATUS: text(answer, TRANSACTION_STATUS)}
    return CODES.read(status, reference=text(answer, "vnp_TransactionNo") or None)


def require_signed(merchant: VnpayMerchant, answer: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Raises UntrustworthyAnswer unless VNPAY signed these values."""
    expected = hmac_sha512(join_values(text(answer, key) for key in fields), merchant.secret)
    if not equal_signatures(text(answer, SIGNATURE), expected):
        raise UntrustworthyAnswer("signature")


def _require_about(order: Order, answer: Mapping[str, Any]) -> None:
    if text(answer, "vnp_ResponseCode") != ANSWERED:
        raise UntrustworthyAnswer(f"response code {text(answer, 'vnp_ResponseCode')}")
    if text(answer, "vnp_TxnRef") != order.txn_ref:
        raise UntrustworthyAnswer("another order")
    if text(answer, "vnp_Amount") != format_amount(order.amount):
        raise OtherAmount(parse_amount(text(answer, "vnp_Amount")))


def text(answer: Mapping[str, Any], key: str) -> str:
    """Values come as text or number, or not at all."""
    value = answer.get(key)
    return "" if value is None else str(value)
