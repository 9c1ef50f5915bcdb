"""A case of reconciliation (vụ việc chênh lệch): opened by what differs, closed by what is found out."""

import uuid
from datetime import date, datetime

from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill
from contracts.reconciliation import (
    CaseAction,
    CaseResolution,
    CaseState,
    ReconciliationCase,
    StatementLine,
    StatementOutcome,
)
from payments.domain.orders import Order

PORTAL = "portal"
"""Owner of what no agency is known for."""
_NAMES = uuid.UUID("5f0c3a57-7b1e-5d0e-9a53-0f1d2c6b8e11")
_ACTIONS = {
    StatementOutcome.AMOUNT_MISMATCH: CaseAction.SETTLE_DIFFERENCE,
    StatementOutcome.MISSING_OURS: CaseAction.TRACE_PAYER,
    StatementOutcome.MISSING_THEIRS: CaseAction.QUERY_PROVIDER,
    StatementOutcome.DUPLICATE: CaseAction.RETURN_DUPLICATE,
}


def case_of_line(
    line_id: str,
    provider: str,
    day: date,
    line: StatementLine,
    outcome: StatementOutcome,
    found: tuple[Order, Bill] | None,
    at: datetime,
) -> ReconciliationCase:
    """Of a line that does not match, with its order where it is known."""
    order, bill = found or (None, None)
    return ReconciliationCase(
        case_id=str(uuid.uuid5(_NAMES, line_id)),
        version=1,
        provider=provider,
        day=day,
        outcome=outcome,
        state=CaseState.OPEN,
        action=_ACTIONS[outcome],
        owner=bill.agency_code if bill else PORTAL,
        opened_at=at,
        row=line.row,
        transaction_no=line.transaction_no,
        txn_ref=line.txn_ref,
        amount=line.amount,
        expected=order.amount if order else None,
        dossier_code=None if order else line.dossier_code,
        order_id=order.order_id if order else None,
        bill_id=bill.bill_id if bill else None,
        agency_code=bill.agency_code if bill else None,
    )


def missing_theirs_id(order_id: str) -> str:
    """Of the case of an order that is in no file: one an order."""
    return str(uuid.uuid5(_NAMES, f"missing_theirs:{order_id}"))


def missing_theirs(order: Order, bill: Bill | None, day: date, at: datetime) -> ReconciliationCase:
    """Of an order that was paid here that day, and is in no file; one whose bill is gone is the portal's."""
    outcome = StatementOutcome.MISSING_THEIRS
    return ReconciliationCase(
        case_id=missing_theirs_id(order.order_id),
        version=1,
        provider=order.provider,
        day=day,
        outcome=outcome,
        state=CaseState.OPEN,
        action=_ACTIONS[outcome],
        owner=bill.agency_code if bill else PORTAL,
        opened_at=at,
        transaction_no=order.provider_reference,
        txn_ref=order.txn_ref,
        expected=order.amount,
        order_id=order.order_id,
        bill_id=order.bill_id,
        agency_code=bill.agency_code if bill else None,
    )


def confirmed_late(case: ReconciliationCase, at: datetime) -> ReconciliationCase:
    """The same, not stored yet: the order was confirmed by the line that opened it."""
    return case.model_copy(update=_end(CaseResolution.CONFIRMED_LATE, at))


def found_later(case: ReconciliationCase, at: datetime) -> ReconciliationCase:
    """One version on: its line came with a later file. Raises ILLEGAL_TRANSITION."""
    return _closed(case, CaseResolution.FOUND_LATER, at)


def decided(case: ReconciliationCase, by: str | None, note: str, at: datetime) -> ReconciliationCase:
    """One version on, closed by a person. Raises ILLEGAL_TRANSITION."""
    return _closed(case, CaseResolution.DECIDED, at).model_copy(update={"closed_by": by, "note": note})


def _closed(case: ReconciliationCase, resolution: CaseResolution, at: datetime) -> ReconciliationCase:
    if case.state is not CaseState.OPEN:
        raise ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=case.state, action=CaseState.CLOSED)
    return case.model_copy(update={"version": case.version + 1, **_end(resolution, at)})


def _end(resolution: CaseResolution, at: datetime) -> dict[str, object]:
    return {
        "state": CaseState.CLOSED,
        "action": CaseAction.NONE,
        "resolution": resolution,
        "closed_at": at,
    }
