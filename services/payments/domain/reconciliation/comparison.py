"""A line of a provider's file (dòng sao kê) and its order, compared."""

import hashlib
from dataclasses import dataclass
from datetime import date

from contracts.payments import OrderState, ProviderVerdict
from contracts.reconciliation import StatementLine, StatementOutcome
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome

STATEMENT_CODE = "statement"
"""Stands for the provider's code of an order that its daily file confirmed."""


@dataclass(frozen=True)
class StoredLine:
    """A line as stored. `settles` is the order whose money it is: one line an order."""

    line_id: str
    provider: str
    day: date
    row: int
    transaction_no: str
    txn_ref: str
    amount: int
    outcome: StatementOutcome
    fee: int | None = None
    bank: str | None = None
    order_id: str | None = None
    settles: str | None = None
    case_id: str | None = None
    confirmed: bool = False


def line_id(provider: str, line: StatementLine) -> str:
    """By the provider and its number of the payment: recorded once."""
    return f"{provider}:{line.transaction_no}"


def contradicting_id(provider: str, line: StatementLine) -> str:
    """Of a line that gives another payment the number of one that is recorded: once for each content."""
    content = hashlib.sha256(f"{line.txn_ref}|{line.amount}".encode()).hexdigest()[:16]
    return f"{line_id(provider, line)}:{content}"


def is_same(stored: StoredLine, line: StatementLine) -> bool:
    """Whether it is the same payment, whatever else the file says of it."""
    return (stored.txn_ref, stored.amount) == (line.txn_ref, line.amount)


def compare(
    line: StatementLine, order: Order | None, *, is_settled: bool, number_taken: bool = False
) -> StatementOutcome:
    """`is_settled`: another line has the money of the order. `number_taken`: the number is that of another payment."""
    if number_taken:
        return StatementOutcome.DUPLICATE
    if order is None:
        return StatementOutcome.MISSING_OURS
    if is_settled:
        return StatementOutcome.DUPLICATE
    if line.amount != order.amount:
        return StatementOutcome.AMOUNT_MISMATCH
    if order.state is not OrderState.PAID:
        return StatementOutcome.MISSING_OURS
    return StatementOutcome.MATCHED


def late_outcome(line: StatementLine) -> PaymentOutcome:
    """The file as the provider's last word about the order, which its callback would have brought."""
    return PaymentOutcome(ProviderVerdict.PAID, STATEMENT_CODE, reference=line.transaction_no)
