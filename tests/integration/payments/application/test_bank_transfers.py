"""Money that comes by transfer: counted once, for what its code says; nothing that came is lost."""

import itertools
import json
from dataclasses import dataclass, replace

import pytest
from pydantic import SecretStr
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AMOUNT, officer

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.bank_transfers import (
    AssignBankTransfer,
    BankTransfer,
    BankTransferOutcome,
    GetTransferInstructions,
    ListBankTransfers,
    TransferInstructions,
)
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.payment_ledger import RebuildLedger
from contracts.payments import Bill, BillState, OrderState, PaymentOrder, ProviderAnswer, ProviderCall
from contracts.refunds import ListRefunds
from payments.application import bank_transfers, refunds
from payments.application.ledger import rebuild_ledger
from payments.providers.registry import Providers
from payments.providers.vietqr.provider import VietqrProvider, VietqrSettings

KEY = "a-key-of-this-test"
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="administrator")
VIETQR = VietqrProvider(
    VietqrSettings(
        vietqr_bank_bin="970436",
        vietqr_account_number="113366668888",
        vietqr_account_holder="KHO BAC NHA NUOC",
        vietqr_page_url="http://portal.example.vn/v1/payments/transfers",
        vietqr_feed_key=SecretStr(KEY),
    )
)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class ByTransfer:
    """The use cases with VietQR switched on, and the feed that calls."""

    application: PaymentsApplication

    def order(self, bill: Bill) -> PaymentOrder:
        return self.application.create_order(bill, "vietqr")

    def tell(
        self, text: str, amount: int = AMOUNT, number: int = 0, key: str = KEY, kind: str = "in"
    ) -> ProviderAnswer:
        line = {
            "id": number or next(_numbers),
            "transactionDate": "2026-11-02 09:31:00",
            "accountNumber": "113366668888",
            "content": text,
            "transferType": kind,
            "transferAmount": amount,
            "referenceCode": "FT26306",
        }
        call = ProviderCall(
            provider="sepay", headers={"authorization": f"Apikey {key}"}, body=json.dumps(line)
        )
        return bank_transfers.receive_movements(self.application.store, VIETQR, call, Context.new(), utcnow())

    def newest(self, outcome: BankTransferOutcome | None = None) -> BankTransfer:
        request = ListBankTransfers(outcome=outcome, limit=1)
        context = Context.new(ADMINISTRATOR)
        return bank_transfers.list_bank_transfers(self.application.store, request, context).items[0]

    def assign(self, transfer: BankTransfer, bill: Bill, actor: Actor = ADMINISTRATOR) -> BankTransfer:
        command = AssignBankTransfer(
            command_id=new_id(), bank_transfer_id=transfer.bank_transfer_id, bill_id=bill.bill_id
        )
        return bank_transfers.assign_bank_transfer(
            self.application.store, VIETQR, command, Context.new(actor)
        )

    def due_for_return(self, bill: Bill) -> list[int]:
        context = Context.new(ADMINISTRATOR)
        found = refunds.list_refunds(self.application.store, ListRefunds(bill_id=bill.bill_id), context)
        return [each.amount for each in found.items]

    def ledger_differences(self, bill: Bill) -> list[str]:
        """Of this bill, by the fold of the whole ledger."""
        operator = Context.new(Actor(kind=ActorKind.OPERATOR, name="cli"))
        rebuilt = rebuild_ledger(self.application.store, RebuildLedger(repair=False, limit=500), operator)
        assert rebuilt.sum == 0
        return [
            f"{each.fault} {each.entry_id}" for each in rebuilt.differences if each.bill_id == bill.bill_id
        ]


@pytest.fixture
def by_transfer(application: PaymentsApplication) -> ByTransfer:
    return ByTransfer(replace(application, providers=Providers([VIETQR])))


def test_money_with_its_code_settles_the_order(by_transfer: ByTransfer) -> None:
    bill = by_transfer.application.new_bill()
    order = by_transfer.order(bill)
    assert order.payment_url == f"http://portal.example.vn/v1/payments/transfers/{order.txn_ref}/page"
    answer = by_transfer.tell(f"MBVCB.4072.{order.txn_ref.lower()} nop phi.CT tu 0123 NGUYEN VAN A")
    assert (answer.status, answer.body) == (200, '{"success":true}')
    assert by_transfer.application.order(bill, order).state is OrderState.PAID
    assert by_transfer.application.bill(bill).state is BillState.PAID
    transfer = by_transfer.newest()
    assert (transfer.outcome, transfer.order_id, transfer.bill_id) == (
        BankTransferOutcome.SETTLED,
        order.order_id,
        bill.bill_id,
    )
    assert "NGUYEN" not in transfer.model_dump_json(), "what the payer wrote is stored nowhere"
    assert by_transfer.due_for_return(bill) == []
    assert by_transfer.ledger_differences(bill) == []


def test_a_line_that_comes_again_changes_nothing(by_transfer: ByTransfer) -> None:
    bill = by_transfer.application.new_bill()
    order = by_transfer.order(bill)
    for _ in range(3):
        assert by_transfer.tell(order.txn_ref, number=70_001).status == 200
    assert by_transfer.application.bill(bill).surplus == 0
    assert len(by_transfer.application.orders(bill)) == 1


@pytest.mark.parametrize(
    ("amount", "outcome", "state", "back"),
    [
        (AMOUNT - 1, BankTransferOutcome.PARTIAL, BillState.OPEN, AMOUNT - 1),
        (AMOUNT + 500, BankTransferOutcome.OVERPAID, BillState.PAID, 500),
    ],
)
def test_another_amount_is_named_and_what_is_not_needed_goes_back(
    by_transfer: ByTransfer, amount: int, outcome: BankTransferOutcome, state: BillState, back: int
) -> None:
    bill = by_transfer.application.new_bill()
    by_transfer.tell(by_transfer.order(bill).txn_ref, amount)
    assert by_transfer.newest().outcome is outcome
    found = by_transfer.application.bill(bill)
    assert (found.state, found.refund_due) == (state, back)
    assert by_transfer.due_for_return(bill) == [back]
    assert by_transfer.ledger_differences(bill) == []


def test_after_too_little_the_right_amount_still_settles(by_transfer: ByTransfer) -> None:
    bill = by_transfer.application.new_bill()
    order = by_transfer.order(bill)
    by_transfer.tell(order.txn_ref, AMOUNT - 1000)
    by_transfer.tell(order.txn_ref, AMOUNT)
    found = by_transfer.application.bill(bill)
    assert (found.state, found.refund_due) == (BillState.PAID, AMOUNT - 1000)
    assert by_transfer.ledger_differences(bill) == []


def test_money_that_comes_twice_or_after_a_withdrawal_goes_back(by_transfer: ByTransfer) -> None:
    paid, withdrawn = by_transfer.application.new_bill(), by_transfer.application.new_bill()
    order, late = by_transfer.order(paid), by_transfer.order(withdrawn)
    by_transfer.application.withdraw(withdrawn.dossier_id)
    by_transfer.tell(order.txn_ref)
    by_transfer.tell(order.txn_ref)
    assert by_transfer.newest().outcome is BankTransferOutcome.DOUBLED
    by_transfer.tell(late.txn_ref)
    assert by_transfer.newest().outcome is BankTransferOutcome.DOUBLED
    for bill in (paid, withdrawn):
        assert by_transfer.due_for_return(bill) == [AMOUNT]
        assert by_transfer.ledger_differences(bill) == []


def test_money_that_comes_after_the_time_counts(by_transfer: ByTransfer) -> None:
    bill = by_transfer.application.new_bill()
    order = by_transfer.order(bill)
    by_transfer.application.age(order, 2 * (order.expires_at - order.created_at))
    assert by_transfer.application.poll(order) is None
    assert by_transfer.application.order(bill, order).state is OrderState.EXPIRED
    by_transfer.tell(order.txn_ref)
    assert by_transfer.application.bill(bill).state is BillState.PAID


def test_what_is_not_recognised_waits_until_it_is_assigned_once(by_transfer: ByTransfer) -> None:
    bill, other = by_transfer.application.new_bill(), by_transfer.application.new_bill()
    by_transfer.tell("nop le phi ho so")
    waiting = by_transfer.newest(BankTransferOutcome.UNKNOWN)
    assert (waiting.order_id, waiting.amount) == (None, AMOUNT)
    assigned = by_transfer.assign(waiting, bill)
    assert (assigned.outcome, assigned.bill_id, assigned.assigned_by) == (
        BankTransferOutcome.SETTLED,
        bill.bill_id,
        "administrator",
    )
    assert by_transfer.application.bill(bill).state is BillState.PAID
    with pytest.raises(ServiceError) as again:
        by_transfer.assign(assigned, other)
    assert again.value.code is ErrorCode.INVALID_REQUEST
    assert by_transfer.ledger_differences(bill) == []


@pytest.mark.parametrize(("amount", "back"), [(AMOUNT + 700, 700), (AMOUNT - 700, AMOUNT - 700)])
def test_an_assigned_transfer_of_another_amount(by_transfer: ByTransfer, amount: int, back: int) -> None:
    bill = by_transfer.application.new_bill()
    by_transfer.tell("khong co ma", amount)
    by_transfer.assign(by_transfer.newest(BankTransferOutcome.UNKNOWN), bill)
    assert by_transfer.due_for_return(bill) == [back]
    assert by_transfer.ledger_differences(bill) == []


def test_two_codes_name_none_and_money_that_goes_out_is_listed(by_transfer: ByTransfer) -> None:
    one, other = by_transfer.application.new_bill(), by_transfer.application.new_bill()
    codes = [by_transfer.order(bill).txn_ref for bill in (one, other)]
    by_transfer.tell(" va ".join(codes), 2 * AMOUNT)
    ambiguous = by_transfer.newest()
    assert (ambiguous.outcome, set(ambiguous.payment_codes)) == (BankTransferOutcome.AMBIGUOUS, set(codes))
    assert {by_transfer.application.bill(bill).state for bill in (one, other)} == {BillState.OPEN}
    by_transfer.tell(codes[0], kind="out")
    outgoing = by_transfer.newest()
    assert (outgoing.outcome, outgoing.order_id) == (BankTransferOutcome.OUTGOING, None)
    with pytest.raises(ServiceError):
        by_transfer.assign(outgoing, one)


def test_a_call_without_the_key_is_refused(by_transfer: ByTransfer) -> None:
    bill = by_transfer.application.new_bill()
    order = by_transfer.order(bill)
    assert by_transfer.tell(order.txn_ref, key="another").status == 401
    assert by_transfer.application.bill(bill).state is BillState.OPEN


@pytest.mark.parametrize("actor", [Actor(kind=ActorKind.CITIZEN, account_id="c"), officer("000.00.16.H05")])
def test_transfers_are_for_administrators(by_transfer: ByTransfer, actor: Actor) -> None:
    by_transfer.tell("mot khoan chuyen")
    for call in (
        lambda: bank_transfers.list_bank_transfers(
            by_transfer.application.store, ListBankTransfers(), Context.new(actor)
        ),
        lambda: by_transfer.assign(by_transfer.newest(), by_transfer.application.new_bill(), actor),
    ):
        with pytest.raises(ServiceError) as refused:
            call()
        assert refused.value.code is ErrorCode.FORBIDDEN


def test_how_to_pay_says_nothing_of_the_person(by_transfer: ByTransfer) -> None:
    bill = by_transfer.application.new_bill()
    order = by_transfer.order(bill)
    request = GetTransferInstructions(payment_code=order.txn_ref)
    how = bank_transfers.transfer_instructions(by_transfer.application.store, VIETQR, request, utcnow())
    assert set(TransferInstructions.model_fields) == {
        "payment_code",
        "amount",
        "bank_bin",
        "account_number",
        "account_holder",
        "qr_payload",
        "payable",
        "expires_at",
    }
    assert (how.amount, how.payable) == (AMOUNT, True)
    assert order.txn_ref in how.qr_payload
    by_transfer.tell(order.txn_ref)
    paid = bank_transfers.transfer_instructions(by_transfer.application.store, VIETQR, request, utcnow())
    assert not paid.payable
    with pytest.raises(ServiceError) as unknown:
        bank_transfers.transfer_instructions(
            by_transfer.application.store,
            VIETQR,
            GetTransferInstructions(payment_code="MCT0000000000"),
            utcnow(),
        )
    assert unknown.value.code is ErrorCode.NOT_FOUND
