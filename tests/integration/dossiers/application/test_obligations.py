"""A9: what is assessed after reception, from 4 and with the result from 9, and what ends the waiting."""

from typing import Any

import pytest
from tests.support.dossiers.office import (
    CHARGED,
    FREE,
    OFFICER,
    LocalOffice,
    bill_opened,
    bill_paid,
    through_processing,
)
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import regime

from contracts.base import Actor, ActorKind
from contracts.dossiers import Dossier, DossierAction, DossierStatus
from contracts.errors import ErrorCode

A, S = DossierAction, DossierStatus
SYNC = Actor(kind=ActorKind.SERVICE, name="sync")
ITEMS = (
    {"code": "PHI-TD", "name": "Phí thẩm định", "kind": "phi", "amount": 120_000},
    {"code": "LPTB", "name": "Lệ phí trước bạ", "kind": "tax", "amount": 1_500_000},
)
NOTICE = "Thông báo số 12/TB-CCT ngày 20/11/2026"


def obliged(office: LocalOffice, dossier: Dossier, **fields: Any) -> Dossier:
    return office.act(A.IMPOSE_OBLIGATION, dossier, **{"items": ITEMS, "legal_ground": NOTICE, **fields})


def processing(office: LocalOffice, procedure: str = FREE) -> Dossier:
    received = office.act(A.ACCEPT, office.submit(procedure))
    if procedure == CHARGED:
        office.handle(bill_opened(received, "first"))
        office.handle(bill_paid(received, "first"))
        received = office.read(received)
    return office.act(A.START_PROCESSING, received)


def processed(office: LocalOffice) -> Dossier:
    done = through_processing(office, office.submit())
    return office.act(
        A.ISSUE_RESULT, done, outcome="approved", file_id=office.store_file(OFFICER), number="7"
    )


def paid(office: LocalOffice, dossier: Dossier, bill: str) -> Dossier:
    office.handle(bill_opened(dossier, bill))
    office.handle(bill_paid(dossier, bill))
    return office.read(dossier)


def test_a9_an_assessed_obligation_stops_the_clock_and_its_payment_ends_the_waiting(
    office: LocalOffice,
) -> None:
    due = obliged(office, processing(office))
    assert (due.status, due.clock_stopped_since is not None) == (S.PAYMENT_DUE, True)
    assert due.fee is not None and due.fee.amount == 1_620_000
    assert due.fee_ground == NOTICE
    record = office.call("get_record", SYNC, dossier_id=due.dossier_id)
    assert [(item.code, item.legal_kind) for item in record.fee_items] == [("PHI-TD", "phi"), ("LPTB", "tax")]
    after = paid(office, due, "b-4")
    assert (after.status, after.clock_stopped_since) == (S.PROCESSING, None)
    assert office.call("get_clock", OFFICER, dossier_id=due.dossier_id).agrees


def test_a9_what_is_due_with_the_result_waits_before_the_result_is_handed_out(office: LocalOffice) -> None:
    ready = processed(office)
    due = obliged(office, ready)
    assert (due.status, due.due_at, due.ended_at) == (S.PAYMENT_DUE, ready.due_at, ready.ended_at)
    assert due.clock_stopped_since is None
    assert due.allowed_actions == (A.RECORD_ERROR, A.CLAIM, A.ASSIGN, A.HAND_OVER)
    refused(
        ErrorCode.ILLEGAL_TRANSITION,
        lambda: office.act(A.RETURN_RESULT, due, recipient="An", method="counter"),
    )
    after = paid(office, due, "b-9")
    assert (after.status, after.lateness) == (S.PROCESSED, ready.lateness)
    returned = office.act(A.RETURN_RESULT, after, recipient="An", method="counter")
    assert returned.status is S.RETURNED


@pytest.mark.parametrize("action", [A.WITHDRAW, A.STOP, A.ISSUE_RESULT, A.ADOPT_LAW])
def test_a_dossier_whose_result_is_ready_is_neither_withdrawn_nor_decided_again(
    office: LocalOffice, action: DossierAction
) -> None:
    due = obliged(office, processed(office))
    fields: dict[str, Any] = {"reason": "x"}
    if action is A.ISSUE_RESULT:
        fields["outcome"] = "refused"
    actor = office.citizen if action is A.WITHDRAW else OFFICER
    error = refused(ErrorCode.GUARD_FAILED, lambda: office.act(action, due, actor, **fields))
    assert error.params["guard"] == "result_ready"


def test_under_a_regime_that_says_so_the_clock_runs_on(office: LocalOffice) -> None:
    usual = office.neighbours.laws[FREE]
    running = regime(obligation_clock="run")
    office.neighbours.laws[FREE] = usual.replace({"regime": running})
    due = obliged(office, processing(office))
    assert (due.status, due.clock_stopped_since) == (S.PAYMENT_DUE, None)
    after = paid(office, due, "b-run")
    assert (after.status, after.due_at) == (S.PROCESSING, due.due_at)


def test_what_was_paid_before_stays_beside_what_is_asked_for_now(office: LocalOffice) -> None:
    before = processing(office, CHARGED)
    due = obliged(office, before)
    assert due.earlier_fees == (before.fee,)
    record = office.call("get_record", SYNC, dossier_id=due.dossier_id)
    assert len(record.fee_items) == 3
    refused(ErrorCode.ILLEGAL_TRANSITION, lambda: obliged(office, due))
    after = paid(office, due, "second")
    assert after.fee is not None and after.fee.bill_id == "second"


def test_what_is_paid_at_the_counter_leaves_the_state_as_it_is_and_its_receipt_counts_once(
    office: LocalOffice,
) -> None:
    one, other = processing(office), processing(office)
    after = obliged(office, one, receipt_number="TB-0001")
    assert (after.status, after.fee.receipt_number if after.fee else None) == (S.PROCESSING, "TB-0001")
    error = refused(ErrorCode.INVALID_REQUEST, lambda: obliged(office, other, receipt_number="TB-0001"))
    assert [(wrong.pointer, wrong.code) for wrong in error.errors] == [("/receipt_number", "already_used")]
    assert office.read(other).fee is None


def test_no_obligation_before_processing(office: LocalOffice) -> None:
    refused(ErrorCode.ILLEGAL_TRANSITION, lambda: obliged(office, office.act(A.ACCEPT, office.submit())))
