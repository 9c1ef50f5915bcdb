"""A provider's file is recorded line by line, once; what it proves is confirmed, what differs is somebody's case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from tests.integration.payments.application.collecting_desk import ADMINISTRATOR, Desk
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AGENCY, AMOUNT, citizen

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill, BillState, OrderState, PaymentOrder
from contracts.receipts import ReceiptState
from contracts.reconciliation import (
    CaseResolution,
    CaseState,
    CloseReconciliationCase,
    FindMissingTheirs,
    GetReconciliationCase,
    GetSettlement,
    ListReconciliationCases,
    ReconcileLines,
    ReconciliationCase,
    RecordedLine,
    StatementLine,
    StatementOutcome,
)
from contracts.refunds import ActOnRefund, ListRefunds, RefundAct, RefundMethod
from contracts.time import local_day
from payments.application import refunds
from payments.application.reconciliation import decisions, files, settlement_sheet
from payments.repository.receipts import ReceiptRepository

OPERATOR = Context.new(Actor(kind=ActorKind.OPERATOR, name="cli"))
CLERK = Actor(kind=ActorKind.OFFICER, account_id="clerk", agency_code=AGENCY, roles=(OfficerRole.RECEPTION,))
LEADER = CLERK.model_copy(update={"account_id": "leader", "roles": (OfficerRole.LEADER,)})
STRANGER = CLERK.model_copy(update={"agency_code": "H99.1"})


@dataclass(frozen=True)
class Reconciler:
    """What an operator hands in, and what officers see of it."""

    application: PaymentsApplication

    def new_order(self) -> tuple[Bill, PaymentOrder]:
        bill = self.application.new_bill()
        return bill, self.application.create_order(bill)

    def paid(self) -> tuple[Bill, PaymentOrder]:
        bill, order = self.new_order()
        assert self.application.ipn(order) == "00"
        return bill, order

    def line(self, txn_ref: str, amount: int = AMOUNT, number: str = "", row: int = 2) -> StatementLine:
        return StatementLine(
            row=row, transaction_no=number or new_id(), txn_ref=txn_ref, amount=amount, dossier_code="X-1"
        )

    def hand_in(self, *lines: StatementLine, context: Context = OPERATOR) -> list[RecordedLine]:
        request = ReconcileLines(provider="vnpay", day=local_day(utcnow()), lines=lines)
        store, providers = self.application.store, self.application.providers
        return list(files.reconcile_lines(store, providers, request, context).lines)

    def missing_theirs(self, day: date | None = None) -> list[str]:
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            request = FindMissingTheirs(
                provider="vnpay", day=day or local_day(utcnow()), cursor=cursor, limit=3
            )
            part = files.find_missing_theirs(
                self.application.store, self.application.providers, request, OPERATOR
            )
            found += part.case_ids
            cursor = part.next_cursor
        return found

    def case(self, case_id: str | None, actor: Actor = ADMINISTRATOR) -> ReconciliationCase:
        assert case_id is not None
        request = GetReconciliationCase(case_id=case_id)
        return decisions.get_case(self.application.store, request, Context.new(actor))

    def listed(self, actor: Actor, **narrowing: object) -> set[str]:
        request = ListReconciliationCases.model_validate({"limit": 100, **narrowing})
        found = decisions.list_cases(self.application.store, request, Context.new(actor)).items
        return {each.case_id for each in found}

    def close(self, case_id: str, actor: Actor, command_id: str = "") -> ReconciliationCase:
        request = CloseReconciliationCase(
            command_id=command_id or new_id(), case_id=case_id, note="Đã tra soát."
        )
        return decisions.close_case(self.application.store, request, Context.new(actor))


@pytest.fixture
def reconciler(application: PaymentsApplication) -> Reconciler:
    return Reconciler(application)


def test_a_file_is_recorded_once_and_every_line_has_its_outcome(reconciler: Reconciler) -> None:
    _, matched = reconciler.paid()
    _, other_amount = reconciler.paid()
    unpaid_bill, unpaid = reconciler.new_order()
    lines = (
        reconciler.line(matched.txn_ref, number="A-" + matched.txn_ref, row=2),
        reconciler.line(other_amount.txn_ref, AMOUNT + 1, row=3),
        reconciler.line("unknown", row=4),
        reconciler.line(matched.txn_ref, row=5),
        reconciler.line(matched.txn_ref, AMOUNT + 5, number="A-" + matched.txn_ref, row=6),
        reconciler.line(unpaid.txn_ref, row=7),
        reconciler.line(unpaid.txn_ref, row=8),
    )
    first = reconciler.hand_in(*lines)
    assert [(each.row, each.outcome) for each in first] == [
        (2, StatementOutcome.MATCHED),
        (3, StatementOutcome.AMOUNT_MISMATCH),
        (4, StatementOutcome.MISSING_OURS),
        (5, StatementOutcome.DUPLICATE),
        (6, StatementOutcome.DUPLICATE),
        (7, StatementOutcome.MISSING_OURS),
        (8, StatementOutcome.DUPLICATE),
    ]
    again = reconciler.hand_in(*lines)
    assert again == [each.model_copy(update={"repeated": True}) for each in first]
    assert reconciler.application.event_types(unpaid_bill).count("payments.bill_paid") == 1


def test_of_lines_that_come_at_once_one_has_the_money_of_the_order(reconciler: Reconciler) -> None:
    for _, order in [reconciler.paid(), reconciler.new_order()]:
        lines = [reconciler.line(order.txn_ref) for _ in range(4)]
        with ThreadPoolExecutor(len(lines)) as at_once:
            found = [each for part in at_once.map(reconciler.hand_in, lines) for each in part]
        outcomes = sorted(each.outcome for each in found)
        assert outcomes[:3] == [StatementOutcome.DUPLICATE] * 3
        assert outcomes[3] in (StatementOutcome.MATCHED, StatementOutcome.MISSING_OURS)
        assert sum(each.confirmed for each in found) == (outcomes[3] is StatementOutcome.MISSING_OURS)


def test_money_that_was_not_recorded_is_confirmed_late_as_a_callback_would(reconciler: Reconciler) -> None:
    application = reconciler.application
    bill, order = reconciler.new_order()
    (recorded,) = reconciler.hand_in(reconciler.line(order.txn_ref, number="VN-" + order.txn_ref))
    assert recorded.confirmed
    assert application.bill(bill).state is BillState.PAID
    assert application.order(bill, order).state is OrderState.PAID
    assert application.event_types(bill)[-1] == "payments.bill_paid"
    case = reconciler.case(recorded.case_id)
    assert (case.state, case.resolution) == (CaseState.CLOSED, CaseResolution.CONFIRMED_LATE)
    assert application.ipn(order) == "02", "the callback comes after all"
    assert case.case_id not in reconciler.missing_theirs()


def test_late_money_of_a_bill_that_another_order_paid_is_a_surplus(reconciler: Reconciler) -> None:
    application = reconciler.application
    bill, first = reconciler.new_order()
    second = application.second_order(bill)
    assert application.ipn(second) == "00"
    (recorded,) = reconciler.hand_in(reconciler.line(first.txn_ref))
    assert recorded.confirmed
    assert (application.bill(bill).surplus, application.bill(bill).refund_due) == (AMOUNT, AMOUNT)


def test_another_amount_for_an_unpaid_order_is_recorded_as_a_callbacks(reconciler: Reconciler) -> None:
    bill, order = reconciler.new_order()
    (recorded,) = reconciler.hand_in(reconciler.line(order.txn_ref, AMOUNT + 1))
    assert reconciler.case(recorded.case_id).expected == AMOUNT
    assert reconciler.application.event_types(bill)[-1] == "payments.wrong_amount"
    assert reconciler.application.order(bill, order).state is OrderState.CREATED


def test_what_is_in_no_file_is_a_case_until_its_line_comes(reconciler: Reconciler) -> None:
    _, order = reconciler.paid()
    _, present = reconciler.paid()
    reconciler.hand_in(reconciler.line(present.txn_ref))
    opened = {each: reconciler.case(each) for each in reconciler.missing_theirs()}
    assert present.order_id not in {each.order_id for each in opened.values()}
    (case,) = (each for each in opened.values() if each.order_id == order.order_id)
    assert (case.outcome, case.owner, case.row) == (StatementOutcome.MISSING_THEIRS, AGENCY, None)
    assert case.case_id in reconciler.missing_theirs(), "found again, and opened once"
    yesterday = local_day(utcnow()) - timedelta(days=1)
    assert case.case_id not in reconciler.missing_theirs(yesterday)
    (recorded,) = reconciler.hand_in(reconciler.line(order.txn_ref))
    assert recorded.outcome is StatementOutcome.MATCHED
    after = reconciler.case(case.case_id)
    assert (after.state, after.resolution) == (CaseState.CLOSED, CaseResolution.FOUND_LATER)
    assert case.case_id not in reconciler.missing_theirs()


def test_what_an_officer_closed_is_not_found_again(reconciler: Reconciler) -> None:
    bill, order = reconciler.paid()
    (case_id,) = (
        each for each in reconciler.missing_theirs() if reconciler.case(each).bill_id == bill.bill_id
    )
    reconciler.close(case_id, CLERK)
    assert case_id not in reconciler.missing_theirs()
    (recorded,) = reconciler.hand_in(reconciler.line(order.txn_ref))
    assert recorded.outcome is StatementOutcome.MATCHED
    assert reconciler.case(case_id).resolution is CaseResolution.DECIDED


def test_an_order_whose_bill_is_gone_stops_no_file(reconciler: Reconciler) -> None:
    found = {}
    for paid in (True, False):
        bill, order = reconciler.paid() if paid else reconciler.new_order()
        reconciler.application.store.database.bills.delete_one({"_id": bill.bill_id})
        found[paid] = order
    opened = [reconciler.case(each) for each in reconciler.missing_theirs()]
    (owner,) = (each.owner for each in opened if each.order_id == found[True].order_id)
    (recorded,) = reconciler.hand_in(reconciler.line(found[False].txn_ref))
    assert (owner, recorded.confirmed) == ("portal", False)
    assert reconciler.case(recorded.case_id).owner == "portal"


def test_a_case_is_seen_and_closed_by_its_agency_and_administrators(reconciler: Reconciler) -> None:
    bill, order = reconciler.paid()
    of_agency, unknown = (
        str(each.case_id)
        for each in reconciler.hand_in(
            reconciler.line(order.txn_ref, AMOUNT + 1, row=2), reconciler.line("unknown", row=3)
        )
    )
    for actor, seen in (
        (ADMINISTRATOR, {of_agency, unknown}),
        (CLERK, {of_agency}),
        (STRANGER, set()),
        (citizen(bill.payer_id), set()),
        (CLERK.model_copy(update={"roles": ()}), set()),
    ):
        assert reconciler.listed(actor) & {of_agency, unknown} == seen
        for case_id in {of_agency, unknown} - seen:
            for call in (reconciler.case, reconciler.close):
                with pytest.raises(ServiceError) as hidden:
                    call(case_id, actor)
                assert hidden.value.code is ErrorCode.NOT_FOUND
    command_id = new_id()
    closed = reconciler.close(of_agency, CLERK, command_id)
    assert closed == reconciler.close(of_agency, CLERK, command_id) == reconciler.case(of_agency)
    assert (closed.closed_by, closed.note) == ("clerk", "Đã tra soát.")
    with pytest.raises(ServiceError) as ended:
        reconciler.close(of_agency, ADMINISTRATOR)
    assert ended.value.code is ErrorCode.ILLEGAL_TRANSITION
    assert of_agency not in reconciler.listed(CLERK, state="open")
    assert of_agency in reconciler.listed(CLERK, state="closed", outcome="amount_mismatch", provider="vnpay")


@pytest.mark.parametrize("actor", [CLERK, LEADER, citizen("somebody")])
def test_nobody_else_hands_in_a_file_or_reads_a_settlement(reconciler: Reconciler, actor: Actor) -> None:
    context, store = Context.new(actor), reconciler.application.store
    providers, day = reconciler.application.providers, local_day(utcnow())
    for call in (
        lambda: reconciler.hand_in(reconciler.line("unknown"), context=context),
        lambda: files.find_missing_theirs(
            store, providers, FindMissingTheirs(provider="vnpay", day=day), context
        ),
        lambda: settlement_sheet.get_settlement(store, GetSettlement(day=day), context),
    ):
        with pytest.raises(ServiceError) as refused:
            call()
        assert refused.value.code is ErrorCode.FORBIDDEN


def test_the_settlement_is_the_ledgers_and_a_returned_receipt_is_cancelled(reconciler: Reconciler) -> None:
    application, request = reconciler.application, GetSettlement(day=local_day(utcnow()))
    Desk(application.store, AGENCY).register()

    def sums() -> tuple[int, int, str]:
        found = settlement_sheet.get_settlement(application.store, request, OPERATOR).rows
        rows = [each for each in found if (each.agency_code, each.fee_code) == (AGENCY, "LP01")]
        return (
            sum(each.collected for each in rows),
            sum(each.returned for each in rows),
            rows[0].treasury_code,
        )

    bill, _ = reconciler.paid()
    collected, returned, treasury = sums()
    assert treasury == application.store.repository(ReceiptRepository).of_bill(bill.bill_id)[0].treasury_code
    application.withdraw(bill.dossier_id)
    assert sums() == (collected, returned + AMOUNT, treasury)
    listing = ListRefunds(bill_id=bill.bill_id)
    (refund,) = refunds.list_refunds(application.store, listing, Context.new(CLERK)).items
    for act, actor, fields in (
        (RefundAct.REQUEST, CLERK, {"method": RefundMethod.TRANSFER}),
        (RefundAct.APPROVE, LEADER, {}),
        (RefundAct.PAY_OUT, CLERK, {"reference": "UNC-15"}),
    ):
        (receipt,) = application.store.repository(ReceiptRepository).of_bill(bill.bill_id)
        assert receipt.state is ReceiptState.ISSUED
        command = ActOnRefund.model_validate(
            {"command_id": new_id(), "refund_id": refund.refund_id, "act": act, **fields}
        )
        refunds.act_on_refund(application.store, application.providers, command, Context.new(actor))
    (receipt,) = application.store.repository(ReceiptRepository).of_bill(bill.bill_id)
    assert receipt.state is ReceiptState.CANCELLED
