"""An order is stored, then created at its provider, then gets its page; whatever happens between."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import citizen

from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import BillState, CreateOrder, OrderState
from payments.application.order_creation import create_order
from payments.providers.registry import timer_kind


def test_an_order_of_vnpay_has_a_signed_address(application: PaymentsApplication) -> None:
    order = application.create_order(application.new_bill())
    assert order.payment_url
    assert "vnp_Amount=800000&" in order.payment_url
    assert (order.expires_at - order.created_at).total_seconds() == 900


def test_an_order_of_a_provider_by_http_has_its_page(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill, "quickpay")
    assert order.payment_url == f"{application.quickpay.url}/pay/{order.txn_ref}"
    assert application.quickpay.payments[order.txn_ref]["amount"] == bill.amount
    assert (order.expires_at - order.created_at).total_seconds() == 3600
    assert application.order(bill, order) == order
    assert application.event_types(bill) == ["payments.bill_opened", "payments.order_created"]


def test_the_provider_is_called_when_the_order_is_committed(application: PaymentsApplication) -> None:
    seen = []

    def look(reference: str) -> None:
        """Outside of any transaction, so that it sees what is committed and nothing else."""
        database = application.store.database
        order = database.orders.find_one({"txn_ref": reference})
        assert order is not None
        timers = database.timers.count_documents({"kind": timer_kind("quickpay"), "key": order["_id"]})
        seen.append((order["state"], timers))

    application.quickpay.before_create = look
    application.create_order(application.new_bill(), "quickpay")
    assert seen == [("created", 1)]


@pytest.mark.parametrize("provider", ["vnpay", "quickpay"])
def test_a_repeated_command_makes_one_order(application: PaymentsApplication, provider: str) -> None:
    bill, command_id = application.new_bill(), new_id()
    first = application.create_order(bill, provider, command_id)
    assert application.create_order(bill, provider, command_id) == first
    assert application.event_types(bill).count("payments.order_created") == 1
    assert application.quickpay.creations == ([first.txn_ref] if provider == "quickpay" else [])


def test_a_repeated_command_answers_the_same_when_the_order_was_paid(
    application: PaymentsApplication,
) -> None:
    bill, command_id = application.new_bill(), new_id()
    first = application.create_order(bill, command_id=command_id)
    assert application.ipn(first) == "00"
    assert application.create_order(bill, command_id=command_id) == first


@pytest.mark.parametrize("provider", ["vnpay", "quickpay"])
def test_the_live_order_is_handed_out_again(application: PaymentsApplication, provider: str) -> None:
    bill = application.new_bill()
    first = application.create_order(bill, provider)
    assert application.create_order(bill, provider) == first
    assert application.create_order(bill, "vnpay") == first, "whoever's provider it is"
    assert [order.order_id for order in application.orders(bill)] == [first.order_id]


def test_many_starts_at_once_make_one_order(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    with ThreadPoolExecutor(6) as threads:
        started = list(threads.map(lambda _: application.create_order(bill), range(6)))
    assert {order.order_id for order in started} == {started[0].order_id}
    assert application.event_types(bill).count("payments.order_created") == 1


def test_after_the_time_to_pay_or_a_failure_there_is_a_new_order(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    first = application.create_order(bill)
    second = application.second_order(bill)
    assert application.ipn(second, vnp_ResponseCode="24", vnp_TransactionStatus="02") == "00"
    third = application.create_order(bill)
    assert len({first.order_id, second.order_id, third.order_id}) == 3
    assert [order.order_id for order in application.orders(bill)] == [
        third.order_id,
        second.order_id,
        first.order_id,
    ]


def test_an_order_whose_provider_was_away_is_begun_by_the_same_command(
    application: PaymentsApplication,
) -> None:
    bill, command_id = application.new_bill(), new_id()
    application.quickpay.error = 503, "maintenance"
    with pytest.raises(ServiceError) as away:
        application.create_order(bill, "quickpay", command_id)
    assert away.value.code is ErrorCode.UNAVAILABLE
    application.quickpay.error = None
    order = application.create_order(bill, "quickpay", command_id)
    assert order.payment_url
    assert application.quickpay.creations == [order.txn_ref] * 2
    assert application.event_types(bill).count("payments.order_created") == 1


def test_an_order_that_the_provider_refuses_ends(application: PaymentsApplication) -> None:
    bill, command_id = application.new_bill(), new_id()
    application.quickpay.error = 422, "limit_exceeded"
    order = application.create_order(bill, "quickpay", command_id)
    assert (order.state, order.provider_code, order.payment_url) == (
        OrderState.FAILED,
        "limit_exceeded",
        None,
    )
    assert application.create_order(bill, "quickpay", command_id) == order
    assert application.event_types(bill)[-1] == "payments.payment_failed"
    assert application.bill(bill).state is BillState.OPEN
    timers = application.store.database.timers
    assert timers.find_one({"key": order.order_id}) is None


def test_an_order_cancelled_while_it_was_begun_has_no_page(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    application.quickpay.before_create = lambda reference: application.withdraw(bill.dossier_id)
    order = application.create_order(bill, "quickpay")
    assert (order.state, order.payment_url) == (OrderState.CANCELLED, None)


def test_of_two_runs_at_once_both_answer_the_first_page(application: PaymentsApplication) -> None:
    bill, command_id = application.new_bill(), new_id()
    with ThreadPoolExecutor(4) as threads:
        orders = list(threads.map(lambda _: application.create_order(bill, "quickpay", command_id), range(4)))
    assert all(order == orders[0] for order in orders)
    assert set(application.quickpay.creations) == {orders[0].txn_ref}
    assert application.event_types(bill).count("payments.order_created") == 1


def test_a_run_that_the_provider_refuses_leaves_the_page_of_the_other(
    application: PaymentsApplication,
) -> None:
    bill, command_id, others = application.new_bill(), new_id(), []

    def overtake(reference: str) -> None:
        """Within the first run's call the second runs to its end; then the provider refuses the first as a duplicate."""
        application.quickpay.before_create = lambda reference: None
        others.append(application.create_order(bill, "quickpay", command_id))
        application.quickpay.error = 422, "duplicate"

    application.quickpay.before_create = overtake
    order = application.create_order(bill, "quickpay", command_id)
    assert [order] == others
    assert (order.state, order.payment_url is None) == (OrderState.CREATED, False)
    assert application.order(bill, order) == order
    assert application.event_types(bill) == ["payments.bill_opened", "payments.order_created"]
    assert application.store.database.timers.find_one({"key": order.order_id})


def test_a_provider_that_is_not_switched_on_is_refused(application: PaymentsApplication) -> None:
    with pytest.raises(ServiceError) as refused:
        application.create_order(application.new_bill(), "momo")
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert [error.pointer for error in refused.value.errors] == ["/provider"]


def test_an_address_that_is_none_is_refused(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    request = CreateOrder(command_id=new_id(), bill_id=bill.bill_id, client_ip="nowhere")
    with pytest.raises(ServiceError) as refused:
        create_order(application.store, application.providers, request, Context.new(citizen(bill.payer_id)))
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert [error.pointer for error in refused.value.errors] == ["/client_ip"]
