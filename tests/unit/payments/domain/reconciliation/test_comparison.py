"""How a line of a provider's file and its order compare, and what becomes of the case."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.payments.examples import NOON, bill, order

from contracts.errors import ErrorCode, ServiceError
from contracts.payments import OrderState
from contracts.reconciliation import CaseAction, CaseResolution, CaseState, StatementLine, StatementOutcome
from payments.domain.orders import Order
from payments.domain.reconciliation import cases, comparison

DAY = date(2026, 11, 2)
LINE = StatementLine(row=2, transaction_no="14226112", txn_ref="01930001", amount=8000, dossier_code="X-1")
PAID = replace(order(), state=OrderState.PAID)
FOUND = (PAID, bill())


@pytest.mark.parametrize(
    ("found", "amount", "settled", "taken", "outcome"),
    [
        (PAID, 8000, False, False, StatementOutcome.MATCHED),
        (PAID, 8001, False, False, StatementOutcome.AMOUNT_MISMATCH),
        (order(), 8001, False, False, StatementOutcome.AMOUNT_MISMATCH),
        *(
            (replace(order(), state=state), 8000, False, False, StatementOutcome.MISSING_OURS)
            for state in OrderState
            if state is not OrderState.PAID
        ),
        (None, 8000, False, False, StatementOutcome.MISSING_OURS),
        (PAID, 8000, True, False, StatementOutcome.DUPLICATE),
        (PAID, 8001, True, False, StatementOutcome.DUPLICATE),
        (PAID, 8000, False, True, StatementOutcome.DUPLICATE),
        (None, 8000, False, True, StatementOutcome.DUPLICATE),
    ],
)
def test_outcome(
    found: Order | None, amount: int, settled: bool, taken: bool, outcome: StatementOutcome
) -> None:
    line = LINE.model_copy(update={"amount": amount})
    assert comparison.compare(line, found, is_settled=settled, number_taken=taken) is outcome


def test_a_number_counts_once_and_its_contradictions_once_each() -> None:
    other = LINE.model_copy(update={"amount": 9000})
    ids = {comparison.line_id("vnpay", LINE), comparison.contradicting_id("vnpay", other)}
    assert comparison.line_id("vnpay", other) in ids
    assert comparison.contradicting_id("vnpay", LINE) not in ids
    assert comparison.line_id("momo", LINE) not in ids


@pytest.mark.parametrize(
    "outcome", [each for each in StatementOutcome if each is not StatementOutcome.MATCHED]
)
def test_every_difference_has_an_owner_and_something_to_do(outcome: StatementOutcome) -> None:
    known = cases.case_of_line("vnpay:1", "vnpay", DAY, LINE, outcome, FOUND, NOON)
    unknown = cases.case_of_line("vnpay:1", "vnpay", DAY, LINE, outcome, None, NOON)
    assert (known.owner, known.agency_code, known.order_id) == (
        bill().agency_code,
        bill().agency_code,
        "0193-0001",
    )
    assert (unknown.owner, unknown.agency_code, unknown.order_id) == (cases.PORTAL, None, None)
    assert (known.dossier_code, unknown.dossier_code) == (None, "X-1")
    assert known.action is unknown.action is not CaseAction.NONE


def test_a_case_is_closed_once() -> None:
    case = cases.missing_theirs(PAID, bill(), DAY, NOON)
    closed = cases.decided(case, "officer-1", "Đã tra soát.", NOON)
    assert (closed.state, closed.version, closed.resolution) == (CaseState.CLOSED, 2, CaseResolution.DECIDED)
    assert (closed.closed_by, closed.note, closed.action) == ("officer-1", "Đã tra soát.", CaseAction.NONE)
    with pytest.raises(ServiceError) as refused:
        cases.found_later(closed, NOON)
    assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION
    with pytest.raises(ServiceError) as refused:
        cases.decided(closed, None, "-", NOON)
    assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION
