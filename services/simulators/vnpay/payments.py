"""The payments that the simulator knows, and what a person may choose to do."""

import itertools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MAX_STORED = 10_000


class Choice(StrEnum):
    """What the person does at the bank."""

    SUCCESS = "success"
    CANCEL = "cancel"
    NO_FUNDS = "no_funds"


class IpnFault(StrEnum):
    """How the call to the merchant goes wrong, for tests."""

    NONE = "none"
    TWICE = "twice"
    NEVER = "never"
    LATE = "late"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_AMOUNT = "wrong_amount"


CODES: dict[Choice, tuple[str, str]] = {
    Choice.SUCCESS: ("00", "00"),
    Choice.CANCEL: ("24", "02"),
    Choice.NO_FUNDS: ("51", "02"),
}
"""vnp_ResponseCode and vnp_TransactionStatus."""


@dataclass
class SimulatedPayment:
    """One order as it came in, and what became of it."""

    order_params: Mapping[str, str]
    transaction_no: str
    choice: Choice | None = None
    pay_date: str = ""
    answers: list[str] = field(default_factory=list)

    @property
    def txn_ref(self) -> str:
        return self.order_params["vnp_TxnRef"]

    def pay(self, choice: Choice) -> None:
        self.choice = choice
        self.pay_date = datetime.now(VIETNAM).strftime("%Y%m%d%H%M%S")

    def outcome(self) -> dict[str, str]:
        """What the return address and the IPN say. Only for a payment that was chosen."""
        assert self.choice is not None
        response, status = CODES[self.choice]
        return {
            "vnp_Amount": self.order_params["vnp_Amount"],
            "vnp_BankCode": "NCB",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": self.order_params["vnp_OrderInfo"],
            "vnp_PayDate": self.pay_date,
            "vnp_ResponseCode": response,
            "vnp_TmnCode": self.order_params["vnp_TmnCode"],
            "vnp_TransactionNo": self.transaction_no,
            "vnp_TransactionStatus": status,
            "vnp_TxnRef": self.txn_ref,
        }


class PaymentRegister:
    """The last payments, by the merchant's reference."""

    def __init__(self) -> None:
        self._payments: OrderedDict[str, SimulatedPayment] = OrderedDict()
        self._numbers = itertools.count(14_000_001)

    def get_or_add(self, asked: Mapping[str, str]) -> SimulatedPayment:
        """The payment of this reference; the first call with it counts."""
        known = self._payments.get(asked["vnp_TxnRef"])
        if known is None:
            known = SimulatedPayment(dict(asked), str(next(self._numbers)))
            self._payments[known.txn_ref] = known
        if len(self._payments) > MAX_STORED:
            self._payments.popitem(last=False)
        return known

    def find(self, txn_ref: str) -> SimulatedPayment | None:
        return self._payments.get(txn_ref)
