"""Whatever happens to a bill, its orders and its refunds, in any order and however often, no đồng is lost."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.payments.examples import NOON, bill, order

from contracts.base import Actor, ActorKind
from contracts.dossiers import FeeItem
from contracts.errors import ServiceError
from contracts.payments import Bill, BillState, OrderState, ProviderVerdict
from contracts.refunds import ActOnRefundBody, RefundAct, RefundReason, RefundState
from payments.domain import bills, endings, orders, refunds
from payments.domain.endings import Ending
from payments.domain.ledger import accounts, entries
from payments.domain.ledger.balances import bill_balances, fold
from payments.domain.ledger.entries import Entry
from payments.domain.ledger.implied import BillRecord, differences
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.refund_outcome import RefundOutcome, RefundVerdict, recorded
from payments.domain.refunds import StoredRefund
from payments.domain.settlement import Settlement, expire, settle

STEPS = (
    *("paid", "not_paid", "held", "pending", "expire", "payer_cancels", "withdrawn", "refused"),
    *(
        "open_refund",
        *(f"refund:{act}" for act in RefundAct),
        "refund:sent",
        "refund:back",
        "refund:no",
        "refund:late",
    ),
)
ITEMS = st.lists(
    st.tuples(st.sampled_from(["phi", "le_phi"]), st.integers(1, 500_000)), min_size=1, max_size=4
)

AGENCY = bill().agency_code
OFFICER = Actor(kind=ActorKind.OFFICER, account_id="officer", agency_code=AGENCY)


@dataclass
class Life:
    """One bill with three orders and their refunds, and the entries that its transitions have made."""

    bill: Bill
    orders: list[Order]
    entries: list[Entry] = field(default_factory=list)
    refunds: list[StoredRefund] = field(default_factory=list)
    now: datetime = NOON

    def step(self, number: int, name: str) -> None:
        self.now += timedelta(seconds=1)
        one = self.orders[number]
        if name in ("withdrawn", "refused"):
            self._end(name)
        elif name == "open_refund":
            self._open_refund(number)
        elif name.startswith("refund:"):
            self._move_refund(number, name.removeprefix("refund:"))
        elif name == "payer_cancels":
            self._cancel(number)
        elif name == "expire":
            self._settled(number, expire(self.bill, one))
        else:
            outcome = PaymentOutcome(ProviderVerdict(name), code=name)
            self._settled(number, settle(self.bill, one, outcome, self.now))

    def _settled(self, number: int, change: Settlement | None) -> None:
        if change is not None:
            self.bill, self.orders[number] = change.bill, change.order
            self.entries += change.entries(self.now)
            self.refunds += change.refunds(self.now)

    def _cancel(self, number: int) -> None:
        try:
            self.orders[number] = orders.cancelled_by_payer(self.orders[number])
        except ServiceError:
            return
        self.bill = bills.next_version(self.bill)

    def _end(self, name: str) -> None:
        if name == "refused":
            is_open = self.bill.state is BillState.OPEN
            self._ended(endings.cancel(self.bill, self.orders, self.now) if is_open else None)
        else:
            self._ended(endings.withdraw(self.bill, self.orders, self.refunds, self.now))

    def _ended(self, ending: Ending | None) -> None:
        if ending is not None:
            changed = {each.order_id: each for each in ending.orders}
            self.bill = ending.bill
            self.orders = [changed.get(each.order_id, each) for each in self.orders]
            self.entries += ending.entries
            self.refunds += ending.refunds

    def _open_refund(self, number: int) -> None:
        """By an officer: a part of what is left."""
        one, amount = self.orders[number], max(1, self.orders[number].amount // 3)
        refund_id = f"refund-{len(self.refunds)}"
        try:
            refund = refunds.of_part(
                self.bill, one, self.refunds, amount, RefundReason.OVERCHARGED, refund_id, self.now
            )
        except ServiceError:
            return
        self.entries.append(entries.refund_opened(self.bill, one, refund))
        self.refunds.append(refund)
        self._due(number, amount)
        self.bill = bills.with_refund(self.bill, amount)

    def _move_refund(self, number: int, name: str) -> None:
        """Of the newest refunds the one of this number; a request is for half of it."""
        if number >= len(self.refunds):
            return
        before = self.refunds[-1 - number]
        try:
            after = self._after(before, name)
        except ServiceError:
            return
        if after is None:
            return
        order_number = [each.order_id for each in self.orders].index(before.order_id)
        self.entries += entries.refund_steps(self.bill, self.orders[order_number], after, before.version)
        self.refunds[-1 - number] = after
        rest = refunds.rest_of(before, after, f"rest-{len(self.refunds)}", self.now)
        self.refunds += [rest] if rest else []
        if after.state is RefundState.REFUNDED:
            self._due(order_number, -after.amount)
            self.bill = bills.with_refunded(self.bill, after.amount)

    def _after(self, before: StoredRefund, name: str) -> StoredRefund | None:
        if name == "sent":
            return refunds.sent(before, self.now)
        if name in ("back", "no"):
            verdict = RefundVerdict.REFUNDED if name == "back" else RefundVerdict.REFUSED
            return recorded(before, RefundOutcome(verdict, "00"), self.now)
        if name == "late":
            return refunds.overdue(before, self.now + timedelta(days=31))
        body = ActOnRefundBody(
            act=RefundAct(name),
            amount=max(1, before.amount // 2) if name == RefundAct.REQUEST else None,
            reference="12/UNC",
            note="Ghi chú.",
        )
        return refunds.acted(before, body, OFFICER, self.now, by_provider=before.amount % 2 == 0)

    def _due(self, number: int, amount: int) -> None:
        one = self.orders[number]
        self.orders[number] = replace(one, refund_due=one.refund_due + amount)


def life(items: list[tuple[str, int]]) -> Life:
    fees = tuple(
        FeeItem(code=f"F{number}", name="Phí", legal_kind=kind, amount=amount)
        for number, (kind, amount) in enumerate(items)
    )
    amount = sum(fee.amount for fee in fees)
    opened = bill().model_copy(update={"items": fees, "amount": amount})
    attempts = [replace(order(f"order-{number}"), amount=amount) for number in range(3)]
    return Life(opened, attempts, [entries.bill_opened(opened, NOON)])


@given(ITEMS, st.lists(st.tuples(st.integers(0, 2), st.sampled_from(STEPS)), max_size=40), st.data())
def test_any_life_leaves_a_balanced_ledger(
    items: list[tuple[str, int]], steps: list[tuple[int, str]], data: st.DataObject
) -> None:
    lived = life(items)
    for number, name in steps:
        lived.step(number, name)
        _require_whole(lived)
    stored = {entry.entry_id: entry for entry in lived.entries}
    assert len(stored) == len(lived.entries), "each is made once"
    record = BillRecord(lived.bill, tuple(lived.orders), tuple(lived.refunds))
    assert not differences(record, stored), "what is stored implies the entries that were made"
    lost = data.draw(st.sampled_from(sorted(stored)))
    found = differences(record, {key: entry for key, entry in stored.items() if key != lost})
    assert [entry.entry_id for entry in found.missing] == [lost]
    assert fold(found.missing) == fold([stored[lost]])


@pytest.mark.parametrize(
    "steps",
    [
        ["request", "approve", "sent", "no", "resume", "request", "approve", "sent", "back"],
        ["request", "approve", "sent", "no", "back", "back"],
        ["park", "resume", "late", "resume", "request", "approve", "late", "resume"],
        ["request", "reject", "request", "late", "request", "approve", "pay_out"],
    ],
)
def test_parked_money_is_followed_until_it_is_back(steps: list[str]) -> None:
    lived = life([("phi", 50_000), ("le_phi", 6_000)])
    for name in ("paid", "withdrawn", *(f"refund:{step}" for step in steps)):
        lived.step(0, name)
        _require_whole(lived)
    record = BillRecord(lived.bill, tuple(lived.orders), tuple(lived.refunds))
    assert not differences(record, {entry.entry_id: entry for entry in lived.entries})


def _require_whole(lived: Life) -> None:
    balances = fold(lived.entries)
    assert sum(balances.values()) == 0
    received = sum(each.amount for each in lived.orders if each.state is OrderState.PAID)
    returned = sum(each.amount for each in lived.refunds if each.state is RefundState.REFUNDED)
    held = balances.get(accounts.clearing("vnpay"), 0) + balances.get(accounts.agency(AGENCY), 0)
    assert held == received - returned, "every đồng that came is in it once, until it went back once"
    shown = bill_balances(lived.bill.bill_id, lived.entries)
    due = lived.bill.amount if lived.bill.state is BillState.OPEN else 0
    assert (shown.due, shown.surplus, shown.refund_due) == (due, lived.bill.surplus, lived.bill.refund_due)
    waiting = sum(each.amount for each in lived.refunds if each.state is not RefundState.REFUNDED)
    assert waiting == lived.bill.refund_due == sum(each.refund_due for each in lived.orders)
    parked = sum(each.amount for each in lived.refunds if each.state is RefundState.PARKED)
    assert -balances.get(accounts.parked(lived.bill.bill_id), 0) == parked
    collected = -sum(amount for name, amount in balances.items() if name.startswith("collected:"))
    assert collected == received - returned - waiting
    assert returned + waiting <= received
