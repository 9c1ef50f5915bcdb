"""VNPAY's refund: the request, its answer, and how a query tells what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.i18n import Text
from contracts.payments import Bill
from payments.domain.orders import Order
from payments.domain.refund_outcome import RefundOutcome, RefundVerdict
from payments.domain.refunds import StoredRefund
from payments.providers.base import ProviderUnreachable, UntrustworthyAnswer
from payments.providers.purpose import payment_purpose
from payments.providers.vnpay.merchant import (
    VERSION,
    VnpayMerchant,
    format_amount,
    format_timestamp,
)
from payments.providers.vnpay.query import SIGNED_RESPONSE_FIELDS as SIGNED_QUERY_RESPONSE_FIELDS
from payments.providers.vnpay.query import require_signed, text
from payments.providers.vnpay.signing import SIGNATURE, hmac_sha512, join_values

SIGNED_REQUEST_FIELDS = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TransactionType", "vnp_TxnRef", "vnp_Amount",
    "vnp_TransactionNo", "vnp_TransactionDate", "vnp_CreateBy", "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
SIGNED_RESPONSE_FIELDS = tuple(
    name for name in SIGNED_QUERY_RESPONSE_FIELDS if not name.startswith("vnp_Promotion")
)
"""The documented order of the signed values; a refund has no promotion."""

FULL, PARTIAL = "02", "03"
"""vnp_TransactionType of a refund; 01 is the payment."""
ACCEPTED, IN_PROGRESS, UNDETERMINED = "00", "94", "99"
CREATED_BY = "motcua"
"""No name of an officer leaves the house."""

_REFUSALS = {
    "02": Text("Mã đơn vị không hợp lệ", "The merchant is not valid"),
    "03": Text("Dữ liệu gửi sang VNPAY không đúng định dạng", "The data sent to VNPAY are malformed"),
    "91": Text("VNPAY không tìm thấy giao dịch", "VNPAY does not know the payment"),
    "95": Text(
        "Giao dịch không thành công tại VNPAY nên không hoàn trả được",
        "The payment did not succeed at VNPAY and cannot be returned",
    ),
    "97": Text("Chữ ký không hợp lệ", "The signature is not valid"),
}
"""vnp_ResponseCode of a refund that VNPAY did not take."""
_STATUSES = {
    "00": (RefundVerdict.REFUNDED, Text("Đã hoàn trả", "Returned")),
    "05": (RefundVerdict.PENDING, Text("VNPAY đang xử lý hoàn trả", "VNPAY is returning the money")),
    "06": (
        RefundVerdict.PENDING,
        Text("VNPAY đã gửi yêu cầu hoàn trả sang ngân hàng", "VNPAY asked the bank to return the money"),
    ),
    "09": (RefundVerdict.REFUSED, Text("Yêu cầu hoàn trả bị từ chối", "The return was refused")),
}
"""vnp_TransactionStatus of a refund. Any other is not the last word."""


def request(
    merchant: VnpayMerchant, bill: Bill, order: Order, refund: StoredRefund, at: datetime
) -> dict[str, str]:
    """The signed request; `vnp_TransactionDate` is when the payment was asked for, not when it was made."""
    params = {
        "vnp_RequestId": refund.request_id or "",
        "vnp_Version": VERSION,
        "vnp_Command": "refund",
        "vnp_TmnCode": merchant.tmn_code,
        "vnp_TransactionType": FULL if refund.amount == order.amount else PARTIAL,
        "vnp_TxnRef": order.txn_ref,
        "vnp_Amount": format_amount(refund.amount),
        "vnp_TransactionNo": order.provider_reference or "",
        "vnp_TransactionDate": format_timestamp(order.created_at),
        "vnp_CreateBy": CREATED_BY,
        "vnp_CreateDate": format_timestamp(at),
        "vnp_IpAddr": order.client_ip,
        "vnp_OrderInfo": payment_purpose(bill),
    }
    signed = join_values(params[key] for key in SIGNED_REQUEST_FIELDS)
    return {**params, SIGNATURE: hmac_sha512(signed, merchant.secret)}


def read(
    merchant: VnpayMerchant, order: Order, refund: StoredRefund, answer: Mapping[str, Any]
) -> RefundOutcome:
    """What the answer to the request says. Raises UntrustworthyAnswer; ProviderUnreachable for 99, which decides nothing.

    00 is that VNPAY took the request: only the status says that the money went back.
    """
    require_signed(merchant, answer, SIGNED_RESPONSE_FIELDS)
    code = text(answer, "vnp_ResponseCode")
    if code in _REFUSALS:
        return RefundOutcome(RefundVerdict.REFUSED, code, _REFUSALS[code])
    if code == IN_PROGRESS:
        return RefundOutcome(RefundVerdict.PENDING, code)
    if code != ACCEPTED:
        raise ProviderUnreachable(f"response code {code[:10]}")
    if text(answer, "vnp_TxnRef") != order.txn_ref:
        raise UntrustworthyAnswer("another order")
    if text(answer, "vnp_Amount") != format_amount(refund.amount):
        raise UntrustworthyAnswer("another amount")
    return _by_status(answer)


def read_query(
    merchant: VnpayMerchant, order: Order, refund: StoredRefund, answer: Mapping[str, Any]
) -> RefundOutcome:
    """What querydr says of the refund: NOT_KNOWN while it still speaks of the payment. Raises UntrustworthyAnswer, also for
    the refund of another sum."""
    require_signed(merchant, answer, SIGNED_QUERY_RESPONSE_FIELDS)
    if text(answer, "vnp_ResponseCode") != ACCEPTED:
        raise UntrustworthyAnswer(f"response code {text(answer, 'vnp_ResponseCode')[:10]}")
    if text(answer, "vnp_TxnRef") != order.txn_ref:
        raise UntrustworthyAnswer("another order")
    of_refund = text(answer, "vnp_TransactionType") in (FULL, PARTIAL)
    if not of_refund and text(answer, "vnp_TransactionStatus") not in ("05", "06", "09"):
        return RefundOutcome(RefundVerdict.NOT_KNOWN, text(answer, "vnp_TransactionStatus"))
    if of_refund and text(answer, "vnp_Amount") != format_amount(refund.amount):
        raise UntrustworthyAnswer("another refund")
    return _by_status(answer)


def _by_status(answer: Mapping[str, Any]) -> RefundOutcome:
    status = text(answer, "vnp_TransactionStatus")
    verdict, message = _STATUSES.get(status, (RefundVerdict.PENDING, None))
    return RefundOutcome(verdict, status[:10], message, text(answer, "vnp_TransactionNo") or None)
