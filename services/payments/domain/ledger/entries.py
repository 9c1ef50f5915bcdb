"""Entries of the ledger (bút toán): each is balanced, is made once for what it is about, and is never changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.dossiers import FeeItem
from contracts.payments import Bill
from payments.domain.ledger import accounts
from payments.domain.orders import Order

UNSPECIFIED = FeeItem(code="-", name="", legal_kind="le_phi", amount=0)
"""What a bill of an earlier release asks for beside its items, if anything."""


class Posting(StrEnum):
    """What an entry records (nghiệp vụ)."""

    BILL_OPENED = "bill_opened"  # thông báo phải nộp
    BILL_CANCELLED = "bill_cancelled"  # hủy khoản thu
    BILL_PAID = "bill_paid"  # thu tiền
    SURPLUS = "surplus"  # thu thừa
    REFUND_DUE = "refund_due"  # phải hoàn trả


@dataclass(frozen=True)
class Line:
    """One line: so many đồng to one account; a debit (nợ) is positive, a credit (có) negative."""

    account: str
    amount: int


@dataclass(frozen=True)
class Entry:
    """A balanced entry. Its id says what it records of what, so that it is made once.

    `at` is when it was recorded (UTC). Raises ValueError for lines that do not add up to 0.
    """

    entry_id: str
    posting: Posting
    at: datetime
    bill_id: str
    agency_code: str
    lines: tuple[Line, ...]
    order_id: str | None = None

    def __post_init__(self) -> None:
        if sum(line.amount for line in self.lines):
            raise ValueError(f"the entry {self.entry_id} is not balanced")


def bill_opened(bill: Bill, at: datetime) -> Entry:
    """The agency may claim what the bill asks for, fee by fee."""
    lines = (Line(accounts.receivable(bill.bill_id), bill.amount), *_by_item(bill, accounts.billed, -1))
    return _entry(Posting.BILL_OPENED, bill.bill_id, bill, at, lines)


def bill_cancelled(bill: Bill, at: datetime) -> Entry:
    """The claim ends as it was made."""
    lines = (Line(accounts.receivable(bill.bill_id), -bill.amount), *_by_item(bill, accounts.billed, 1))
    return _entry(Posting.BILL_CANCELLED, bill.bill_id, bill, at, lines)


def bill_paid(bill: Bill, order: Order, at: datetime) -> Entry:
    """The provider holds the money for us, the claim is met, and what was billed is collected."""
    lines = (
        Line(accounts.clearing(order.provider), bill.amount),
        Line(accounts.receivable(bill.bill_id), -bill.amount),
        *_by_item(bill, accounts.billed, 1),
        *_by_item(bill, accounts.collected, -1),
    )
    return _entry(Posting.BILL_PAID, bill.bill_id, bill, at, lines, order)


def surplus(bill: Bill, order: Order, at: datetime) -> Entry:
    """Money came that the bill did not need."""
    lines = (
        Line(accounts.clearing(order.provider), order.amount),
        Line(accounts.surplus(bill.bill_id), -order.amount),
    )
    return _entry(Posting.SURPLUS, order.order_id, bill, at, lines, order)


def refund_due(bill: Bill, order: Order, at: datetime) -> Entry:
    """What the order brought is owed to the payer: it was a surplus, or it was collected and the dossier has ended."""
    if order.surplus:
        taken: tuple[Line, ...] = (Line(accounts.surplus(bill.bill_id), order.amount),)
    else:
        taken = tuple(_by_item(bill, accounts.collected, 1))
    lines = (*taken, Line(accounts.refund_payable(bill.bill_id), -order.amount))
    return _entry(Posting.REFUND_DUE, order.order_id, bill, at, lines, order)


def _by_item(bill: Bill, account: accounts.ByFee, sign: int) -> Iterator[Line]:
    """The amount of the bill fee by fee; what its items leave out has a line of its own."""
    rest = bill.amount - sum(item.amount for item in bill.items)
    items: Iterable[FeeItem] = bill.items
    if rest:
        items = (*bill.items, UNSPECIFIED.model_copy(update={"amount": rest}))
    for item in items:
        if item.amount:
            yield Line(account(bill.agency_code, item.legal_kind, item.code), sign * item.amount)


def _entry(
    posting: Posting,
    subject: str,
    bill: Bill,
    at: datetime,
    lines: tuple[Line, ...],
    order: Order | None = None,
) -> Entry:
    return Entry(
        entry_id=f"{posting}:{subject}",
        posting=posting,
        at=at,
        bill_id=bill.bill_id,
        agency_code=bill.agency_code,
        lines=lines,
        order_id=order.order_id if order else None,
    )
