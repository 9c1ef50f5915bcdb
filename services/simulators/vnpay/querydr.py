"""VNPAY's querydr: the outcome of a payment, signed."""

from collections.abc import Mapping
from typing import Any

from simulators.vnpay.payments import PaymentRegister, SimulatedPayment
from simulators.vnpay.signatures import QUERY_FIELDS, RESPONSE_FIELDS, VnpaySigner

Message = dict[str, Any]


def answer(
    register: PaymentRegister, signer: VnpaySigner, tmn_code: str, query: Mapping[str, Any]
) -> Message:
    """02: no such merchant, 97: wrong signature, 91: no such transaction, 00: see the status."""
    if query.get("vnp_TmnCode") != tmn_code:
        return _signed(signer, query, {"vnp_ResponseCode": "02", "vnp_Message": "Invalid TmnCode"})
    if not signer.accepts_values(query, QUERY_FIELDS):
        return _signed(signer, query, {"vnp_ResponseCode": "97", "vnp_Message": "Invalid checksum"})
    payment = register.find(str(query.get("vnp_TxnRef")))
    if payment is None:
        return _signed(signer, query, {"vnp_ResponseCode": "91", "vnp_Message": "Transaction not found"})
    return _signed(signer, query, _found(payment))


def _found(payment: SimulatedPayment) -> Message:
    found = {"vnp_ResponseCode": "00", "vnp_Message": "QueryDR Success", "vnp_TransactionType": "01"}
    if payment.choice is None:
        return {**found, "vnp_Amount": payment.order_params["vnp_Amount"], "vnp_TransactionStatus": "01"}
    if payment.refund is not None:
        return {**found, **payment.refund}
    outcome = payment.outcome()
    names = (
        "vnp_Amount",
        "vnp_BankCode",
        "vnp_PayDate",
        "vnp_TransactionNo",
        "vnp_TransactionStatus",
        "vnp_OrderInfo",
    )
    return {**found, **{name: outcome[name] for name in names}}


def _signed(signer: VnpaySigner, query: Mapping[str, Any], content: Message) -> Message:
    message = {
        "vnp_ResponseId": str(query.get("vnp_RequestId", "")),
        "vnp_Command": "querydr",
        "vnp_TmnCode": str(query.get("vnp_TmnCode", "")),
        "vnp_TxnRef": str(query.get("vnp_TxnRef", "")),
        **content,
    }
    return {**message, "vnp_SecureHash": signer.of_values(message, RESPONSE_FIELDS)}
