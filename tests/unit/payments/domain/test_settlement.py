from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.payments.examples import NOON, bill, order

from contracts.errors import ErrorCode, ServiceError
from contracts.payments import (
    BILL_PAID,
    DUPLICATE_PAYMENT,
    ORDER_EXPIRED,
    PAYMENT_FAILED,
    Bill,
    BillState,
    OrderState,
)
from payments.domain import bills, orders
from payments.domain.orders import Order
from payments.domain.settlement import PaymentOutcome, Settlement, expire, settle

PAID = PaymentOutcome(paid=True, code="00", reference="14226112")
CANCELLED_BY_PERSON = PaymentOutcome(paid=False, code="24")


def the(change: Settlement | None) -> Settlement:
    assert change is not None
    return change


def test_money_for_an_open_bill_pays_it() -> None:
    change = the(settle(bill(), order(), PAID, NOON))
    assert change.event is BILL_PAID
    assert (change.bill.state, change.bill.paid_at, change.bill.version) == (BillState.PAID, NOON, 2)
    assert (change.order.state, change.order.settled_at) == (OrderState.PAID, NOON)
    assert (change.order.provider_code, change.order.provider_reference) == ("00", "14226112")
    assert not change.order.surplus


def test_a_failure_is_recorded_and_leaves_the_bill_open() -> None:
    change = the(settle(bill(), order(), CANCELLED_BY_PERSON, NOON))
    assert change.event is PAYMENT_FAILED
    assert (change.bill.state, change.order.state) == (BillState.OPEN, OrderState.FAILED)
    assert change.order.provider_code == "24"


def test_the_same_outcome_twice_adds_nothing() -> None:
    paid = the(settle(bill(), order(), PAID, NOON))
    assert settle(paid.bill, paid.order, PAID, NOON) is None
    failed = the(settle(bill(), order(), CANCELLED_BY_PERSON, NOON))
    assert settle(failed.bill, failed.order, CANCELLED_BY_PERSON, NOON) is None


def test_a_failure_after_the_money_adds_nothing() -> None:
    paid = the(settle(bill(), order(), PAID, NOON))
    assert settle(paid.bill, paid.order, CANCELLED_BY_PERSON, NOON) is None


@pytest.mark.parametrize("ending", [OrderState.FAILED, OrderState.EXPIRED])
def test_money_after_our_ending_still_counts(ending: OrderState) -> None:
    change = the(settle(bill(), orders.transition(order(), ending), PAID, NOON))
    assert change.event is BILL_PAID


def test_money_by_a_second_order_is_a_surplus() -> None:
    paid = the(settle(bill(), order("first"), PAID, NOON))
    again = the(settle(paid.bill, order("second"), PAID, NOON))
    assert again.event is DUPLICATE_PAYMENT
    assert (again.bill.state, again.bill.paid_at) == (BillState.PAID, NOON)
    assert again.order.surplus


def test_money_for_a_cancelled_bill_is_a_surplus_and_leaves_it_cancelled() -> None:
    cancelled = bills.cancelled(bill())
    change = the(settle(cancelled, orders.transition(order(), OrderState.CANCELLED), PAID, NOON))
    assert (change.event, change.bill.state) == (DUPLICATE_PAYMENT, BillState.CANCELLED)


def test_an_order_that_has_ended_does_not_expire() -> None:
    assert the(expire(bill(), order())).event is ORDER_EXPIRED
    paid = the(settle(bill(), order(), PAID, NOON))
    assert expire(paid.bill, paid.order) is None


def test_only_an_open_bill_is_payable() -> None:
    bills.require_payable(bill())
    with pytest.raises(ServiceError) as refused:
        bills.require_payable(bills.cancelled(bill()))
    assert refused.value.code is ErrorCode.BILL_NOT_PAYABLE


@pytest.mark.parametrize("state", [BillState.PAID, BillState.CANCELLED])
def test_a_bill_that_has_ended_makes_no_move(state: BillState) -> None:
    ended = bill().model_copy(update={"state": state})
    for move in (bills.cancelled, lambda ended: bills.paid(ended, NOON)):
        with pytest.raises(ServiceError) as refused:
            move(ended)
        assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_every_state_has_its_row_in_the_tables() -> None:
    assert set(bills.TRANSITIONS) == set(BillState)
    assert set(orders.TRANSITIONS) == set(OrderState)


steps = st.sampled_from(["paid", "failed", "expire", "cancel"])


@given(st.lists(st.tuples(st.integers(0, 2), steps), max_size=20))
def test_any_sequence_of_calls_pays_a_bill_at_most_once(calls: list[tuple[int, str]]) -> None:
    current: Bill = bill()
    attempts: list[Order] = [order(f"order-{number}") for number in range(3)]
    events = []
    for number, step in calls:
        change = _apply(current, attempts[number], step)
        if change is None:
            continue
        assert change.bill.version == current.version + 1
        current, attempts[number] = change.bill, change.order
        events.append(change.event)
    took_money = [one for one in attempts if one.state is OrderState.PAID]
    assert events.count(BILL_PAID) == (current.state is BillState.PAID)
    assert events.count(BILL_PAID) + events.count(DUPLICATE_PAYMENT) == len(took_money)
    assert sum(one.surplus for one in took_money) == events.count(DUPLICATE_PAYMENT)


def _apply(current: Bill, one: Order, step: str) -> Settlement | None:
    if step == "paid":
        return settle(current, one, PAID, NOON)
    if step == "failed":
        return settle(current, one, CANCELLED_BY_PERSON, NOON)
    if step == "expire":
        return expire(current, one)
    if current.state is BillState.OPEN:
        return Settlement(bills.cancelled(current), replace(one), PAYMENT_FAILED)
    return None
