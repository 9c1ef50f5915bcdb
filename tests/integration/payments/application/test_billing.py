"""Bills are opened and cancelled by what happens to a dossier."""

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import (
    AMOUNT,
    fee_payload,
    new_dossier_id,
    result_payload,
    withdrawal_payload,
)
from tests.support.events import make_event

from contracts.dossiers import FEE_DUE, RESULT_ISSUED, WITHDRAWN, FeeReduction, ResultOutcome
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import BillState, OrderState


def test_a_fee_opens_one_bill_however_often_the_event_comes(application: PaymentsApplication) -> None:
    dossier_id = new_dossier_id()
    application.follow(application.fee_due(dossier_id))
    bills = application.bills(dossier_id)
    assert [(bill.state, bill.amount, bill.version) for bill in bills] == [(BillState.OPEN, AMOUNT, 1)]
    assert application.event_types(bills[0]) == ["payments.bill_opened"]


def test_a_bill_explains_what_was_taken_off_its_fees(application: PaymentsApplication) -> None:
    dossier_id = new_dossier_id()
    due = fee_payload(dossier_id)
    half = FeeReduction(
        fee_code=due.items[0].code,
        fee_name=due.items[0].name,
        legal_kind="le_phi",
        full_amount=2 * AMOUNT,
        amount=AMOUNT,
        percent=50,
        source="decree",
        code="NQ",
        name="Nghị quyết mẫu",
    )
    application.follow(make_event(FEE_DUE, dossier_id, due.model_copy(update={"reductions": (half,)})))
    (bill,) = application.bills(dossier_id)
    assert bill.reductions == (half,)


def test_a_second_fee_of_a_dossier_is_a_second_bill(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    application.follow(make_event(FEE_DUE, bill.dossier_id, fee_payload(bill.dossier_id)))
    assert len(application.bills(bill.dossier_id)) == 2


def test_a_withdrawal_cancels_the_bill_and_its_orders(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    application.withdraw(bill.dossier_id)
    assert application.bill(bill).state is BillState.CANCELLED
    assert application.order(bill, order).state is OrderState.CANCELLED
    with pytest.raises(ServiceError) as refused:
        application.create_order(bill)
    assert refused.value.code is ErrorCode.BILL_NOT_PAYABLE


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(ResultOutcome.REFUSED, BillState.CANCELLED), (ResultOutcome.APPROVED, BillState.OPEN)],
)
def test_a_refusal_cancels_what_is_unpaid(
    application: PaymentsApplication, outcome: ResultOutcome, state: BillState
) -> None:
    bill = application.new_bill()
    payload = result_payload(bill.dossier_id, outcome)
    application.follow_results(make_event(RESULT_ISSUED, bill.dossier_id, payload))
    assert application.bill(bill).state is state


def test_a_refusal_returns_nothing_that_was_paid(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    assert application.ipn(application.create_order(bill)) == "00"
    payload = result_payload(bill.dossier_id, ResultOutcome.REFUSED)
    application.follow_results(make_event(RESULT_ISSUED, bill.dossier_id, payload))
    shown = application.bill(bill)
    assert (shown.state, shown.refund_due) == (BillState.PAID, 0)


def test_what_was_paid_for_a_withdrawn_dossier_is_to_be_returned(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    assert application.ipn(order) == "00"
    application.withdraw(bill.dossier_id)
    shown, paid = application.bill(bill), application.order(bill, order)
    assert (shown.state, shown.surplus, shown.refund_due) == (BillState.PAID, 0, bill.amount)
    assert (paid.surplus, paid.refund_due) == (False, order.amount)
    assert application.event_types(bill)[-1] == "payments.refund_due"


def test_a_withdrawal_that_overtakes_the_fee_leaves_nothing_to_pay(application: PaymentsApplication) -> None:
    dossier_id = new_dossier_id()
    application.withdraw(dossier_id)
    application.fee_due(dossier_id)
    assert application.bills(dossier_id) == []


def test_fees_and_withdrawals_that_come_together_have_their_effect_in_order(
    application: PaymentsApplication,
) -> None:
    ended, open_still = new_dossier_id(), new_dossier_id()
    fees = [make_event(FEE_DUE, each, fee_payload(each)) for each in (ended, open_still)]
    application.follow(*fees, make_event(WITHDRAWN, ended, withdrawal_payload(ended)))
    assert [bill.state for bill in application.bills(ended)] == [BillState.CANCELLED]
    assert [bill.state for bill in application.bills(open_still)] == [BillState.OPEN]
    application.follow(*fees)
    assert len(application.bills(open_still)) == 1


def test_a_result_that_ends_no_bill_leaves_nothing_behind(application: PaymentsApplication) -> None:
    dossier_id = new_dossier_id()
    event = make_event(RESULT_ISSUED, dossier_id, result_payload(dossier_id, ResultOutcome.APPROVED))
    application.follow_results(event)
    assert application.store.database.inbox.find_one({"_id": {"$regex": event.event_id}}) is None
