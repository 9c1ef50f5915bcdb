"""Payments is killed while a provider calls it, and while it calls a provider."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from tests.integration.payments.examples import citizen
from tests.integration.payments.harness import PaymentsHarness

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.payments import Bill, BillState, CreateOrder, PaymentOrder, create_order
from devstack.waiting import wait_until


@pytest.mark.deep
def test_a_notification_that_found_nobody_comes_again_and_counts_once(harness: PaymentsHarness) -> None:
    bill = harness.new_bill()
    order = harness.create_order(bill)
    harness.service.kill()
    with ThreadPoolExecutor(1) as person:
        back = person.submit(harness.pay, order)
        wait_until(lambda: harness.ipn_answers(order), 15, "the first call has failed")
        assert harness.ipn_answers(order)[0] == "99"
        harness.service.start()
        wait_until(harness.service.is_ready, 20, "payments is back")
        wait_until(lambda: harness.bill(bill).state is BillState.PAID, 20, "a later call is taken")
        wait_until(lambda: harness.ipn_answers(order)[-1] in ("00", "02"), 10, "the provider knows")
        assert back.result().status_code == 302
        assert harness.event_types(bill).count("payments.bill_paid") == 1


def test_an_order_interrupted_while_it_was_begun_goes_on_by_the_same_command(
    harness: PaymentsHarness,
) -> None:
    bill, command_id, created, released = harness.new_bill(), new_id(), Event(), Event()

    def hold(reference: str) -> None:
        created.set()
        released.wait(30)

    before = len(harness.quickpay.creations)
    harness.quickpay.before_create = hold
    with ThreadPoolExecutor(1) as person:
        interrupted = person.submit(_create_order, harness.amqp_uri, bill, command_id)
        assert created.wait(10), "the provider is called"
        harness.service.kill()
        released.set()
        harness.service.start()
        wait_until(harness.service.is_ready, 20, "payments is back")
        order = harness.create_order(bill, command_id, "quickpay")
    assert order.payment_url == harness.quickpay.payments[order.txn_ref]["url"]
    assert interrupted.result() == order, "the broker gave the first call to the service that came back"
    assert harness.quickpay.creations.count(order.txn_ref) > 1
    assert set(harness.quickpay.creations[before:]) == {order.txn_ref}, "one order"
    assert harness.event_types(bill) == ["payments.bill_opened", "payments.order_created"]


def _create_order(amqp_uri: str, bill: Bill, command_id: str) -> PaymentOrder:
    """With a connection of its own: another thread calls meanwhile."""
    request = CreateOrder(
        command_id=command_id, bill_id=bill.bill_id, provider="quickpay", client_ip="203.0.113.7"
    )
    with BlockingRpcClient(amqp_uri, name="test") as caller:
        return caller.call(create_order, request, Context.new(citizen(bill.payer_id), timeout_s=10))
