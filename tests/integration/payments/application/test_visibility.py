"""Nothing of a bill is seen on one path and hidden on another, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.depth import lives
from tests.support.stores import fresh_store
from tests.support.visibility import HERE, PEOPLE, THERE, answered, callers, check_hidden
from tests.unit.payments.examples import bill

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor
from contracts.errors import ErrorCode
from contracts.payments import Bill, GetBill, GetOrder, ListBills, ListOrders
from contracts.refunds import GetRefund, ListRefunds, RefundReason
from devstack.servers.mongo_address import MongoAddress
from payments.application import queries, refunds
from payments.domain import access
from payments.domain.orders import NewOrder, Order, new_order
from payments.domain.refunds import of_whole_order
from payments.repository.bills import BillRepository
from payments.repository.indexes import create_indexes
from payments.repository.orders import OrderRepository
from payments.repository.refunds import RefundRepository


@pytest.fixture(scope="module")
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "payments", create_indexes) as opened:
        yield opened


bills = st.builds(
    lambda payer, agency: bill().model_copy(
        update={"bill_id": new_id(), "dossier_id": new_id(), "payer_id": payer, "agency_code": agency}
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from((HERE, THERE)),
)


@lives(usual=20, deep=500, steps=1)
@given(stored=bills, asking=st.lists(callers, min_size=3, max_size=6))
def test_every_path_shows_a_bill_or_none_does(store: Store, stored: Bill, asking: list[Actor]) -> None:
    """The path that pays finds it by the same rule (`require_payer`, in the unit test of it)."""
    order = ordered(stored)
    store.repository(BillRepository).add(stored, new_id())
    store.repository(OrderRepository).add(order)
    refund = of_whole_order(stored, order, RefundReason.WITHDRAWN, order.created_at)
    store.repository(RefundRepository).add_missing([refund], stored.payer_id)
    try:
        for caller in asking:
            check_paths(store, stored, order, caller)
    finally:
        store.database.bills.delete_many({})
        store.database.orders.delete_many({})
        store.database.refunds.delete_many({})


def ordered(stored: Bill) -> Order:
    asked_for = NewOrder(
        order_id=new_id(),
        provider="vnpay",
        client_ip="10.0.0.1",
        created_at=utcnow(),
        lifetime=timedelta(minutes=15),
    )
    return new_order(stored, asked_for)


def check_paths(store: Store, stored: Bill, order: Order, caller: Actor) -> None:
    context, absent, shown = Context.new(caller), new_id(), access.is_visible(caller, stored)
    for name, call, key in (
        ("get_bill", lambda key: queries.get_bill(store, GetBill(bill_id=key), context), stored.bill_id),
        ("get_order", lambda key: queries.get_order(store, GetOrder(order_id=key), context), order.order_id),
        (
            "list_orders",
            lambda key: queries.list_orders(store, ListOrders(bill_id=key), context),
            stored.bill_id,
        ),
        (
            "get_refund",
            lambda key: refunds.get_refund(store, GetRefund(refund_id=key), context),
            order.order_id,
        ),
    ):
        check_hidden(name, shown, partial(call, key), partial(call, absent))
        assert (answered(partial(call, key))[0] is not None) is shown, (name, caller)
    for request in (ListBills(), ListBills(dossier_id=stored.dossier_id)):
        listed = {each.bill_id for each in queries.list_bills(store, request, context).items}
        assert (stored.bill_id in listed) is shown, (request, caller)
    listed_refunds = refunds.list_refunds(store, ListRefunds(bill_id=stored.bill_id), context).items
    assert bool(listed_refunds) is shown, caller
    if not shown:
        _, refusal = answered(lambda: access.require_payer(caller, stored))
        assert refusal[0] is ErrorCode.NOT_FOUND
