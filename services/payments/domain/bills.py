"""The bill (khoản thu phí, lệ phí) of a dossier; the states that it may pass through are in `order_graph`."""

from datetime import datetime

from contracts.dossiers import FeeDueEvent
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill, BillEvent, BillState
from payments.domain.order_graph import BILLS, BillTrigger


def open_bill(due: FeeDueEvent, bill_id: str, at: datetime) -> Bill:
    """Version 1 of the bill for a fee that is due."""
    return Bill(
        bill_id=bill_id,
        version=1,
        state=BillState.OPEN,
        dossier_id=due.dossier_id,
        dossier_code=due.code,
        submission_number=due.submission_number,
        procedure_name=due.procedure_name,
        payer_id=due.applicant_id,
        agency_code=due.agency_code,
        agency_name=due.agency_name,
        amount=due.amount,
        items=due.items,
        reductions=due.reductions,
        opened_at=at,
    )


def require_payable(bill: Bill) -> None:
    """Raises BILL_NOT_PAYABLE unless it is open."""
    if bill.state is not BillState.OPEN:
        raise ServiceError(ErrorCode.BILL_NOT_PAYABLE, state=bill.state)


def paid(bill: Bill, at: datetime) -> Bill:
    return _transition(bill, BillTrigger.MONEY_CAME).model_copy(update={"paid_at": at})


def cancelled(bill: Bill) -> Bill:
    return _transition(bill, BillTrigger.DOSSIER_ENDED)


def with_surplus(bill: Bill, amount: int) -> Bill:
    """One version on, after money that it did not need."""
    surplus, refund_due = bill.surplus + amount, bill.refund_due + amount
    return next_version(bill).model_copy(update={"surplus": surplus, "refund_due": refund_due})


def with_refund(bill: Bill, amount: int) -> Bill:
    """One version on: so much of what it was paid with is to be returned, beside what was due for return before."""
    return next_version(bill).model_copy(update={"refund_due": bill.refund_due + amount})


def with_refunded(bill: Bill, amount: int) -> Bill:
    """One version on: so much has been returned."""
    return next_version(bill).model_copy(update={"refund_due": max(0, bill.refund_due - amount)})


def next_version(bill: Bill) -> Bill:
    """The bill after an event about one of its orders: the same, one version on."""
    return bill.model_copy(update={"version": bill.version + 1})


def bill_event(bill: Bill) -> BillEvent:
    """The payload of an event about the bill."""
    return BillEvent(**{name: getattr(bill, name) for name in BillEvent.model_fields})


def _transition(bill: Bill, trigger: BillTrigger) -> Bill:
    state = BILLS.require(bill.state, trigger)
    return next_version(bill).model_copy(update={"state": state})
