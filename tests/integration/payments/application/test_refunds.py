"""Money goes back over VNPAY's real wire, whatever its server does, once; two officers decide about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.integration.payments.application.conftest import VNPAY_SETTINGS, PaymentsApplication
from tests.integration.payments.examples import AGENCY, AMOUNT, SECRET, TMN_CODE, citizen
from tests.integration.payments.quickpay_server import QuickpayServer
from tests.support.processes import HttpProcess

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import timers
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.payment_ledger import RebuildLedger
from contracts.payments import Bill, PaymentOrder
from contracts.refunds import (
    ActOnRefund,
    ListRefunds,
    OpenRefund,
    Refund,
    RefundAct,
    RefundReason,
    RefundState,
)
from devstack.waiting import wait_until
from payments.application import refund_sending, refunds
from payments.application.ledger import rebuild_ledger
from payments.domain.ledger.balances import fold
from payments.domain.refund_graph import REFUND_TIMER
from payments.providers.registry import Providers
from payments.providers.vnpay.provider import VnpayProvider, VnpaySettings
from payments.repository.ledger import LedgerRepository
from payments.repository.migrations import enter_bills


def officer(name: str, *roles: OfficerRole) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id=name, agency_code=AGENCY, roles=roles)


CLERK, LEADER = officer("clerk", OfficerRole.RECEPTION), officer("leader", OfficerRole.LEADER)


@pytest.fixture(scope="module")
def vnpay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpProcess]:
    process = HttpProcess(
        "simulators.vnpay",
        tmp_path_factory.mktemp("vnpay") / "vnpay.log",
        vnpay_tmn_code=TMN_CODE,
        vnpay_hash_secret=SECRET,
        vnpay_ipn_url="http://127.0.0.1:9/ipn",
    )
    with process:
        wait_until(process.is_ready, 20, "the simulator is ready")
        yield process


@dataclass(frozen=True)
class Returning(PaymentsApplication):
    """The use cases with a VNPAY that answers."""

    vnpay_url: str = ""

    def paid(self) -> tuple[Bill, PaymentOrder]:
        """A bill whose order was paid at VNPAY, and found by a query."""
        bill = self.new_bill()
        return bill, self.pay(bill)

    def pay(self, bill: Bill) -> PaymentOrder:
        order = self.create_order(bill)
        assert order.payment_url
        httpx.get(order.payment_url).raise_for_status()
        form = {"txn_ref": order.txn_ref, "choice": "success", "ipn": "never"}
        httpx.post(f"{self.vnpay_url}/paymentv2/pay", data=form)
        self.poll(order)
        return order

    def at_vnpay(self, order: PaymentOrder, **fields: str) -> dict[str, Any]:
        address = f"{self.vnpay_url}/simulator/payments/{order.txn_ref}/refund"
        return dict(httpx.post(address, json=fields).raise_for_status().json())

    def refunds_of(self, bill: Bill, actor: Actor = CLERK) -> list[Refund]:
        request = ListRefunds(bill_id=bill.bill_id)
        return list(refunds.list_refunds(self.store, request, Context.new(actor)).items)

    def act(self, refund: Refund, act: RefundAct, actor: Actor = CLERK, **fields: Any) -> Refund:
        request = ActOnRefund(command_id=new_id(), refund_id=refund.refund_id, act=act, **fields)
        return refunds.act_on_refund(self.store, self.providers, request, Context.new(actor))

    def open(self, bill: Bill, order: PaymentOrder, amount: int, actor: Actor = CLERK) -> Refund:
        request = OpenRefund(
            command_id=new_id(), bill_id=bill.bill_id, order_id=order.order_id, amount=amount,
            reason=RefundReason.OVERCHARGED,
        )  # fmt: skip
        return refunds.open_refund(self.store, request, Context.new(actor))

    def approved(self, refund: Refund, **fields: Any) -> Refund:
        return self.act(self.act(refund, RefundAct.REQUEST, **fields), RefundAct.APPROVE, LEADER)

    def advance(self, refund: Refund) -> datetime | None:
        return refund_sending.advance_refund(self.store, self.providers, refund.refund_id, Context.new())

    def state(self, bill: Bill) -> RefundState:
        (refund,) = self.refunds_of(bill)
        return refund.state

    def balances(self, bill: Bill) -> dict[str, int]:
        entries = self.store.repository(LedgerRepository).of_bills([bill.bill_id])[bill.bill_id]
        return {account.split(":")[0]: amount for account, amount in fold(entries).items()}

    def withdrawn(self) -> tuple[Bill, PaymentOrder, Refund]:
        """Paid, then withdrawn, so that the money is to be returned."""
        bill, order = self.paid()
        self.withdraw(bill.dossier_id)
        (refund,) = self.refunds_of(bill)
        return bill, order, refund

    def differences(self, bill: Bill) -> list[Any]:
        """Between the bill and the ledger."""
        context = Context.new(Actor(kind=ActorKind.OPERATOR, name="cli"))
        rebuilt = rebuild_ledger(self.store, RebuildLedger(repair=False, limit=500), context)
        assert rebuilt.next_cursor is None
        return [each for each in rebuilt.differences if each.bill_id == bill.bill_id]


@pytest.fixture
def returning(store: Store, vnpay: HttpProcess) -> Iterator[Returning]:
    settings = {
        **VNPAY_SETTINGS,
        "vnpay_pay_url": f"{vnpay.url}/paymentv2/vpcpay.html",
        "vnpay_api_url": f"{vnpay.url}/merchant_webapi/api/transaction",
    }
    with QuickpayServer() as quickpay:
        providers = Providers([VnpayProvider(VnpaySettings(**settings))])
        yield Returning(store, providers, quickpay, vnpay.url)


def test_two_officers_return_what_a_withdrawn_dossier_paid(returning: Returning) -> None:
    bill, order, refund = returning.withdrawn()
    assert (refund.amount, refund.reason, refund.state) == (AMOUNT, RefundReason.WITHDRAWN, RefundState.DUE)
    requested = returning.act(refund, RefundAct.REQUEST, LEADER)
    with pytest.raises(ServiceError) as alone:
        returning.act(requested, RefundAct.APPROVE, LEADER)
    assert alone.value.code is ErrorCode.REFUND_NOT_SEPARATED
    returning.act(requested, RefundAct.APPROVE, officer("manager", OfficerRole.MANAGER))
    assert returning.advance(refund) is not None, "VNPAY has taken it and says nothing final"
    assert returning.state(bill) is RefundState.SENT
    assert returning.advance(refund) is not None
    returning.at_vnpay(order, status="00")
    assert [returning.advance(refund) for _ in range(2)] == [None, None]
    assert returning.state(bill) is RefundState.REFUNDED
    assert len(returning.at_vnpay(order)["requests"]) == 1
    assert returning.balances(bill) == {}
    assert returning.bill(bill).refund_due == returning.order(bill, order).refund_due == 0
    assert returning.event_types(bill)[-1] == "payments.refunded"
    shown = returning.refunds_of(bill, citizen(bill.payer_id))[0]
    assert (shown.state, shown.steps[0].by) == (RefundState.REFUNDED, None)
    assert returning.refunds_of(bill, citizen("somebody else")) == []


@pytest.mark.parametrize(
    ("fault", "then"),
    [
        ("at_once", RefundState.REFUNDED),
        ("refused", RefundState.PARKED),
        ("in_progress", RefundState.SENT),
        ("silent", RefundState.SENT),
        ("lost", RefundState.SENT),
        ("error", RefundState.SENT),
        ("forged", RefundState.SENT),
    ],
)
def test_whatever_vnpay_answers_money_goes_back_once(
    returning: Returning, fault: str, then: RefundState
) -> None:
    bill, order, refund = returning.withdrawn()
    returning.at_vnpay(order, fault=fault)
    returning.approved(refund)
    returning.advance(refund)
    assert returning.state(bill) is then
    if then is RefundState.PARKED:
        parked = returning.refunds_of(bill)[0]
        assert (parked.provider_code, parked.owner) == ("95", AGENCY)
        assert parked.provider_message
        assert returning.balances(bill) == {"clearing": AMOUNT, "parked": -AMOUNT}
        returning.at_vnpay(order, fault="none")
        returning.approved(returning.act(parked, RefundAct.RESUME))
        returning.advance(refund)
    returning.at_vnpay(order, fault="none")
    returning.advance(refund)
    returning.at_vnpay(order, status="00")
    returning.advance(refund)
    requests = returning.at_vnpay(order)["requests"]
    assert returning.state(bill) is RefundState.REFUNDED
    assert len(set(requests)) == (2 if fault == "refused" else 1), "repeated under the same id"
    assert returning.balances(bill) == {}


def test_what_was_sent_when_the_process_ended_is_queried_before_it_is_repeated(
    returning: Returning, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill, order, refund = returning.withdrawn()
    returning.approved(refund)
    with monkeypatch.context() as killed:
        killed.setattr(refund_sending, "_record", _killed)
        with pytest.raises(KeyboardInterrupt):
            returning.advance(refund)
    assert returning.state(bill) is RefundState.SENT
    row = returning.store.database[timers.COLLECTION].find_one(
        {"kind": REFUND_TIMER, "key": refund.refund_id}
    )
    assert row is not None, "somebody goes on with it"
    returning.at_vnpay(order, status="00")
    assert returning.advance(refund) is None
    assert returning.state(bill) is RefundState.REFUNDED
    assert len(returning.at_vnpay(order)["requests"]) == 1


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_paid_fee_goes_back_in_parts_by_both_ways(returning: Returning) -> None:
    bill, first = returning.paid()
    refund = returning.open(bill, first, 5000)
    by_provider = returning.approved(refund, amount=3000)
    assert returning.advance(by_provider) is not None
    returning.at_vnpay(first, status="00")
    assert returning.advance(by_provider) is None
    rest = next(each for each in returning.refunds_of(bill) if each.state is RefundState.DUE)
    assert rest.amount == 2000
    by_agency = returning.approved(rest, method="transfer")
    assert returning.advance(by_agency) is not None, "it waits for the voucher"
    paid = returning.act(by_agency, RefundAct.PAY_OUT, reference="12/UNC")
    assert paid.state is RefundState.REFUNDED
    assert returning.balances(bill) == {
        "clearing": AMOUNT - 3000,
        "agency": -2000,
        "collected": -(AMOUNT - 5000),
    }
    returning.withdraw(bill.dossier_id)
    assert sorted(each.amount for each in returning.refunds_of(bill)) == [2000, 3000, AMOUNT - 5000]
    assert returning.bill(bill).refund_due == AMOUNT - 5000
    assert returning.differences(bill) == []


def test_what_was_due_before_there_were_refunds_is_opened_once(returning: Returning) -> None:
    bill, _, refund = returning.withdrawn()
    database = returning.store.database
    stored = database.refunds.find_one({"_id": refund.refund_id})
    database.refunds.delete_one({"_id": refund.refund_id})
    database.timers.delete_many({"key": refund.refund_id})
    for _ in range(2):
        database.bills.update_one({"_id": bill.bill_id}, {"$unset": {"in_ledger": ""}})
        assert enter_bills(database, 10) == 1
        assert database.refunds.find_one({"_id": refund.refund_id}) == stored
        assert database.timers.count_documents({"kind": REFUND_TIMER, "key": refund.refund_id}) == 1
    returning.store.database.refunds.update_one(
        {"_id": refund.refund_id}, {"$set": {"since": refund.since - timedelta(days=31)}}
    )
    assert returning.advance(refund) is None
    assert returning.state(bill) is RefundState.PARKED
    assert returning.balances(bill) == {"clearing": AMOUNT, "parked": -AMOUNT}


def test_only_officers_of_the_agency_open_one_and_not_more_than_there_is(returning: Returning) -> None:
    bill, order = returning.paid()
    for actor, code in (
        (citizen(bill.payer_id), ErrorCode.FORBIDDEN),
        (citizen("somebody else"), ErrorCode.NOT_FOUND),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), ErrorCode.FORBIDDEN),
    ):
        with pytest.raises(ServiceError) as refused:
            returning.open(bill, order, 1, actor)
        assert refused.value.code is code
    assert returning.open(bill, order, AMOUNT).amount == AMOUNT
    with pytest.raises(ServiceError) as too_much:
        returning.open(bill, order, 1)
    assert too_much.value.errors[0].pointer == "/amount"


def test_the_word_about_one_refund_is_not_taken_for_another_of_the_same_order(returning: Returning) -> None:
    bill, order = returning.paid()
    one, two = (returning.open(bill, order, 2000) for _ in range(2))
    returning.approved(one)
    returning.approved(two)
    returning.advance(one)
    assert returning.advance(two) is not None
    states = {each.refund_id: each.state for each in returning.refunds_of(bill)}
    assert (states[one.refund_id], states[two.refund_id]) == (RefundState.SENT, RefundState.APPROVED)
    returning.at_vnpay(order, status="00")
    returning.advance(one)
    returning.at_vnpay(order, fault="lost")
    returning.advance(two)
    returning.advance(two)
    states = {each.refund_id: each.state for each in returning.refunds_of(bill)}
    assert (states[one.refund_id], states[two.refund_id]) == (RefundState.REFUNDED, RefundState.SENT)
    assert returning.balances(bill)["refund_payable"] == -2000
