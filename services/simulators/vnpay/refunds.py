"""VNPAY's refund: money of a payment goes back, in full (02) or in part (03)."""

from collections.abc import Mapping
from typing import Any

from simulators.vnpay.payments import PaymentRegister, RefundFault, SimulatedPayment
from simulators.vnpay.signatures import REFUND_FIELDS, REFUND_RESPONSE_FIELDS, VnpaySigner

Message = dict[str, Any]
_PAID, _PROCESSING = "00", "05"


def answer(
    register: PaymentRegister, signer: VnpaySigner, tmn_code: str, request: Mapping[str, Any]
) -> Message | None:
    """00 taken, 02 no such merchant, 97 wrong signature, 91 no such payment, 94 in progress, 95 not paid, 99 other. None: no
    answer comes."""
    if request.get("vnp_TmnCode") != tmn_code:
        return _signed(signer, request, {"vnp_ResponseCode": "02", "vnp_Message": "Invalid TmnCode"})
    if not signer.accepts_values(request, REFUND_FIELDS):
        return _signed(signer, request, {"vnp_ResponseCode": "97", "vnp_Message": "Invalid checksum"})
    payment = register.find(str(request.get("vnp_TxnRef")))
    if payment is None:
        return _signed(signer, request, {"vnp_ResponseCode": "91", "vnp_Message": "Transaction not found"})
    if payment.refund_fault is RefundFault.LOST:
        return None
    payment.refund_requests.append(str(request.get("vnp_RequestId")))
    return _of(payment, signer, request)


def _of(payment: SimulatedPayment, signer: VnpaySigner, request: Mapping[str, Any]) -> Message | None:
    fault = payment.refund_fault
    if fault is RefundFault.ERROR:
        return _signed(signer, request, {"vnp_ResponseCode": "99", "vnp_Message": "Unknown error"})
    again = payment.refund_requests.count(str(request.get("vnp_RequestId"))) > 1
    unfinished = payment.refund is not None and payment.refund["vnp_TransactionStatus"] != _PAID
    if (again and payment.refund is not None) or unfinished or fault is RefundFault.IN_PROGRESS:
        return _signed(signer, request, {"vnp_ResponseCode": "94", "vnp_Message": "Refund in progress"})
    unpaid = payment.codes is None or payment.codes[1] != _PAID
    if fault is RefundFault.REFUSED or unpaid or not _fits(payment, request):
        return _signed(signer, request, {"vnp_ResponseCode": "95", "vnp_Message": "Not successful at VNPAY"})
    outcome = payment.outcome()
    payment.returned += int(request["vnp_Amount"])
    payment.refund = {
        "vnp_Amount": str(request["vnp_Amount"]),
        "vnp_BankCode": outcome["vnp_BankCode"],
        "vnp_PayDate": outcome["vnp_PayDate"],
        "vnp_TransactionNo": f"{len(payment.refund_requests)}9{payment.transaction_no}",
        "vnp_TransactionType": str(request["vnp_TransactionType"]),
        "vnp_TransactionStatus": _PAID if fault is RefundFault.AT_ONCE else _PROCESSING,
        "vnp_OrderInfo": outcome["vnp_OrderInfo"],
    }
    if fault is RefundFault.SILENT:
        return None
    taken = {"vnp_ResponseCode": "00", "vnp_Message": "Success", **payment.refund}
    message = _signed(signer, request, taken)
    return {**message, "vnp_SecureHash": "0" * 128} if fault is RefundFault.FORGED else message


def _fits(payment: SimulatedPayment, request: Mapping[str, Any]) -> bool:
    """The whole by 02, less by 03; of the payment by when it was asked for."""
    amount, paid = int(request["vnp_Amount"]), int(payment.amount)
    whole = request["vnp_TransactionType"] == "02"
    same_date = request["vnp_TransactionDate"] == payment.order_params["vnp_CreateDate"]
    return (
        same_date and (amount == paid if whole else 0 < amount < paid) and payment.returned + amount <= paid
    )


def _signed(signer: VnpaySigner, request: Mapping[str, Any], content: Message) -> Message:
    message = {
        "vnp_ResponseId": str(request.get("vnp_RequestId", "")),
        "vnp_Command": "refund",
        "vnp_TmnCode": str(request.get("vnp_TmnCode", "")),
        "vnp_TxnRef": str(request.get("vnp_TxnRef", "")),
        **content,
    }
    return {**message, "vnp_SecureHash": signer.of_values(message, REFUND_RESPONSE_FIELDS)}
