"""VNPAY's call (IPN): what it says, read and nothing more, and the answers it understands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.payments import IpnAnswer
from payments.domain.settlement import PaymentOutcome
from payments.providers.vnpay.merchant import format_amount

CONFIRMED = IpnAnswer(RspCode="00", Message="Confirm Success")
ORDER_NOT_FOUND = IpnAnswer(RspCode="01", Message="Order not found")
ALREADY_CONFIRMED = IpnAnswer(RspCode="02", Message="Order already confirmed")
WRONG_AMOUNT = IpnAnswer(RspCode="04", Message="Invalid amount")
WRONG_SIGNATURE = IpnAnswer(RspCode="97", Message="Invalid signature")
UNKNOWN = IpnAnswer(RspCode="99", Message="Unknown error")

SUCCESS = "00"


@dataclass(frozen=True)
class IpnNotification:
    """`amount` as written by VNPAY, in hundredths of a dong."""

    txn_ref: str
    amount: str
    response_code: str
    transaction_status: str
    transaction_no: str

    @property
    def complete(self) -> bool:
        return bool(
            re.fullmatch(r"[0-9]{2}", self.response_code)
            and re.fullmatch(r"[0-9]{2}", self.transaction_status)
        )

    @property
    def outcome(self) -> PaymentOutcome:
        """Paid only if both codes say so; else the code of the one that says no."""
        failure = self.response_code if self.response_code != SUCCESS else self.transaction_status
        return PaymentOutcome(paid=failure == SUCCESS, code=failure, reference=self.transaction_no or None)

    def has_amount(self, amount: int) -> bool:
        return self.amount == format_amount(amount)


def read(params: Mapping[str, str]) -> IpnNotification:
    return IpnNotification(
        txn_ref=params.get("vnp_TxnRef", ""),
        amount=params.get("vnp_Amount", ""),
        response_code=params.get("vnp_ResponseCode", ""),
        transaction_status=params.get("vnp_TransactionStatus", ""),
        transaction_no=params.get("vnp_TransactionNo", ""),
    )
