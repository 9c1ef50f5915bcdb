"""What the ledger must hold by the stored bill and its orders: for what was stored before the ledger, and to compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.payments import Bill, BillState, OrderState
from contracts.refunds import RefundReason
from payments.domain import refunds
from payments.domain.ledger import entries
from payments.domain.ledger.balances import fold
from payments.domain.ledger.entries import Entry
from payments.domain.orders import Order
from payments.domain.refunds import StoredRefund


@dataclass(frozen=True)
class BillRecord:
    """A bill with its orders and refunds, as read at one moment. `cancelled_at`, `refund_due_at`: by the event log, where
    it says."""

    bill: Bill
    orders: tuple[Order, ...]
    refunds: tuple[StoredRefund, ...] = ()
    cancelled_at: datetime | None = None
    refund_due_at: datetime | None = None


def implied_entries(record: BillRecord) -> tuple[Entry, ...]:
    """In the order in which they were made; ids and lines are those of the entries that were made at once."""
    return tuple(_entries(record))


def _entries(record: BillRecord) -> Iterator[Entry]:
    bill = record.bill
    yield entries.bill_opened(bill, bill.opened_at)
    if bill.state is BillState.CANCELLED:
        yield entries.bill_cancelled(bill, record.cancelled_at or bill.opened_at)
    paying, found = paying_order(record), (*record.refunds, *missing_refunds(record))
    for order in sorted(record.orders, key=lambda each: (each.settled_at or each.created_at, each.order_id)):
        if order.state is not OrderState.PAID:
            continue
        at = order.settled_at or order.created_at
        as_counted = replace(order, surplus=order is not paying)
        if order is paying:
            yield entries.bill_paid(bill, order, at)
        else:
            yield entries.surplus(bill, as_counted, at)
        for refund in found:
            if refund.order_id == order.order_id:
                if refund.entered:
                    yield entries.refund_opened(bill, as_counted, refund)
                yield from entries.refund_steps(bill, as_counted, refund)


def missing_refunds(record: BillRecord) -> tuple[StoredRefund, ...]:
    """Of what is to be returned by its order and by no refund: found before there were any, or by the release before."""
    paying, named = paying_order(record), {refund.order_id for refund in record.refunds}
    return tuple(
        refunds.of_whole_order(
            record.bill,
            replace(order, surplus=order is not paying),
            RefundReason.WITHDRAWN if order is paying else RefundReason.SURPLUS,
            (record.refund_due_at if order is paying else None) or order.settled_at or order.created_at,
        )
        for order in record.orders
        if order.refund_due and order.state is OrderState.PAID and order.order_id not in named
    )


def paying_order(record: BillRecord) -> Order | None:
    """The order by whose money the bill is paid; any other paid one is a surplus, whether an early release marked it or
    not."""
    if record.bill.state is not BillState.PAID:
        return None
    candidates = [each for each in record.orders if each.state is OrderState.PAID and not each.surplus]
    return min(
        candidates,
        key=lambda each: (each.settled_at != record.bill.paid_at, each.settled_at or each.created_at),
        default=None,
    )


def differences(record: BillRecord, stored: Mapping[str, Entry]) -> "Comparison":
    """Compares what the ledger holds of a bill, by the ids of the entries, with what its documents say."""
    implied = {entry.entry_id: entry for entry in implied_entries(record)}
    return Comparison(
        missing=tuple(entry for key, entry in implied.items() if key not in stored),
        changed=tuple(
            key for key, entry in implied.items() if key in stored and not _same(stored[key], entry)
        ),
        unexplained=tuple(sorted(stored.keys() - implied.keys())),
    )


@dataclass(frozen=True)
class Comparison:
    """Where the ledger and the documents differ: entries that are missing, ids of those that differ, and of those that
    nothing explains."""

    missing: tuple[Entry, ...]
    changed: tuple[str, ...]
    unexplained: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.unexplained)


def _same(one: Entry, other: Entry) -> bool:
    return fold((one,)) == fold((other,))
