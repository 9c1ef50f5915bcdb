"""Every transition writes its entry in its own transaction; what is missing is found and made; old bills are entered."""

from collections.abc import Iterator

import pytest
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AMOUNT, citizen
from tests.support.stores import fresh_store

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.migrations import Migrator
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.payment_ledger import LedgerFault, RebuildLedger, RebuiltLedger
from contracts.payments import Bill
from devstack.servers.mongo_address import MongoAddress
from payments.application.ledger import rebuild_ledger
from payments.domain.ledger.balances import fold
from payments.repository.indexes import create_indexes
from payments.repository.ledger import LedgerRepository
from payments.repository.migrations import MIGRATIONS

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")


@pytest.fixture(scope="module")
def own_store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "payments", create_indexes) as opened:
        yield opened


@pytest.fixture
def store(own_store: Store) -> Store:
    """Empty, so that the whole ledger is that of one test."""
    for name in ("bills", "orders", "refunds", "ledger", "migrations"):
        own_store.database[name].delete_many({})
    return own_store


def balances(application: PaymentsApplication, bill: Bill) -> dict[str, int]:
    """By the kind of account."""
    entries = application.store.repository(LedgerRepository).of_bills([bill.bill_id])[bill.bill_id]
    return {account.split(":")[0]: amount for account, amount in fold(entries).items()}


def rebuild(application: PaymentsApplication, *, repair: bool = True, limit: int = 500) -> RebuiltLedger:
    request = RebuildLedger(repair=repair, limit=limit)
    return rebuild_ledger(application.store, request, Context.new(OPERATOR))


def test_a_bill_that_is_paid_twice_and_withdrawn(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    assert balances(application, bill) == {"receivable": AMOUNT, "billed": -AMOUNT}
    first = application.create_order(bill)
    second = application.second_order(bill)
    assert [application.ipn(each) for each in (first, first, second, second)] == ["00", "02", "00", "02"]
    assert balances(application, bill) == {
        "clearing": 2 * AMOUNT,
        "collected": -AMOUNT,
        "refund_payable": -AMOUNT,
    }
    application.withdraw(bill.dossier_id)
    assert balances(application, bill) == {"clearing": 2 * AMOUNT, "refund_payable": -2 * AMOUNT}
    assert application.bill(bill).refund_due == 2 * AMOUNT


def test_a_cancelled_bill_is_due_no_more(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    application.withdraw(bill.dossier_id)
    assert balances(application, bill) == {}


def _lives(application: PaymentsApplication) -> list[Bill]:
    """Open, paid, paid twice, withdrawn before and after the money."""
    found = [application.new_bill() for _ in range(5)]
    for bill in found[1:4]:
        application.ipn(application.create_order(bill))
    late = application.create_order(found[4])
    for bill in found[3:]:
        application.withdraw(bill.dossier_id)
    application.ipn(late)
    return found


def test_what_was_stored_before_is_entered_and_nothing_else_changes(application: PaymentsApplication) -> None:
    _lives(application)
    database = application.store.database
    before = {entry["_id"]: entry for entry in database.ledger.find()}
    assert len(before) > 10
    assert (rebuild(application).differences, rebuild(application).sum) == ((), 0)
    database.ledger.delete_many({})
    database.bills.update_many({}, {"$unset": {"in_ledger": ""}})
    for _ in range(2):
        assert not Migrator(database, "payments", MIGRATIONS).run(5.0).pending
        assert {entry["_id"]: entry for entry in database.ledger.find()} == before
        database.migrations.delete_many({})
        database.bills.update_many({}, {"$unset": {"in_ledger": ""}})
    assert rebuild(application).differences == ()


def test_what_is_missing_is_made_and_what_was_tampered_with_is_named(
    application: PaymentsApplication,
) -> None:
    found = _lives(application)
    database = application.store.database
    database.ledger.delete_one({"_id": f"bill_paid:{found[1].bill_id}"})
    database.ledger.update_one({"_id": f"bill_opened:{found[0].bill_id}"}, {"$set": {"lines": []}})
    database.bills.update_one({"_id": found[3].bill_id}, {"$set": {"refund_due": 0}})
    checked = rebuild(application, repair=False)
    assert not any(each.repaired for each in checked.differences)
    assert database.ledger.find_one({"_id": f"bill_paid:{found[1].bill_id}"}) is None
    rebuilt = rebuild(application)
    assert {(each.bill_id, each.fault, each.repaired) for each in rebuilt.differences} == {
        (found[1].bill_id, LedgerFault.MISSING, True),
        (found[0].bill_id, LedgerFault.CHANGED, False),
        (found[0].bill_id, LedgerFault.UNBALANCED, False),
        (found[3].bill_id, LedgerFault.UNBALANCED, True),
    }
    assert application.bill(found[3]).refund_due == AMOUNT
    assert {each.bill_id for each in rebuild(application).differences} == {found[0].bill_id}
    assert rebuild(application, limit=2).next_cursor == sorted(each.bill_id for each in found)[1]


def test_it_is_for_the_operator(application: PaymentsApplication) -> None:
    with pytest.raises(ServiceError) as refused:
        rebuild_ledger(application.store, RebuildLedger(), Context.new(citizen(new_id())))
    assert refused.value.code is ErrorCode.FORBIDDEN
