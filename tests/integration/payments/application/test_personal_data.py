"""What payments gives of a person, and retains."""

from __future__ import annotations

import json

from tests.integration.payments.application.conftest import PaymentsApplication

from chassis.core.context import Context
from contracts.base import Actor, ActorKind
from contracts.personal_data import ErasePerson, ExportPerson, RetentionGround
from payments.application import personal_data

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))


def test_bills_are_exported_with_their_orders_and_retained(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    request = ExportPerson(account_id=bill.payer_id)
    part = personal_data.export_person(application.store, request, ACCOUNTS)
    (entry,) = part.entries
    content = json.loads(entry.text)
    assert content["bill"]["bill_id"] == bill.bill_id
    assert [each["order_id"] for each in content["orders"]] == [order.order_id]
    assert part.next_cursor is None
    for survey in (True, False):
        erase = ErasePerson(account_id=bill.payer_id, survey=survey)
        found = personal_data.erase_person(application.store, erase, ACCOUNTS)
        (retained,) = found.retained
        assert (found.erased, retained.count, retained.ground) == ((), 1, RetentionGround.ACCOUNTING)
    assert application.bill(bill).bill_id == bill.bill_id
