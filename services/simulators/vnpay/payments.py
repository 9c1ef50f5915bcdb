"""Payments of the simulated VNPAY, and the choices that a person has."""

import itertools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from contracts.time import VIETNAM

MAX_STORED = 10_000


class Choice(StrEnum):
    """What the person chooses on the payment page."""

    SUCCESS = "success"
    CANCEL = "cancel"
    NO_FUNDS = "no_funds"
    SUSPECTED = "suspected"
    REVERSED = "reversed"
    UNFINISHED = "unfinished"


class IpnFault(StrEnum):
    """How the notification to the merchant goes wrong, for tests."""

    NONE = "none"
    TWICE = "twice"
    NEVER = "never"
    LATE = "late"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_AMOUNT = "wrong_amount"


class RefundFault(StrEnum):
    """How a request for a refund goes wrong, for tests."""

    NONE = "none"
    SILENT = "silent"  # taken, and no answer comes
    LOST = "lost"  # never arrives
    ERROR = "error"  # 99
    IN_PROGRESS = "in_progress"  # 94, as for the same request again
    REFUSED = "refused"  # 95
    AT_ONCE = "at_once"  # the money is back with the answer
    FORGED = "forged"  # not signed by VNPAY


CODES: dict[Choice, tuple[str, str]] = {
    Choice.SUCCESS: ("00", "00"),
    Choice.CANCEL: ("24", "02"),
    Choice.NO_FUNDS: ("51", "02"),
    Choice.SUSPECTED: ("07", "07"),
    Choice.REVERSED: ("00", "04"),
    Choice.UNFINISHED: ("99", "01"),
}
"""vnp_ResponseCode and vnp_TransactionStatus."""


@dataclass
class SimulatedPayment:
    """One order as it came in (`order_params`), what was chosen, its codes, and the merchant's answers."""

    order_params: Mapping[str, str]
    transaction_no: str
    choice: Choice | None = None
    codes: tuple[str, str] | None = None
    amount: str = ""
    pay_date: str = ""
    answers: list[str] = field(default_factory=list)
    refund_fault: RefundFault = RefundFault.NONE
    refund: dict[str, str] | None = None
    returned: int = 0
    refund_requests: list[str] = field(default_factory=list)

    @property
    def txn_ref(self) -> str:
        return self.order_params["vnp_TxnRef"]

    def pay(self, choice: Choice, codes: tuple[str, str] | None = None, amount: str = "") -> None:
        """`codes`: other ones than those of the choice, such as VNPAY may have tomorrow. `amount`: another than was
        asked for, as VNPAY writes it (times 100)."""
        self.choice = choice
        self.amount = amount or self.order_params["vnp_Amount"]
        self.codes = codes or CODES[choice]
        self.pay_date = datetime.now(VIETNAM).strftime("%Y%m%d%H%M%S")

    def outcome(self) -> dict[str, str]:
        """The parameters of the return and of the IPN. Only for a payment with a choice."""
        assert self.codes is not None
        response, status = self.codes
        return {
            "vnp_Amount": self.amount,
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

    def get_or_add(self, order_params: Mapping[str, str]) -> SimulatedPayment:
        """The payment of this reference; the first call with it counts."""
        payment = self._payments.get(order_params["vnp_TxnRef"])
        if payment is None:
            payment = SimulatedPayment(dict(order_params), str(next(self._numbers)))
            self._payments[payment.txn_ref] = payment
        if len(self._payments) > MAX_STORED:
            self._payments.popitem(last=False)
        return payment

    def find(self, txn_ref: str) -> SimulatedPayment | None:
        return self._payments.get(txn_ref)
