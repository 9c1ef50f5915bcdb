"""VNPAY's call to the merchant (IPN): how it is read, and the answers that VNPAY understands."""

import re
from collections.abc import Mapping

from payments.domain.settlement import PaymentOutcome
from payments.providers.base import NotificationResult, ProviderNotification
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
"""RspCode and Message. VNPAY calls again after any but 00 and 02. It calls only about what is final, never PENDING."""

SUCCESS = "00"


def read(params: Mapping[str, str]) -> ProviderNotification:
    """The parameters of a call whose signature was checked."""
    outcome = _outcome(params)
    return ProviderNotification(
        txn_ref=params.get("vnp_TxnRef", ""),
        amount=parse_amount(params.get("vnp_Amount", "")),
        outcome=outcome,
        complete=outcome is not None,
    )


def _outcome(params: Mapping[str, str]) -> PaymentOutcome | None:
    """Paid only if both codes say so; else the code of the one that does not. None when one is missing."""
    codes = params.get("vnp_ResponseCode", ""), params.get("vnp_TransactionStatus", "")
    if not all(re.fullmatch(r"[0-9]{2}", code) for code in codes):
        return None
    failure = next((code for code in codes if code != SUCCESS), SUCCESS)
    reference = params.get("vnp_TransactionNo") or None
    return PaymentOutcome(paid=failure == SUCCESS, code=failure, reference=reference)
