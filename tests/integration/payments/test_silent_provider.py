"""VNPAY's call never comes: it is asked."""

from tests.integration.payments.harness import PaymentsHarness
from tests.integration.payments.test_paying import ipn_for

from contracts.payments import BillState, OrderState
from devstack.waiting import wait_until


def test_a_payment_that_was_never_told_is_found(hasty_till: PaymentsHarness) -> None:
    bill = hasty_till.new_bill()
    order = hasty_till.order(bill)
    hasty_till.pay(order, ipn="never")
    wait_until(lambda: hasty_till.bill(bill).state is BillState.PAID, 15, "the payment is found")
    assert hasty_till.read_order(bill, order).state is OrderState.PAID
    assert hasty_till.send_ipn(ipn_for(order)) == "02"


def test_a_refusal_that_was_never_told_is_found(hasty_till: PaymentsHarness) -> None:
    bill = hasty_till.new_bill()
    order = hasty_till.order(bill)
    hasty_till.pay(order, choice="no_funds", ipn="never")
    wait_until(
        lambda: hasty_till.read_order(bill, order).state is OrderState.FAILED, 15, "the refusal is found"
    )
    assert hasty_till.bill(bill).state is BillState.OPEN


def test_an_order_left_alone_expires_and_money_that_comes_later_counts(hasty_till: PaymentsHarness) -> None:
    bill = hasty_till.new_bill()
    order = hasty_till.order(bill)
    wait_until(
        lambda: hasty_till.read_order(bill, order).state is OrderState.EXPIRED, 15, "the order expires"
    )
    assert hasty_till.database.timers.find_one({"key": order.order_id}) is None
    assert hasty_till.send_ipn(ipn_for(order)) == "00"
    assert hasty_till.bill(bill).state is BillState.PAID
    assert hasty_till.event_types(bill)[-2:] == ["payments.order_expired", "payments.bill_paid"]
