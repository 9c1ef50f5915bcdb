from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from tests.integration.payments.harness import SECRET, TMN_CODE, PaymentsHarness, citizen

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import payments
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import BillState, OrderState
from devstack.waiting import wait_until
from simulators.vnpay.signatures import VnpaySigner

SIGNER = VnpaySigner(SECRET)


def ipn_for(order: payments.PaymentOrder, **changed: str) -> dict[str, str]:
    """What VNPAY says when an order was paid, genuinely signed."""
    said = {
        "vnp_Amount": str(order.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": TMN_CODE,
        "vnp_TransactionNo": "14226112",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": order.txn_ref,
        **changed,
    }
    return SIGNER.signed_query(said)


def untouched(till: PaymentsHarness, bill: payments.Bill, order: payments.PaymentOrder) -> bool:
    return till.read_order(bill, order) == order and till.event_types(bill)[-1] == "payments.order_created"


def test_paying_pays_the_bill(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    back = till.pay(order)
    assert (back.status_code, till.ipn_answers(order)) == (302, ["00"])
    paid, settled = till.bill(bill), till.read_order(bill, order)
    assert (paid.state, paid.paid_at) == (BillState.PAID, settled.settled_at)
    assert (settled.state, settled.provider_code) == (OrderState.PAID, "00")
    assert (order.payment_url is None, settled.payment_url) == (False, None)
    assert till.event_types(bill) == ["payments.bill_opened", "payments.order_created", "payments.bill_paid"]


def test_a_changed_payment_address_is_refused_by_the_provider(till: PaymentsHarness) -> None:
    order = till.order(till.new_bill())
    assert order.payment_url
    assert "vnp_Amount=800000&" in order.payment_url
    changed = order.payment_url.replace("vnp_Amount=800000&", "vnp_Amount=100&")
    assert httpx.get(changed).status_code == 400


def test_two_calls_at_once_count_once(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.pay(order, ipn="twice")
    assert sorted(till.ipn_answers(order)) == ["00", "02"]
    assert till.event_types(bill).count("payments.bill_paid") == 1


def test_a_cancelled_payment_is_recorded_and_the_bill_stays_open(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.pay(order, choice="cancel")
    assert till.ipn_answers(order) == ["00"]
    failed = till.read_order(bill, order)
    assert (failed.state, failed.provider_code) == (OrderState.FAILED, "24")
    assert till.bill(bill).state is BillState.OPEN
    again = till.order(bill)
    till.pay(again)
    assert till.bill(bill).state is BillState.PAID


@pytest.mark.parametrize(("ipn", "answer"), [("wrong_signature", "97"), ("wrong_amount", "04")])
def test_a_forged_call_changes_nothing(till: PaymentsHarness, ipn: str, answer: str) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.pay(order, ipn=ipn)
    assert till.ipn_answers(order) == [answer]
    assert untouched(till, bill, order)


def test_a_late_call_still_counts(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.pay(order, ipn="late")
    wait_until(lambda: till.bill(bill).state is BillState.PAID, 10, "the late call has come")


def test_signature_comes_before_order_before_amount_before_state(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    stranger = ipn_for(order, vnp_TxnRef="unknown", vnp_Amount="1")
    assert till.send_ipn({**stranger, "vnp_SecureHash": "0" * 128}) == "97"
    assert till.send_ipn({}) == "97"
    assert till.send_ipn(stranger) == "01"
    assert till.send_ipn(ipn_for(order, vnp_ResponseCode="")) == "99"
    assert untouched(till, bill, order)
    assert till.send_ipn(ipn_for(order)) == "00"
    assert till.send_ipn(ipn_for(order, vnp_Amount="1")) == "04"
    assert till.send_ipn(ipn_for(order)) == "02"
    assert till.send_ipn(ipn_for(order, vnp_ResponseCode="24")) == "02"


def test_paid_needs_both_codes(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    assert till.send_ipn(ipn_for(order, vnp_TransactionStatus="07")) == "00"
    assert till.bill(bill).state is BillState.OPEN
    assert till.read_order(bill, order).state is OrderState.FAILED


def test_money_by_a_second_order_is_recorded_and_not_counted(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    first, second = till.order(bill), till.order(bill)
    assert till.send_ipn(ipn_for(first)) == "00"
    assert till.send_ipn(ipn_for(second, vnp_TransactionNo="14226113")) == "00"
    assert till.send_ipn(ipn_for(second, vnp_TransactionNo="14226113")) == "02"
    assert till.event_types(bill)[-2:] == ["payments.bill_paid", "payments.duplicate_payment"]


def test_money_for_a_withdrawn_dossier_is_recorded_and_not_counted(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.withdraw(bill.dossier_id)
    wait_until(lambda: till.bill(bill).state is BillState.CANCELLED, 10, "the bill is cancelled")
    assert till.send_ipn(ipn_for(order)) == "00"
    assert till.bill(bill).state is BillState.CANCELLED
    assert till.event_types(bill)[-1] == "payments.duplicate_payment"


def test_many_calls_for_many_orders_at_once_pay_once(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    orders = [till.order(bill) for _ in range(3)]

    def hear(order: payments.PaymentOrder) -> str:
        caller = BlockingRpcClient(till.amqp_uri, name="test")
        try:
            said = payments.ProviderCall(params=ipn_for(order))
            return caller.call(payments.receive_vnpay_ipn, said, Context.new(timeout_s=10)).RspCode
        finally:
            caller.close()

    with ThreadPoolExecutor(9) as pool:
        answers = sorted(pool.map(hear, orders * 3))
    assert answers == ["00"] * 3 + ["02"] * 6
    told = till.event_types(bill)
    assert (told.count("payments.bill_paid"), told.count("payments.duplicate_payment")) == (1, 2)


def test_coming_back_changes_nothing(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    back = till.pay(order, ipn="never")
    params = dict(parse_qsl(urlsplit(back.headers["location"]).query))
    call = payments.ProviderCall(params=params)
    shown = till.caller.call(payments.read_vnpay_return, call, Context.new(timeout_s=10))
    assert (shown.signature_valid, shown.order_id, shown.state) == (True, order.order_id, OrderState.CREATED)
    assert shown.dossier_id == bill.dossier_id
    forged = payments.ProviderCall(params={**params, "vnp_ResponseCode": "01"})
    unshown = till.caller.call(payments.read_vnpay_return, forged, Context.new(timeout_s=10))
    assert unshown == payments.PaymentReturn(signature_valid=False)
    assert untouched(till, bill, order)


def test_a_repeated_command_makes_one_order(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    command_id = new_id()
    assert till.order(bill, command_id) == till.order(bill, command_id)
    assert till.event_types(bill).count("payments.order_created") == 1


def test_an_address_that_is_none_is_refused(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    request = payments.CreateOrder(command_id=new_id(), bill_id=bill.bill_id, client_ip="nowhere")
    with pytest.raises(ServiceError) as refused:
        till.call(payments.create_order, request, citizen(bill.payer_id))
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert [error.pointer for error in refused.value.errors] == ["/client_ip"]
