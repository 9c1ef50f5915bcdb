"""VNPAY's call to the merchant (IPN): how it is read, and the answers that VNPAY understands."""

from collections.abc import Mapping

from payments.providers.base import NotificationResult, ProviderNotification
from payments.providers.vnpay.codes import CODES
from payments.providers.vnpay.merchant import parse_amount

ANSWERS: dict[NotificationResult, tuple[str, str]] = {
    NotificationResult.RECORDED: ("00", "Confirm Success"),
    NotificationResult.PENDING: ("00", "Confirm Success"),
    NotificationResult.ORDER_NOT_FOUND: ("01", "Order not found"),
    NotificationResult.ALREADY_RECORDED: ("02", "Order already confirmed"),
    NotificationResult.WRONG_AMOUNT: ("04", "Invalid amount"),
    NotificationResult.INVALID_SIGNATURE: ("97", "Invalid signature"),
    NotificationResult.FAILED: ("99", "Unknown error"),
}
"""RspCode and Message. VNPAY calls again after any but 00 and 02."""


def read(params: Mapping[str, str]) -> ProviderNotification:
    """The parameters of a call whose signature was checked. Both codes must be there."""
    return ProviderNotification(
        txn_ref=params.get("vnp_TxnRef", ""),
        amount=parse_amount(params.get("vnp_Amount", "")),
        outcome=CODES.read(params, reference=params.get("vnp_TransactionNo") or None),
        complete=all(params.get(field) for field in CODES.fields),
    )
