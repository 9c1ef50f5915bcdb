"""Bills whose period is over are destroyed with their orders; open ones, those with money to return and held ones stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.payments import Bill, BillState
from contracts.retention import ApplyRetention, RecordKind, RetentionPart
from payments.application.expired_records import apply_retention

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))


def apply(application: PaymentsApplication, **fields: object) -> RetentionPart:
    before = utcnow() + timedelta(days=1)
    stated = {"command_id": new_id(), "kind": RecordKind.BILLS, "before": before, **fields}
    request = ApplyRetention.model_validate(stated, extra="forbid")
    return apply_retention(application.store, request, ACCOUNTS)


def bill_as(application: PaymentsApplication, **fields: Any) -> Bill:
    bill = application.new_bill()
    application.create_order(bill)
    application.store.database.bills.update_one({"_id": bill.bill_id}, {"$set": fields})
    return bill


def stored(application: PaymentsApplication, bill: Bill) -> tuple[int, int]:
    database = application.store.database
    bills = database.bills.count_documents({"_id": bill.bill_id})
    return bills, database.orders.count_documents({"bill_id": bill.bill_id})


def test_a_settled_bill_goes_with_its_orders_and_its_log_stays(application: PaymentsApplication) -> None:
    application.store.database.bills.delete_many({})
    paid = bill_as(application, state=BillState.PAID.value)
    unpaid = bill_as(application)
    refund = bill_as(application, state=BillState.CANCELLED.value, refund_due=5000)
    surplus = bill_as(application, state=BillState.PAID.value, surplus=5000, refund_due=5000)
    returned = bill_as(application, state=BillState.PAID.value, surplus=5000)
    assert apply(application, survey=True).due == 2
    assert stored(application, paid) == (1, 1)
    assert apply(application).due == 2
    assert (stored(application, paid), stored(application, returned)) == ((0, 0), (0, 0))
    for other in (unpaid, refund, surplus):
        assert stored(application, other) == (1, 1)
    verify(application.store.database, paid.bill_id)


@pytest.mark.parametrize("held", ["held_accounts", "held_dossiers"])
def test_a_held_bill_stays(application: PaymentsApplication, held: str) -> None:
    application.store.database.bills.delete_many({})
    bill = bill_as(application, state=BillState.PAID.value)
    names = {"held_accounts": (bill.payer_id,), "held_dossiers": (bill.dossier_id,)}
    found = apply(application, **{held: names[held]})
    assert (found.due, found.held, stored(application, bill)) == (0, 1, (1, 1))


def test_nobody_but_accounts_destroys(application: PaymentsApplication) -> None:
    request = ApplyRetention(command_id="c", kind=RecordKind.BILLS, before=utcnow())
    with pytest.raises(ServiceError):
        apply_retention(application.store, request, Context.new(Actor(kind=ActorKind.ANONYMOUS)))
