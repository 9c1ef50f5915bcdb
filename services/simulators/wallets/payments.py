"""Payments of the simulated wallets: what was asked for, what the person chose, what is to go wrong."""

import itertools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MAX_STORED = 10_000


class Choice(StrEnum):
    """What the person chooses on the page."""

    SUCCESS = "success"
    CANCEL = "cancel"
    NO_FUNDS = "no_funds"
    UNFINISHED = "unfinished"


class CallFault(StrEnum):
    """How the call to the merchant goes wrong."""

    NONE = "none"
    TWICE = "twice"
    NEVER = "never"
    LATE = "late"
    STALE = "stale"
    """After the last word one more call comes that says that the payment is not finished."""
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_AMOUNT = "wrong_amount"


class AnswerFault(StrEnum):
    """How the wallet's answers to the merchant go wrong, until another is set."""

    NONE = "none"
    SLOW = "slow"
    ERROR = "error"
    """HTTP 500 and no JSON; nothing was done."""
    LOST = "lost"
    """What was asked for is done, and the answer is HTTP 500."""
    WRONG_AMOUNT = "wrong_amount"
    OTHER_ORDER = "other_order"


@dataclass
class WalletPayment:
    """One payment: the merchant's request, the wallet's own number, the choice, the merchant's answers call by call."""

    order_id: str
    request: Mapping[str, Any]
    number: int
    choice: Choice | None = None
    answers: list[str] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return int(self.request["amount"])


class WalletRegister:
    """The last payments of one wallet, by the merchant's number."""

    def __init__(self, first_number: int) -> None:
        self._payments: OrderedDict[str, WalletPayment] = OrderedDict()
        self._numbers = itertools.count(first_number)
        self.fault = AnswerFault.NONE

    def add(self, order_id: str, request: Mapping[str, Any]) -> WalletPayment:
        payment = WalletPayment(order_id, dict(request), next(self._numbers))
        self._payments[order_id] = payment
        if len(self._payments) > MAX_STORED:
            self._payments.popitem(last=False)
        return payment

    def find(self, order_id: str) -> WalletPayment | None:
        return self._payments.get(order_id)
