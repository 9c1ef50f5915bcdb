"""A provider's notification never comes, so its outcome is queried."""

import pytest
from tests.integration.payments.examples import ipn_params
from tests.integration.payments.harness import PaymentsHarness

from chassis.core.clock import utcnow
from contracts.payments import BillState, OrderState, ProviderVerdict
from devstack.waiting import wait_until


def test_a_payment_that_was_never_notified_is_found(short_lived: PaymentsHarness) -> None:
    bill = short_lived.new_bill()
    order = short_lived.create_order(bill)
    short_lived.pay(order, ipn="never")
    wait_until(lambda: short_lived.bill(bill).state is BillState.PAID, 15, "the payment is found")
    assert short_lived.read_order(bill, order).state is OrderState.PAID
    assert short_lived.send_ipn(ipn_params(order)) == "02"


def test_a_refusal_that_was_never_notified_is_found(short_lived: PaymentsHarness) -> None:
    bill = short_lived.new_bill()
    order = short_lived.create_order(bill)
    short_lived.pay(order, choice="no_funds", ipn="never")
    wait_until(
        lambda: short_lived.read_order(bill, order).state is OrderState.FAILED, 15, "the refusal is found"
    )
    assert short_lived.bill(bill).state is BillState.OPEN


@pytest.mark.deep
@pytest.mark.parametrize(
    ("last_word", "ended"), [("success", OrderState.PAID), ("cancel", OrderState.FAILED)]
)
def test_held_money_is_found_and_queried_until_its_last_word(
    short_lived: PaymentsHarness, last_word: str, ended: OrderState
) -> None:
    """No call of VNPAY arrives, and the hold lasts longer than the order."""
    bill = short_lived.new_bill()
    order = short_lived.create_order(bill)
    short_lived.pay(order, choice="suspected", ipn="never")
    held = ProviderVerdict.HELD
    wait_until(lambda: short_lived.read_order(bill, order).verdict is held, 15, "the hold is found")
    wait_until(lambda: utcnow() > order.expires_at, 15, "the order is over")
    assert short_lived.create_order(bill).order_id == order.order_id
    short_lived.settle(order, last_word, ipn="never")
    wait_until(lambda: short_lived.read_order(bill, order).state is ended, 30, "the last word is found")
    types = short_lived.event_types(bill)
    assert types.count("payments.payment_pending") == 1
    assert "payments.order_expired" not in types


def test_another_amount_is_found_by_the_query(short_lived: PaymentsHarness) -> None:
    bill = short_lived.new_bill()
    order = short_lived.create_order(bill)
    short_lived.pay(order, ipn="never", amount="100")
    wait_until(
        lambda: "payments.wrong_amount" in short_lived.event_types(bill), 15, "the other amount is recorded"
    )
    assert short_lived.read_order(bill, order).state is OrderState.CREATED
    assert short_lived.bill(bill).state is BillState.OPEN


@pytest.mark.deep
def test_an_order_left_alone_expires_and_money_that_comes_later_counts(short_lived: PaymentsHarness) -> None:
    bill = short_lived.new_bill()
    order = short_lived.create_order(bill)
    wait_until(
        lambda: short_lived.read_order(bill, order).state is OrderState.EXPIRED, 15, "the order expires"
    )
    assert short_lived.database.timers.find_one({"key": order.order_id}) is None
    assert short_lived.send_ipn(ipn_params(order)) == "00"
    assert short_lived.bill(bill).state is BillState.PAID
    assert short_lived.event_types(bill)[-2:] == ["payments.order_expired", "payments.bill_paid"]


def test_a_provider_that_does_not_answer_does_not_hold_up_another(short_lived: PaymentsHarness) -> None:
    quickpay, bill = short_lived.quickpay, short_lived.new_bill()
    waiting = [short_lived.create_order(short_lived.new_bill(), provider="quickpay") for _ in range(12)]
    keys = {"key": {"$in": [order.order_id for order in waiting]}}
    quickpay.open.clear()
    try:
        short_lived.database.timers.update_many(keys, {"$set": {"due_at": utcnow()}})
        wait_until(lambda: len(quickpay.queries) == 10, 15, "all places of the provider are taken")
        order = short_lived.create_order(bill)
        short_lived.pay(order, ipn="never")
        wait_until(lambda: short_lived.bill(bill).state is BillState.PAID, 15, "the other's payment is found")
        assert len(quickpay.queries) == 10
    finally:
        quickpay.open.set()
    wait_until(lambda: len(quickpay.queries) == 12, 15, "all are queried")
