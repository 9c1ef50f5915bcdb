"""What single entries say, fee by fee, and what is refused."""

import dataclasses

import pytest
from tests.unit.payments.examples import NOON, bill, order

from contracts.dossiers import FeeItem
from contracts.payments import BillState, OrderState
from payments.domain.ledger import entries
from payments.domain.ledger.balances import fold
from payments.domain.ledger.entries import Entry, Line, Posting
from payments.domain.ledger.implied import BillRecord, differences, implied_entries

AGENCY = "000.00.16.H05"


def test_a_payment_is_collected_by_phi_and_le_phi() -> None:
    items = (
        FeeItem(code="F1", name="Phí thẩm định", legal_kind="phi", amount=150_000),
        FeeItem(code="F2", name="Lệ phí cấp", legal_kind="le_phi", amount=20_000),
    )
    paid = bill().model_copy(update={"items": items, "amount": 170_000})
    made = [entries.bill_opened(paid, NOON), entries.bill_paid(paid, order(), NOON)]
    assert fold(made) == {
        "clearing:vnpay": 170_000,
        f"collected:{AGENCY}:phi:F1": -150_000,
        f"collected:{AGENCY}:le_phi:F2": -20_000,
    }


def test_what_items_leave_out_is_a_line_of_its_own() -> None:
    """Of a bill of an earlier release."""
    opened = entries.bill_opened(bill().model_copy(update={"amount": 9000}), NOON)
    assert fold([opened])[f"billed:{AGENCY}:le_phi:-"] == -1000


def test_an_entry_that_does_not_balance_is_none() -> None:
    with pytest.raises(ValueError, match="not balanced"):
        Entry("x", Posting.SURPLUS, NOON, "bill-1", AGENCY, (Line("surplus:bill-1", 1),))


def test_a_second_payment_that_an_early_release_did_not_mark_is_a_surplus() -> None:
    paid = bill().model_copy(update={"state": BillState.PAID, "paid_at": NOON})
    first, second = (
        dataclasses.replace(order(name), state=OrderState.PAID, settled_at=at)
        for name, at in (("b", NOON), ("a", NOON.replace(hour=1)))
    )
    made = {entry.entry_id for entry in implied_entries(BillRecord(paid, (second, first)))}
    assert made == {"bill_opened:bill-1", "bill_paid:bill-1", "surplus:a"}


def test_what_is_changed_or_unexplained_is_found() -> None:
    record = BillRecord(bill(), ())
    (opened,) = implied_entries(record)
    stray = entries.surplus(bill(), order(), NOON)
    other = dataclasses.replace(opened, lines=(Line("receivable:bill-1", 1), Line("billed:x", -1)))
    found = differences(record, {opened.entry_id: other, stray.entry_id: stray})
    assert (found.missing, found.changed, found.unexplained) == ((), (opened.entry_id,), (stray.entry_id,))
