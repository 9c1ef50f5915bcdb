"""Whatever happens to a bill and its orders, in any order and however often, the ledger balances and no đồng is lost."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.payments.examples import NOON, bill, order

from contracts.dossiers import FeeItem
from contracts.errors import ServiceError
from contracts.payments import Bill, BillState, OrderState, ProviderVerdict
from payments.domain import bills, endings, orders
from payments.domain.endings import Ending
from payments.domain.ledger import accounts, entries
from payments.domain.ledger.balances import bill_balances, fold
from payments.domain.ledger.entries import Entry
from payments.domain.ledger.implied import BillRecord, differences
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.settlement import Settlement, expire, settle

STEPS = ("paid", "not_paid", "held", "pending", "expire", "payer_cancels", "withdrawn", "refused")
ITEMS = st.lists(
    st.tuples(st.sampled_from(["phi", "le_phi"]), st.integers(1, 500_000)), min_size=1, max_size=4
)


@dataclass
class Life:
    """One bill with three orders, and the entries that its transitions have made."""

    bill: Bill
    orders: list[Order]
    entries: list[Entry] = field(default_factory=list)
    now: datetime = NOON

    def step(self, number: int, name: str) -> None:
        self.now += timedelta(seconds=1)
        one = self.orders[number]
        if name in ("withdrawn", "refused"):
            self._end(name)
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
            self._ended(endings.withdraw(self.bill, self.orders, self.now))

    def _ended(self, ending: Ending | None) -> None:
        if ending is not None:
            changed = {each.order_id: each for each in ending.orders}
            self.bill = ending.bill
            self.orders = [changed.get(each.order_id, each) for each in self.orders]
            self.entries += ending.entries


def life(items: list[tuple[str, int]]) -> Life:
    fees = tuple(
        FeeItem(code=f"F{number}", name="Phí", legal_kind=kind, amount=amount)
        for number, (kind, amount) in enumerate(items)
    )
    amount = sum(fee.amount for fee in fees)
    opened = bill().model_copy(update={"items": fees, "amount": amount})
    attempts = [replace(order(f"order-{number}"), amount=amount) for number in range(3)]
    return Life(opened, attempts, [entries.bill_opened(opened, NOON)])


@given(ITEMS, st.lists(st.tuples(st.integers(0, 2), st.sampled_from(STEPS)), max_size=25), st.data())
def test_any_life_leaves_a_balanced_ledger(
    items: list[tuple[str, int]], steps: list[tuple[int, str]], data: st.DataObject
) -> None:
    lived = life(items)
    for number, name in steps:
        lived.step(number, name)
        _require_whole(lived)
    stored = {entry.entry_id: entry for entry in lived.entries}
    assert len(stored) == len(lived.entries), "each is made once"
    record = BillRecord(lived.bill, tuple(lived.orders))
    assert not differences(record, stored), "what is stored implies the entries that were made"
    lost = data.draw(st.sampled_from(sorted(stored)))
    found = differences(record, {key: entry for key, entry in stored.items() if key != lost})
    assert [entry.entry_id for entry in found.missing] == [lost]
    assert fold(found.missing) == fold([stored[lost]])


def _require_whole(lived: Life) -> None:
    balances = fold(lived.entries)
    assert sum(balances.values()) == 0
    received = sum(each.amount for each in lived.orders if each.state is OrderState.PAID)
    assert balances.get(accounts.clearing("vnpay"), 0) == received, (
        "every đồng that a provider took is in it once"
    )
    shown = bill_balances(lived.bill.bill_id, lived.entries)
    due = lived.bill.amount if lived.bill.state is BillState.OPEN else 0
    assert (shown.due, shown.surplus, shown.refund_due) == (due, lived.bill.surplus, lived.bill.refund_due)
    collected = -sum(amount for name, amount in balances.items() if name.startswith("collected:"))
    assert collected == received - shown.refund_due
