"""Bills and orders are read by those who may see them."""

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AGENCY, citizen, officer

from chassis.core.context import Context
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill, ListBills
from payments.application.queries import list_bills


@pytest.mark.parametrize("other", [citizen("somebody"), officer("000.00.17.H05"), Actor()])
def test_a_bill_is_hidden_from_all_others(application: PaymentsApplication, other: Actor) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    for read in (
        lambda: application.bill(bill, other),
        lambda: application.order(bill, order, other),
        lambda: application.orders(bill, other),
    ):
        with pytest.raises(ServiceError) as hidden:
            read()
        assert hidden.value.code is ErrorCode.NOT_FOUND
    request = ListBills(dossier_id=bill.dossier_id)
    assert list_bills(application.store, request, Context.new(other)).items == ()


@pytest.mark.parametrize(
    "actor",
    [officer(AGENCY), Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")],
    ids=["officer", "admin"],
)
def test_who_may_see_but_not_pay_is_forbidden(application: PaymentsApplication, actor: Actor) -> None:
    bill = application.new_bill()
    assert application.bill(bill, actor) == bill
    with pytest.raises(ServiceError) as refused:
        application.create_order(bill, actor=actor)
    assert refused.value.code is ErrorCode.FORBIDDEN


def test_pages_show_every_bill_once_newest_first(application: PaymentsApplication) -> None:
    opened = [application.new_bill() for _ in range(3)]
    seen: list[Bill] = []
    cursor = None
    while True:
        request = ListBills(limit=2, cursor=cursor)
        page = list_bills(application.store, request, Context.new(officer(AGENCY)))
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    ids = [bill.bill_id for bill in seen]
    assert len(ids) == len(set(ids))
    assert ids[:3] == [bill.bill_id for bill in reversed(opened)]
    assert [bill.opened_at for bill in seen] == sorted((bill.opened_at for bill in seen), reverse=True)


def test_a_cursor_of_another_list_is_refused(application: PaymentsApplication) -> None:
    application.new_bill()
    application.new_bill()
    context = Context.new(officer(AGENCY))
    page = list_bills(application.store, ListBills(limit=1), context)
    request = ListBills(limit=1, cursor=page.next_cursor, dossier_id="another")
    with pytest.raises(ServiceError) as refused:
        list_bills(application.store, request, context)
    assert refused.value.code is ErrorCode.INVALID_REQUEST
