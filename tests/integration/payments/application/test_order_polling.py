"""Orders whose notification has not come are queried, and end by what the provider answers."""

from datetime import timedelta
from typing import Any

from tests.integration.payments.application.conftest import PaymentsApplication

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.payments import Bill, BillState, OrderState, PaymentOrder
from payments.application.order_polling import poll_order


def age(application: PaymentsApplication, order: PaymentOrder, by: timedelta) -> None:
    """Move the order into the past."""
    times = {"created_at": order.created_at - by, "expires_at": order.expires_at - by}
    application.store.database.orders.update_one({"_id": order.order_id}, {"$set": times})


def poll(application: PaymentsApplication, order: PaymentOrder) -> Any:
    return poll_order(application.store, application.providers, order.order_id, Context.new())


def quickpay_order(application: PaymentsApplication) -> tuple[Bill, PaymentOrder]:
    bill = application.new_bill()
    return bill, application.create_order(bill, "quickpay")


def test_a_payment_that_was_not_notified_is_found(application: PaymentsApplication) -> None:
    bill, order = quickpay_order(application)
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert poll(application, order) is None
    assert application.bill(bill).state is BillState.PAID
    assert application.store.database.timers.find_one({"key": order.order_id}) is None


def test_an_order_without_an_outcome_is_queried_by_its_providers_schedule(
    application: PaymentsApplication,
) -> None:
    _, order = quickpay_order(application)
    assert poll(application, order) == order.created_at + timedelta(minutes=1)
    age(application, order, timedelta(minutes=2))
    assert poll(application, order) == order.created_at - timedelta(minutes=2) + timedelta(minutes=61)


def test_an_order_left_alone_expires_and_money_that_comes_later_counts(
    application: PaymentsApplication,
) -> None:
    bill, order = quickpay_order(application)
    age(application, order, timedelta(minutes=62))
    assert poll(application, order) is None
    assert application.order(bill, order).state is OrderState.EXPIRED
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert poll(application, order) is None  # it has ended: nothing is queried
    assert application.bill(bill).state is BillState.OPEN


def test_an_order_that_was_never_begun_expires(application: PaymentsApplication) -> None:
    bill, order = quickpay_order(application)
    application.quickpay.payments.clear()
    unbegun = {"payment_url": None, "provider_reference": None}
    application.store.database.orders.update_one({"_id": order.order_id}, {"$set": unbegun})
    age(application, order, timedelta(minutes=62))
    assert poll(application, order) is None
    assert application.order(bill, order).state is OrderState.EXPIRED


def test_a_provider_that_does_not_answer_is_queried_for_a_day(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)  # nobody listens at this VNPAY
    age(application, order, timedelta(hours=1))
    again = poll(application, order)
    assert utcnow() < again <= utcnow() + timedelta(minutes=10)
    age(application, order, timedelta(days=2))
    assert poll(application, order) is None
    assert application.order(bill, order).state is OrderState.EXPIRED


def test_a_cancelled_order_is_still_queried(application: PaymentsApplication) -> None:
    bill, order = quickpay_order(application)
    application.withdraw(bill.dossier_id)
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert poll(application, order) is None
    assert application.event_types(bill)[-1] == "payments.duplicate_payment"
