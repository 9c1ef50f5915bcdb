"""Orders whose notification has not come are queried, and end by what the provider answers."""

from datetime import timedelta

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication

from chassis.core.clock import utcnow
from contracts.payments import Bill, BillState, OrderState, PaymentOrder, ProviderVerdict


def quickpay_order(application: PaymentsApplication) -> tuple[Bill, PaymentOrder]:
    bill = application.new_bill()
    return bill, application.create_order(bill, "quickpay")


def test_a_payment_that_was_not_notified_is_found(application: PaymentsApplication) -> None:
    bill, order = quickpay_order(application)
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert application.poll(order) is None
    assert application.bill(bill).state is BillState.PAID
    assert application.store.database.timers.find_one({"key": order.order_id}) is None


def test_an_order_without_an_outcome_is_queried_by_its_providers_schedule(
    application: PaymentsApplication,
) -> None:
    _, order = quickpay_order(application)
    assert application.poll(order) == order.created_at + timedelta(minutes=1)
    application.age(order, timedelta(minutes=2))
    assert application.poll(order) == order.created_at - timedelta(minutes=2) + timedelta(minutes=61)


def test_an_order_left_alone_expires_and_money_that_comes_later_counts(
    application: PaymentsApplication,
) -> None:
    bill, order = quickpay_order(application)
    application.age(order, timedelta(minutes=62))
    assert application.poll(order) is None
    assert application.order(bill, order).state is OrderState.EXPIRED
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert application.poll(order) is None  # it has ended: nothing is queried
    assert application.bill(bill).state is BillState.OPEN


def test_an_order_that_was_never_begun_expires(application: PaymentsApplication) -> None:
    bill, order = quickpay_order(application)
    application.quickpay.payments.clear()
    unbegun = {"payment_url": None, "provider_reference": None}
    application.store.database.orders.update_one({"_id": order.order_id}, {"$set": unbegun})
    application.age(order, timedelta(minutes=62))
    assert application.poll(order) is None
    assert application.order(bill, order).state is OrderState.EXPIRED


def test_a_provider_that_does_not_answer_is_queried_for_a_day(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)  # nobody listens at this VNPAY
    application.age(order, timedelta(hours=1))
    again = application.poll(order)
    assert again is not None
    assert utcnow() < again <= utcnow() + timedelta(minutes=10)
    application.age(order, timedelta(days=2))
    assert application.poll(order) is None
    assert application.order(bill, order).state is OrderState.EXPIRED


@pytest.mark.parametrize(
    ("state", "for_days"), [("processing", 1), ("in_review", 30), ("code_of_tomorrow", 30)]
)
def test_what_has_no_last_word_is_queried_on_and_expires_at_last(
    application: PaymentsApplication, state: str, for_days: int
) -> None:
    bill, order = quickpay_order(application)
    application.quickpay.payments[order.txn_ref]["state"] = state
    application.age(order, timedelta(minutes=62))
    again = application.poll(order)
    assert again is not None
    assert again > utcnow() + timedelta(minutes=61)
    assert application.order(bill, order).state is OrderState.CREATED
    long_ago = utcnow() - timedelta(days=for_days + 1)
    application.age(order, timedelta(days=for_days + 1))
    application.store.database.orders.update_one(
        {"_id": order.order_id, "pending_since": {"$ne": None}}, {"$set": {"pending_since": long_ago}}
    )
    assert application.poll(order) is None
    expired = application.order(bill, order)
    assert (expired.state, expired.verdict) == (OrderState.EXPIRED, None)


@pytest.mark.parametrize(("last_word", "ended"), [("paid", OrderState.PAID), ("failed", OrderState.FAILED)])
def test_held_money_is_told_once_and_ends_either_way(
    application: PaymentsApplication, last_word: str, ended: OrderState
) -> None:
    bill, order = quickpay_order(application)
    payment = application.quickpay.payments[order.txn_ref]
    payment["state"] = "in_review"
    assert application.poll(order) is not None
    assert application.poll(order) is not None
    held = application.order(bill, order)
    assert (held.state, held.verdict) == (OrderState.CREATED, ProviderVerdict.HELD)
    assert (held.provider_message, held.payment_url) == ("Đang được kiểm tra", None)
    assert application.event_types(bill).count("payments.payment_pending") == 1
    payment["state"] = last_word
    assert application.poll(order) is None
    assert application.order(bill, order).state is ended


def test_a_cancelled_order_is_still_queried(application: PaymentsApplication) -> None:
    bill, order = quickpay_order(application)
    application.withdraw(bill.dossier_id)
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert application.poll(order) is None
    assert application.event_types(bill)[-1] == "payments.duplicate_payment"
