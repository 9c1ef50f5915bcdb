"""Payments over RPC and events, with a simulated VNPAY that calls back over HTTP."""

import httpx
import pytest
from tests.integration.payments.examples import citizen
from tests.integration.payments.harness import PaymentsHarness

from chassis.core.ids import new_id
from contracts import payments
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import BillState, OrderState, ProviderVerdict
from devstack.waiting import wait_until


def test_paying_pays_the_bill(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    order = harness.create_order(bill)
    back = harness.pay(order)
    assert (back.status_code, harness.ipn_answers(order)) == (302, ["00"])
    paid, settled = harness.bill(bill), harness.read_order(bill, order)
    assert (paid.state, paid.paid_at) == (BillState.PAID, settled.settled_at)
    assert (settled.state, settled.provider_code) == (OrderState.PAID, "00")
    assert (order.payment_url is None, settled.payment_url) == (False, None)
    assert harness.event_types(bill) == [
        "payments.bill_opened",
        "payments.order_created",
        "payments.bill_paid",
    ]


def test_an_event_that_comes_twice_opens_one_bill(harness: PaymentsHarness) -> None:
    event = harness.fee_due("dossier-doubled")
    harness.sender.publish_again(event)
    harness.new_bill()
    assert len(harness.bills("dossier-doubled")) == 1


def test_a_withdrawal_cancels_the_bill(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    harness.withdraw(bill.dossier_id)
    wait_until(lambda: harness.bill(bill).state is BillState.CANCELLED, 10, "the bill is cancelled")


def test_a_changed_payment_address_is_refused_by_the_provider(harness: PaymentsHarness) -> None:
    order = harness.create_order(harness.new_bill())
    assert order.payment_url
    changed = order.payment_url.replace("vnp_Amount=800000&", "vnp_Amount=100&")
    assert changed != order.payment_url
    assert httpx.get(changed).status_code == 400


def test_two_calls_at_once_count_once(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    order = harness.create_order(bill)
    harness.pay(order, ipn="twice")
    assert sorted(harness.ipn_answers(order)) == ["00", "02"]
    assert harness.event_types(bill).count("payments.bill_paid") == 1


def test_a_cancelled_payment_is_recorded_and_the_bill_stays_open(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    order = harness.create_order(bill)
    harness.pay(order, choice="cancel")
    assert harness.ipn_answers(order) == ["00"]
    failed = harness.read_order(bill, order)
    assert (failed.state, failed.provider_code) == (OrderState.FAILED, "24")
    assert harness.bill(bill).state is BillState.OPEN
    harness.pay(harness.create_order(bill))
    assert harness.bill(bill).state is BillState.PAID


@pytest.mark.parametrize(
    ("ipn", "answer", "event"),
    [
        ("wrong_signature", "97", "payments.order_created"),
        ("wrong_amount", "04", "payments.wrong_amount"),
    ],
)
def test_a_forged_call_changes_nothing(harness: PaymentsHarness, ipn: str, answer: str, event: str) -> None:
    bill = harness.new_bill()
    order = harness.create_order(bill)
    harness.pay(order, ipn=ipn)
    assert harness.ipn_answers(order) == [answer]
    assert harness.read_order(bill, order) == order
    assert harness.event_types(bill)[-1] == event


@pytest.mark.parametrize(
    ("last_word", "ended"), [("success", OrderState.PAID), ("cancel", OrderState.FAILED)]
)
def test_suspected_money_waits_and_ends_either_way(
    harness: PaymentsHarness, last_word: str, ended: OrderState
) -> None:
    bill = harness.new_bill()
    order = harness.create_order(bill)
    harness.pay(order, choice="suspected")
    held = harness.read_order(bill, order)
    assert (held.state, held.verdict, held.provider_code) == (
        OrderState.CREATED,
        ProviderVerdict.HELD,
        "07",
    )
    assert harness.create_order(bill).order_id == order.order_id
    harness.settle(order, last_word)
    assert harness.ipn_answers(order) == ["00", "00"]
    assert harness.read_order(bill, order).state is ended


def test_a_late_call_still_counts(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    harness.pay(harness.create_order(bill), ipn="late")
    wait_until(lambda: harness.bill(bill).state is BillState.PAID, 10, "the late call has come")


def test_a_second_provider_needs_its_module_its_registration_and_its_settings(
    harness: PaymentsHarness,
) -> None:
    bill, command_id = harness.new_bill(), new_id()
    order = harness.create_order(bill, command_id, "quickpay")
    assert order.payment_url == harness.quickpay.payments[order.txn_ref]["url"]
    assert harness.create_order(bill, command_id, "quickpay") == order


def test_refusals_are_those_of_the_contract(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    request = payments.GetBill(bill_id=bill.bill_id)
    with pytest.raises(ServiceError) as hidden:
        harness.call(payments.get_bill, request, citizen("somebody"))
    assert hidden.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(ServiceError) as refused:
        harness.create_order(bill, provider="momo")
    assert [error.pointer for error in refused.value.errors] == ["/provider"]
