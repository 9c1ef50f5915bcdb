"""Entries of the ledger (bút toán): each is balanced, is made once for what it is about, and is never changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.dossiers import FeeItem
from contracts.payments import Bill
from contracts.refunds import RefundMethod, RefundState
from payments.domain.ledger import accounts
from payments.domain.orders import Order
from payments.domain.refunds import Step, StoredRefund

UNSPECIFIED = FeeItem(code="-", name="", legal_kind="le_phi", amount=0)
"""What a bill of an earlier release asks for beside its items, if anything."""


class Posting(StrEnum):
    """What an entry records (nghiệp vụ)."""

    BILL_OPENED = "bill_opened"  # thông báo phải nộp
    BILL_CANCELLED = "bill_cancelled"  # hủy khoản thu
    BILL_PAID = "bill_paid"  # thu tiền
    SURPLUS = "surplus"  # thu thừa
    REFUND_DUE = "refund_due"  # phải hoàn trả
    REFUND_PARKED = "refund_parked"  # chuyển sang tạm giữ
    REFUND_RESUMED = "refund_resumed"  # xử lý tiếp khoản tạm giữ
    REFUNDED = "refunded"  # đã hoàn trả


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


def refund_opened(bill: Bill, order: Order, refund: StoredRefund) -> Entry:
    """What the order brought is owed to the payer: it was a surplus, or it was collected and is taken back, fee by fee."""
    if order.surplus:
        taken: tuple[Line, ...] = (Line(accounts.surplus(bill.bill_id), refund.entered),)
    else:
        taken = tuple(_lines(bill.agency_code, refund.items, refund.entered, accounts.collected, 1))
    lines = (*taken, Line(accounts.refund_payable(bill.bill_id), -refund.entered))
    return _entry(Posting.REFUND_DUE, refund.refund_id, bill, refund.opened_at, lines, order)


def refund_steps(bill: Bill, order: Order, refund: StoredRefund, after: int = 0) -> Iterator[Entry]:
    """What its steps after a version moved: to be parked and back, and out of the house."""
    state = RefundState.DUE
    for step in refund.steps:
        if step.version > after:
            yield from _moves(bill, order, refund, state, step)
        state = step.state


def _moves(
    bill: Bill, order: Order, refund: StoredRefund, before: RefundState, step: Step
) -> Iterator[Entry]:
    subject = f"{refund.refund_id}:{step.version}"
    payable, parked = accounts.refund_payable(bill.bill_id), accounts.parked(bill.bill_id)
    if before is RefundState.PARKED:
        lines = (Line(parked, step.amount), Line(payable, -step.amount))
        yield _entry(Posting.REFUND_RESUMED, subject, bill, step.at, lines, order)
    if step.state is RefundState.PARKED:
        lines = (Line(payable, step.amount), Line(parked, -step.amount))
        yield _entry(Posting.REFUND_PARKED, subject, bill, step.at, lines, order)
    if step.state is RefundState.REFUNDED:
        by_agency = refund.method is RefundMethod.TRANSFER
        paid_from = accounts.agency(bill.agency_code) if by_agency else accounts.clearing(order.provider)
        lines = (Line(payable, step.amount), Line(paid_from, -step.amount))
        yield _entry(Posting.REFUNDED, refund.refund_id, bill, step.at, lines, order)


def _by_item(bill: Bill, account: accounts.ByFee, sign: int) -> Iterator[Line]:
    return _lines(bill.agency_code, bill.items, bill.amount, account, sign)


def _lines(
    agency_code: str, items: Iterable[FeeItem], amount: int, account: accounts.ByFee, sign: int
) -> Iterator[Line]:
    """The amount fee by fee; what the items leave out has a line of its own."""
    given = tuple(items)
    rest = UNSPECIFIED.model_copy(update={"amount": amount - sum(item.amount for item in given)})
    for item in (*given, rest):
        if item.amount:
            yield Line(account(agency_code, item.legal_kind, item.code), sign * item.amount)


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
