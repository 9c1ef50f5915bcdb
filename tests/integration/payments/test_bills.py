import pytest
from tests.integration.payments.harness import AGENCY, AMOUNT, PaymentsHarness, citizen, officer

from contracts import payments
from contracts.base import Actor, ActorKind
from contracts.dossiers import FEE_DUE
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import BillState, OrderState
from devstack.waiting import wait_until


def test_a_fee_opens_one_bill_however_often_the_event_comes(till: PaymentsHarness) -> None:
    event = till.fee_due("dossier-doubled")
    till.sender.publish_again(event)
    last = till.new_bill()
    assert last.state is BillState.OPEN
    bills = till.bills("dossier-doubled")
    assert [(bill.state, bill.amount, bill.version) for bill in bills] == [(BillState.OPEN, AMOUNT, 1)]
    assert till.event_types(bills[0]) == ["payments.bill_opened"]


def test_a_second_fee_of_a_dossier_is_a_second_bill(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    till.sender.publish(FEE_DUE, bill.dossier_id, till.fee_event(bill.dossier_id))
    wait_until(lambda: len(till.bills(bill.dossier_id)) == 2, 10, "two bills")


def test_a_withdrawal_cancels_the_bill_and_its_orders(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.withdraw(bill.dossier_id)
    wait_until(lambda: till.bill(bill).state is BillState.CANCELLED, 10, "the bill is cancelled")
    assert till.read_order(bill, order).state is OrderState.CANCELLED
    with pytest.raises(ServiceError) as refused:
        till.order(bill)
    assert refused.value.code is ErrorCode.BILL_NOT_PAYABLE


def test_a_withdrawal_that_overtakes_the_fee_leaves_nothing_to_pay(till: PaymentsHarness) -> None:
    till.withdraw("dossier-overtaken")
    wait_until(
        lambda: till.database.obligations.find_one({"_id": "dossier-overtaken", "withdrawn": True}),
        10,
        "the withdrawal is known",
    )
    till.fee_due("dossier-overtaken")
    wait_until(
        lambda: till.database.obligations.find_one({"_id": "dossier-overtaken", "touched": 2}),
        10,
        "the fee is handled",
    )
    assert till.bills("dossier-overtaken") == []


def test_a_stranger_is_told_that_there_is_no_bill(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    for stranger in (citizen("somebody"), officer("000.00.17.H05"), Actor()):
        with pytest.raises(ServiceError) as hidden:
            till.call(payments.get_bill, payments.GetBill(bill_id=bill.bill_id), stranger)
        assert hidden.value.code is ErrorCode.NOT_FOUND
        with pytest.raises(ServiceError) as hidden:
            till.call(payments.get_order, payments.GetOrder(order_id=order.order_id), stranger)
        assert hidden.value.code is ErrorCode.NOT_FOUND
        page = till.call(payments.list_bills, payments.ListBills(dossier_id=bill.dossier_id), stranger)
        assert page.items == ()


@pytest.mark.parametrize(
    "actor",
    [officer(AGENCY), Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")],
    ids=["officer", "admin"],
)
def test_who_may_see_but_not_pay_is_forbidden(till: PaymentsHarness, actor: Actor) -> None:
    bill = till.new_bill()
    assert till.call(payments.get_bill, payments.GetBill(bill_id=bill.bill_id), actor) == bill
    with pytest.raises(ServiceError) as refused:
        till.call(payments.create_order, payments.CreateOrder(command_id="c", bill_id=bill.bill_id), actor)
    assert refused.value.code is ErrorCode.FORBIDDEN


def test_pages_show_every_bill_once_newest_first(till: PaymentsHarness) -> None:
    made = [till.new_bill() for _ in range(3)]
    seen: list[payments.Bill] = []
    cursor = None
    while True:
        page = till.call(payments.list_bills, payments.ListBills(limit=2, cursor=cursor), officer(AGENCY))
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    ids = [bill.bill_id for bill in seen]
    assert len(ids) == len(set(ids))
    assert ids[:3] == [bill.bill_id for bill in reversed(made)]
    assert [bill.opened_at for bill in seen] == sorted((bill.opened_at for bill in seen), reverse=True)


def test_a_cursor_of_another_list_is_refused(till: PaymentsHarness) -> None:
    till.new_bill()
    till.new_bill()
    page = till.call(payments.list_bills, payments.ListBills(limit=1), officer(AGENCY))
    asked = payments.ListBills(limit=1, cursor=page.next_cursor, dossier_id="another")
    with pytest.raises(ServiceError) as refused:
        till.call(payments.list_bills, asked, officer(AGENCY))
    assert refused.value.code is ErrorCode.INVALID_REQUEST
