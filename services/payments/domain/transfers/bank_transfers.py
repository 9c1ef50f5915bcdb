"""A transfer (khoản chuyển): money on the account, what it is counted for, and what of it goes back.

What does not settle an order exactly is nobody's loss: what is too much, too little or comes again is an order of its own
that is paid and needed by no bill, so that it has a refund with an owner and an age. What names no order waits until an
administrator assigns it.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.bank_transfers import BankTransfer, BankTransferOutcome
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.payments import Bill, BillState, OrderState
from payments.domain import orders
from payments.domain.order_graph import OrderTrigger
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.transfers.movements import AccountMovement
from payments.domain.transfers.payment_code import PROVIDER

_IN_ADDRESSES = re.compile(r"[0-9A-Za-z._-]{1,100}")
ASSIGNABLE = frozenset({BankTransferOutcome.UNKNOWN, BankTransferOutcome.AMBIGUOUS})


@dataclass(frozen=True)
class StoredBankTransfer:
    """A transfer as stored. Its id is the feed's name and number, so that a line that comes again is the same."""

    bank_transfer_id: str
    version: int
    outcome: BankTransferOutcome
    amount: int
    account: str
    booked_at: datetime
    received_at: datetime
    reference: str | None = None
    payment_codes: tuple[str, ...] = ()
    order_id: str | None = None
    bill_id: str | None = None
    assigned_by: str | None = None


def received(feed: str, movement: AccountMovement, codes: Sequence[str], at: datetime) -> StoredBankTransfer:
    """As the line alone says it: with one code it is unknown until the order of the code is found."""
    return StoredBankTransfer(
        bank_transfer_id=f"{feed}:{_number(movement.feed_id)}",
        version=1,
        outcome=_outcome_alone(movement.amount, codes),
        amount=abs(movement.amount),
        account=movement.account,
        booked_at=movement.at,
        received_at=at,
        reference=movement.reference,
        payment_codes=tuple(codes),
    )


def _outcome_alone(amount: int, codes: Sequence[str]) -> BankTransferOutcome:
    if amount < 0:
        return BankTransferOutcome.OUTGOING
    return BankTransferOutcome.AMBIGUOUS if len(codes) > 1 else BankTransferOutcome.UNKNOWN


def _number(feed_id: str) -> str:
    """The feed's own number where it can stand in an address, else its hash: two numbers stay two."""
    return feed_id if _IN_ADDRESSES.fullmatch(feed_id) else hashlib.sha256(feed_id.encode()).hexdigest()


def counted(transfer: StoredBankTransfer, order: Order, outcome: BankTransferOutcome) -> StoredBankTransfer:
    return replace(transfer, outcome=outcome, order_id=order.order_id, bill_id=order.bill_id)


def assigned(
    transfer: StoredBankTransfer, order: Order, outcome: BankTransferOutcome, by: str
) -> StoredBankTransfer:
    """One version on."""
    return replace(counted(transfer, order, outcome), assigned_by=by, version=transfer.version + 1)


def outcome_of(order: Order, bill: Bill, amount: int) -> BankTransferOutcome:
    """What the money is to this order of the bill. Where the bill needs none any more it is doubled, whatever it is."""
    if bill.state is not BillState.OPEN or order.state is OrderState.PAID:
        return BankTransferOutcome.DOUBLED
    if amount < bill.amount:
        return BankTransferOutcome.PARTIAL
    return BankTransferOutcome.OVERPAID if amount > bill.amount else BankTransferOutcome.SETTLED


def needless(outcome: BankTransferOutcome, bill_amount: int, amount: int) -> int:
    """How much of the money no bill needs, VND."""
    match outcome:
        case BankTransferOutcome.SETTLED:
            return 0
        case BankTransferOutcome.OVERPAID:
            return amount - bill_amount
        case _:
            return amount


def order_of_transfer(
    transfer: StoredBankTransfer, bill: Bill, amount: int, order_id: str, suffix: str = ""
) -> Order:
    """An order that the money itself made: of a payer who wrote a wrong amount, paid again, or named no order."""
    return Order(
        order_id=order_id,
        version=1,
        bill_id=bill.bill_id,
        provider=PROVIDER,
        txn_ref=transfer.bank_transfer_id + suffix,
        amount=amount,
        state=OrderState.CREATED,
        client_ip="0.0.0.0",  # noqa: S104  no address: the money came from a bank
        created_at=transfer.received_at,
        expires_at=transfer.received_at,
    )


def surplus_of(order: Order, at: datetime, outcome: PaymentOutcome) -> Order:
    """Its money came and no bill needs it: it is due for return. `outcome` is why, in the provider's table of codes."""
    return replace(
        orders.transition(order, OrderTrigger.PROVIDER_PAID),
        settled_at=at,
        verdict=outcome.verdict,
        provider_code=outcome.code,
        provider_message=outcome.message,
        provider_reference=outcome.reference,
        surplus=True,
        refund_due=order.amount,
    )


def require_assignable(transfer: StoredBankTransfer) -> None:
    """Raises INVALID_REQUEST for one that was counted, or that went out."""
    if transfer.outcome not in ASSIGNABLE:
        error = wrong_field("/bank_transfer_id", "bank_transfer_not_open")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(error,))


def bank_transfer_view(transfer: StoredBankTransfer) -> BankTransfer:
    return BankTransfer(**{name: getattr(transfer, name) for name in BankTransfer.model_fields})
