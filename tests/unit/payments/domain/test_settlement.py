from dataclasses import replace
from datetime import timedelta

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
    PAYMENT_PENDING,
    Bill,
    BillState,
    OrderState,
    ProviderVerdict,
)
from payments.domain import bills, orders
from payments.domain.order_graph import OrderTrigger
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.settlement import Settlement, expire, settle

PAID = PaymentOutcome(ProviderVerdict.PAID, code="00", reference="14226112")
CANCELLED_BY_PERSON = PaymentOutcome(ProviderVerdict.NOT_PAID, code="24")
SUSPECTED = PaymentOutcome(ProviderVerdict.HELD, code="07")
UNFINISHED = PaymentOutcome(ProviderVerdict.PENDING, code="01")


ENDINGS = {
    OrderState.FAILED: OrderTrigger.PROVIDER_NOT_PAID,
    OrderState.EXPIRED: OrderTrigger.TIME_OVER,
    OrderState.CANCELLED: OrderTrigger.PAYER_CANCELLED,
}


def ended(ending: OrderState) -> Order:
    return orders.transition(order(), ENDINGS[ending])


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
    change = the(settle(bill(), ended(ending), PAID, NOON))
    assert change.event is BILL_PAID


def test_money_by_a_second_order_is_a_surplus() -> None:
    paid = the(settle(bill(), order("first"), PAID, NOON))
    again = the(settle(paid.bill, order("second"), PAID, NOON))
    assert again.event is DUPLICATE_PAYMENT
    assert (again.bill.state, again.bill.paid_at) == (BillState.PAID, NOON)
    assert (again.order.surplus, again.order.refund_due) == (True, again.order.amount)
    assert (again.bill.surplus, again.bill.refund_due) == (again.order.amount, again.order.amount)


@pytest.mark.parametrize("ending", [None, OrderState.FAILED, OrderState.EXPIRED, OrderState.CANCELLED])
def test_money_that_is_held_waits_whatever_was_before(ending: OrderState | None) -> None:
    before = ended(ending) if ending else order()
    change = the(settle(bill(), before, SUSPECTED, NOON))
    assert (change.event, change.order.state, change.order.provider_code) == (
        PAYMENT_PENDING,
        before.state,
        "07",
    )
    assert change.order.is_held
    assert change.order.is_awaited
    assert change.order.is_live(change.order.expires_at + timedelta(days=20))
    assert settle(change.bill, change.order, SUSPECTED, NOON) is None
    assert settle(change.bill, change.order, UNFINISHED, NOON) is None


@pytest.mark.parametrize("ending", [None, OrderState.FAILED, OrderState.EXPIRED, OrderState.CANCELLED])
def test_a_hold_ends_by_the_last_word_or_by_our_end(ending: OrderState | None) -> None:
    before = ended(ending) if ending else order()
    held = the(settle(bill(), before, SUSPECTED, NOON))
    assert the(settle(held.bill, held.order, PAID, NOON)).event is BILL_PAID
    refused = the(settle(held.bill, held.order, CANCELLED_BY_PERSON, NOON))
    given_up = the(expire(held.bill, held.order))
    assert (refused.event, given_up.event) == (PAYMENT_FAILED, ORDER_EXPIRED)
    assert not refused.order.is_held
    assert not given_up.order.is_held


def test_what_is_unfinished_waits_and_neither_ends_nor_reopens_an_order() -> None:
    change = the(settle(bill(), order(), UNFINISHED, NOON))
    assert (change.event, change.order.state, change.order.is_held) == (
        PAYMENT_PENDING,
        OrderState.CREATED,
        False,
    )
    assert (
        settle(bill(), orders.transition(order(), OrderTrigger.PROVIDER_NOT_PAID), UNFINISHED, NOON) is None
    )


@pytest.mark.parametrize("outcome", [SUSPECTED, UNFINISHED])
def test_nothing_is_held_after_the_money(outcome: PaymentOutcome) -> None:
    paid = the(settle(bill(), order(), PAID, NOON))
    assert settle(paid.bill, paid.order, outcome, NOON) is None


def test_money_for_a_cancelled_bill_is_a_surplus_and_leaves_it_cancelled() -> None:
    cancelled = bills.cancelled(bill())
    change = the(settle(cancelled, orders.transition(order(), OrderTrigger.BILL_CANCELLED), PAID, NOON))
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


steps = st.sampled_from(["paid", "failed", "held", "expire", "cancel"])


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
    assert current.surplus == current.refund_due == sum(one.refund_due for one in attempts)


def _apply(current: Bill, one: Order, step: str) -> Settlement | None:
    if step == "paid":
        return settle(current, one, PAID, NOON)
    if step == "failed":
        return settle(current, one, CANCELLED_BY_PERSON, NOON)
    if step == "held":
        return settle(current, one, SUSPECTED, NOON)
    if step == "expire":
        return expire(current, one)
    if current.state is BillState.OPEN:
        return Settlement(bills.cancelled(current), replace(one), PAYMENT_FAILED)
    return None
