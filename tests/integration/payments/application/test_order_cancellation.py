"""A payer cancels an order to pay in another way; what the provider took counts all the same."""

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AGENCY, SECRET, citizen, officer

from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import (
    Bill,
    BillState,
    CancelOrder,
    CreateOrder,
    OrderState,
    PaymentOrder,
    ProviderCall,
)
from payments.application import order_cancellation, order_creation, provider_notifications
from simulators.vnpay.signatures import VnpaySigner

ALLOWED = "https://dichvucong.example.vn/ket-qua"


def cancel(
    application: PaymentsApplication, bill: Bill, order: PaymentOrder, actor: Actor | None = None
) -> PaymentOrder:
    request = CancelOrder(command_id=new_id(), order_id=order.order_id)
    context = Context.new(actor or citizen(bill.payer_id))
    return order_cancellation.cancel_order(application.store, request, context)


def test_after_it_the_bill_has_a_new_order(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    first = application.create_order(bill)
    cancelled = cancel(application, bill, first)
    assert (cancelled.state, cancelled.payment_url) == (OrderState.CANCELLED, None)
    assert application.event_types(bill)[-1] == "payments.order_cancelled"
    second = application.create_order(bill)
    assert second.order_id != first.order_id
    assert application.ipn(first) == "00", "the person was still at the provider's page"
    assert application.bill(bill).state is BillState.PAID
    assert application.ipn(second) == "00"
    assert application.order(bill, second).surplus


def test_its_queries_go_on(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill, "quickpay")
    cancel(application, bill, order)
    application.quickpay.payments[order.txn_ref]["state"] = "paid"
    assert application.poll(order) is None
    assert application.bill(bill).state is BillState.PAID


@pytest.mark.parametrize("ending", ["held", "paid", "cancelled"])
def test_not_what_has_ended_or_is_at_the_provider(application: PaymentsApplication, ending: str) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    if ending == "cancelled":
        cancel(application, bill, order)
    else:
        code = "07" if ending == "held" else "00"
        application.ipn(order, vnp_ResponseCode=code, vnp_TransactionStatus=code)
    with pytest.raises(ServiceError) as refused:
        cancel(application, bill, order)
    assert refused.value.code is ErrorCode.ORDER_NOT_CANCELLABLE


def test_by_the_payer_alone(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    for actor, code in ((citizen("other"), ErrorCode.NOT_FOUND), (officer(AGENCY), ErrorCode.FORBIDDEN)):
        with pytest.raises(ServiceError) as refused:
            cancel(application, bill, order, actor)
        assert refused.value.code is code
    assert application.order(bill, order).state is OrderState.CREATED


def start(application: PaymentsApplication, bill: Bill, return_to: str | None) -> PaymentOrder:
    request = CreateOrder(command_id=new_id(), bill_id=bill.bill_id, return_to=return_to)
    context = Context.new(citizen(bill.payer_id))
    return order_creation.create_order(application.store, application.providers, request, context, (ALLOWED,))


def test_a_front_end_has_the_person_back_where_it_last_named(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = start(application, bill, f"{ALLOWED}/a")
    params = VnpaySigner(SECRET).signed_query({"vnp_TxnRef": order.txn_ref, "vnp_ResponseCode": "00"})

    def back() -> str | None:
        call = ProviderCall(provider="vnpay", params=params)
        return provider_notifications.read_return(application.store, application.providers, call).return_to

    assert back() == f"{ALLOWED}/a?order_id={order.order_id}"
    assert start(application, bill, f"{ALLOWED}/b").order_id == order.order_id
    assert back() == f"{ALLOWED}/b?order_id={order.order_id}"
    assert start(application, bill, None).order_id == order.order_id
    assert back() is None
    assert application.bill(bill).state is BillState.OPEN, "coming back settles nothing"
    with pytest.raises(ServiceError) as refused:
        start(application, bill, "https://evil.example/")
    assert refused.value.code is ErrorCode.INVALID_REQUEST
