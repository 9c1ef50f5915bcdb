"""Notifications of providers settle orders once, by one rule; forged ones change nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import SIGNER, ipn_params
from tests.integration.payments.quickpay import TOKEN

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import (
    Bill,
    BillState,
    OrderState,
    PaymentOrder,
    PaymentReturn,
    ProviderAnswer,
    ProviderCall,
    ProviderVerdict,
)
from payments.application.provider_notifications import read_return


def returned(application: PaymentsApplication, params: dict[str, str]) -> PaymentReturn:
    """What a person sees whose browser brings this back from VNPAY."""
    call = ProviderCall(provider="vnpay", params=params)
    return read_return(application.store, application.providers, call)


def assert_unchanged(application: PaymentsApplication, bill: Bill, order: PaymentOrder) -> None:
    assert application.order(bill, order) == order
    assert application.event_types(bill)[-1] == "payments.order_created"


def quickpay_notification(
    application: PaymentsApplication, order: PaymentOrder, **changed: object
) -> ProviderAnswer:
    """The second provider's call that the order was paid, but for the changes."""
    payment = {"id": "q-1", "reference": order.txn_ref, "amount": order.amount, "state": "paid", **changed}
    call = ProviderCall(provider="quickpay", headers={"x-quickpay-token": TOKEN}, body=json.dumps(payment))
    return application.notify(call)


def test_signature_comes_before_order_before_amount_before_state(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    other = ipn_params(order, vnp_TxnRef="unknown", vnp_Amount="1")
    assert application.raw_ipn({**other, "vnp_SecureHash": "0" * 128}) == "97"
    assert application.raw_ipn({}) == "97"
    assert application.raw_ipn(other) == "01"
    assert application.ipn(order, vnp_ResponseCode="") == "99"
    assert_unchanged(application, bill, order)
    assert application.ipn(order) == "00"
    assert application.ipn(order, vnp_Amount="1") == "04"
    assert application.ipn(order) == "02"
    assert application.ipn(order, vnp_ResponseCode="24") == "02"


NOT_YET = [("07", "07"), ("00", "07"), ("00", "05"), ("00", "06"), ("00", "04"), ("00", "01"), ("99", "01")]
"""And what no table has: a code of tomorrow, and two that contradict each other."""


@pytest.mark.parametrize("codes", [*NOT_YET, ("88", "00"), ("00", "88"), ("A1", "A1"), ("24", "00")])
def test_what_is_not_the_last_word_waits(application: PaymentsApplication, codes: tuple[str, str]) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    response, status = codes
    stated = {"vnp_ResponseCode": response, "vnp_TransactionStatus": status}
    assert [application.ipn(order, **stated) for _ in range(2)] == ["00", "00"]
    waiting = application.order(bill, order)
    assert (application.bill(bill).state, waiting.state) == (BillState.OPEN, OrderState.CREATED)
    assert waiting.verdict in (ProviderVerdict.PENDING, ProviderVerdict.HELD)
    assert waiting.payment_url is None
    assert waiting.provider_message
    assert application.event_types(bill).count("payments.payment_pending") == 1
    assert application.store.database.timers.find_one({"key": order.order_id}), "the queries go on"
    assert application.create_order(bill) == waiting, "no second order can be paid beside it"
    shown = returned(application, ipn_params(order, **stated))
    assert (shown.state, shown.verdict) == (waiting.state, waiting.verdict)


@pytest.mark.parametrize(
    ("codes", "ended"), [(("00", "00"), OrderState.PAID), (("24", "02"), OrderState.FAILED)]
)
@pytest.mark.parametrize("before", ["created", "expired"])
def test_held_money_ends_either_way(
    application: PaymentsApplication, before: str, codes: tuple[str, str], ended: OrderState
) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    application.store.database.orders.update_one({"_id": order.order_id}, {"$set": {"state": before}})
    assert application.ipn(order, vnp_ResponseCode="07", vnp_TransactionStatus="07") == "00"
    assert application.ipn(order, vnp_ResponseCode=codes[0], vnp_TransactionStatus=codes[1]) == "00"
    assert application.order(bill, order).state is ended
    assert application.store.database.timers.find_one({"key": order.order_id}) is None


def test_held_money_of_an_order_that_ended_is_queried_again(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    assert application.ipn(order, vnp_ResponseCode="24", vnp_TransactionStatus="02") == "00"
    assert application.store.database.timers.find_one({"key": order.order_id}) is None
    assert application.ipn(order, vnp_ResponseCode="07", vnp_TransactionStatus="07") == "00"
    assert application.store.database.timers.find_one({"key": order.order_id})
    assert application.create_order(bill).order_id == order.order_id


@pytest.mark.parametrize(("amount", "received"), [("100", 1), ("800100", 8001), ("150", None), ("", None)])
def test_another_amount_is_recorded_once_with_both_sums(
    application: PaymentsApplication, caplog: pytest.LogCaptureFixture, amount: str, received: int | None
) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    with caplog.at_level("WARNING"):
        assert [application.ipn(order, vnp_Amount=amount) for _ in range(2)] == ["04", "04"]
    assert application.order(bill, order).state is OrderState.CREATED
    assert application.store.database.timers.find_one({"key": order.order_id}), "the queries go on"
    (payload,) = application.payloads(bill, "payments.wrong_amount")
    assert (payload["amount"], payload["received_amount"]) == (order.amount, received)
    lines = [vars(record) for record in caplog.records if "another amount" in record.message]
    assert [(line["txn_ref"], line["expected"], line["received"]) for line in lines] == [
        (order.txn_ref, order.amount, received)
    ] * 2
    long_ago = {"$set": {"expires_at": utcnow() - timedelta(minutes=1)}}
    application.store.database.orders.update_one({"_id": order.order_id}, long_ago)
    assert application.create_order(bill).order_id == order.order_id, "its money may be at the provider"
    assert application.ipn(order) == "00"
    assert application.bill(bill).state is BillState.PAID


def test_money_by_a_second_order_is_recorded_and_not_counted(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    first, second = application.create_order(bill), application.second_order(bill, "quickpay")
    assert application.ipn(first) == "00"
    assert quickpay_notification(application, second).body == "recorded"
    assert quickpay_notification(application, second).body == "already_recorded"
    assert application.event_types(bill)[-2:] == ["payments.bill_paid", "payments.duplicate_payment"]
    shown, returned = application.bill(bill), application.order(bill, second)
    assert (shown.surplus, shown.refund_due) == (second.amount, second.amount)
    assert (returned.surplus, returned.refund_due) == (True, second.amount)
    assert application.order(bill, first).refund_due == 0
    (payload,) = application.payloads(bill, "payments.duplicate_payment")
    assert payload["bill_state"] == "paid"


def test_money_for_a_withdrawn_dossier_is_recorded_and_not_counted(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    application.withdraw(bill.dossier_id)
    assert application.ipn(order) == "00"
    shown = application.bill(bill)
    assert (shown.state, shown.surplus, shown.refund_due) == (BillState.CANCELLED, order.amount, order.amount)
    assert application.order(bill, order).refund_due == order.amount
    assert application.event_types(bill)[-1] == "payments.duplicate_payment"


def test_many_calls_for_many_orders_at_once_pay_once(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    orders = [application.second_order(bill) for _ in range(3)]
    with ThreadPoolExecutor(9) as threads:
        answers = sorted(threads.map(application.ipn, orders * 3))
    assert answers == ["00"] * 3 + ["02"] * 6
    types = application.event_types(bill)
    assert (types.count("payments.bill_paid"), types.count("payments.duplicate_payment")) == (1, 2)
    assert application.bill(bill).refund_due == 2 * bill.amount


def test_a_provider_that_posts_a_body_is_heard(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill, "quickpay")
    forged = ProviderCall(provider="quickpay", headers={"x-quickpay-token": "x"}, body="{}")
    assert application.notify(forged).status == 401
    assert_unchanged(application, bill, order)
    assert quickpay_notification(application, order, amount=1).status == 422
    assert quickpay_notification(application, order).status == 200
    assert application.bill(bill).state is BillState.PAID


def test_a_notification_that_is_not_final_is_understood_and_the_order_stays_open(
    application: PaymentsApplication,
) -> None:
    bill = application.new_bill()
    order = application.create_order(bill, "quickpay")
    answer = quickpay_notification(application, order, state="open")
    assert (answer.status, answer.body) == (200, "pending")
    assert_unchanged(application, bill, order)
    assert application.store.database.timers.find_one({"key": order.order_id})
    assert quickpay_notification(application, order).body == "recorded"
    answer = quickpay_notification(application, order, state="open")
    assert (answer.status, application.bill(bill).state) == (200, BillState.PAID)


def test_a_provider_settles_no_order_of_another(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    assert quickpay_notification(application, order).status == 404
    assert_unchanged(application, bill, order)


def test_a_call_of_an_unknown_provider_is_not_found(application: PaymentsApplication) -> None:
    with pytest.raises(ServiceError) as refused:
        application.notify(ProviderCall(provider="momo"))
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_coming_back_changes_nothing(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    params = ipn_params(order)
    call = ProviderCall(provider="vnpay", params=params)
    shown = read_return(application.store, application.providers, call)
    assert (shown.signature_valid, shown.order_id, shown.state) == (True, order.order_id, OrderState.CREATED)
    assert (shown.dossier_id, shown.provider_title) == (bill.dossier_id, "VNPAY")
    assert (shown.verdict, shown.amount) == (ProviderVerdict.PAID, order.amount)
    forged = ProviderCall(provider="vnpay", params={**params, "vnp_ResponseCode": "01"})
    unsigned = read_return(application.store, application.providers, forged)
    assert unsigned == PaymentReturn(signature_valid=False, provider_title="VNPAY")
    assert_unchanged(application, bill, order)


def test_who_comes_back_is_met_in_the_language_of_the_payment(application: PaymentsApplication) -> None:
    params = SIGNER.signed_query({"vnp_TxnRef": "unknown", "vnp_Locale": "vn"})
    call = ProviderCall(provider="vnpay", params=params)
    shown = read_return(application.store, application.providers, call)
    assert (shown.signature_valid, shown.order_id, shown.locale) == (True, None, "vi")
