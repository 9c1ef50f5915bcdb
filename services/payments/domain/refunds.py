"""A refund (khoản hoàn trả): what is to be returned of one order, decided by two persons."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import OfficeAct, SeparatedActs
from contracts.dossiers import FeeItem
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.i18n import Text
from contracts.payments import Bill, OrderState
from contracts.refunds import (
    ActOnRefundBody,
    Refund,
    RefundAct,
    RefundEvent,
    RefundMethod,
    RefundReason,
    RefundState,
    RefundStep,
)
from payments.domain.orders import Order
from payments.domain.refund_graph import REFUNDS, RefundTrigger

REQUEST_ID_LENGTH = 32
"""Letters: as many as every provider takes."""
REQUEST_LIMIT = timedelta(days=30)
"""How long money is due before it is parked with the agency as its owner."""
APPROVAL_LIMIT = timedelta(days=5)
"""How long a request waits for its approval."""
PAYMENT_LIMIT = timedelta(days=30)
"""How long an approved refund waits for the provider's last word, or for the agency's voucher."""
_APPROVERS = frozenset({OfficerRole.MANAGER, OfficerRole.LEADER})
_TRIGGERS = {
    RefundAct.REQUEST: RefundTrigger.REQUESTED,
    RefundAct.APPROVE: RefundTrigger.APPROVED,
    RefundAct.REJECT: RefundTrigger.REJECTED,
    RefundAct.PAY_OUT: RefundTrigger.PAID_OUT,
    RefundAct.PARK: RefundTrigger.PARKED,
    RefundAct.RESUME: RefundTrigger.RESUMED,
}
_LIMITS = {
    RefundState.DUE: (REQUEST_LIMIT, RefundTrigger.OVERDUE),
    RefundState.REQUESTED: (APPROVAL_LIMIT, RefundTrigger.LAPSED),
    RefundState.APPROVED: (PAYMENT_LIMIT, RefundTrigger.OVERDUE),
    RefundState.SENT: (PAYMENT_LIMIT, RefundTrigger.OVERDUE),
}


@dataclass(frozen=True)
class Step:
    """One step: what happened, the state and the version after it, and the amount that it was about."""

    trigger: RefundTrigger
    state: RefundState
    version: int
    at: datetime
    amount: int
    by: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class StoredRefund:
    """A refund as stored. Amounts are VND, times UTC.

    `entered` is what its opening entered into the ledger: 0 of one that was split off another. `items` are the collected
    fees that this took back, none for a surplus. `request_id` is our reference of the request at the provider.
    """

    refund_id: str
    version: int
    bill_id: str
    order_id: str
    agency_code: str
    amount: int
    entered: int
    items: tuple[FeeItem, ...]
    reason: RefundReason
    state: RefundState
    opened_at: datetime
    since: datetime
    owner: str
    method: RefundMethod | None = None
    requested_by: str | None = None
    approved_by: str | None = None
    reference: str | None = None
    provider_code: str | None = None
    provider_message: Text | None = None
    request_id: str | None = None
    steps: tuple[Step, ...] = ()


def opened(
    bill: Bill, order: Order, amount: int, reason: RefundReason, refund_id: str, at: datetime
) -> StoredRefund:
    """Due, of the whole of an order or of a part. `amount` is at most what no other refund of the order names."""
    return StoredRefund(
        refund_id=refund_id,
        version=1,
        bill_id=bill.bill_id,
        order_id=order.order_id,
        agency_code=bill.agency_code,
        amount=amount,
        entered=amount,
        items=(),
        reason=reason,
        state=RefundState.DUE,
        opened_at=at,
        since=at,
        owner=bill.agency_code,
    )


def of_whole_order(bill: Bill, order: Order, reason: RefundReason, at: datetime) -> StoredRefund:
    """What is due by itself: its id is that of the order, so that it is opened once."""
    refund = opened(bill, order, order.amount, reason, order.order_id, at)
    return refund if order.surplus else replace(refund, items=bill.items)


def of_rest(
    bill: Bill, order: Order, others: Iterable[StoredRefund], reason: RefundReason, at: datetime
) -> StoredRefund | None:
    """What no refund of the order names; None where nothing is left, or an earlier release has it due without a refund."""
    named = [other for other in others if other.order_id == order.order_id]
    left = order.amount - sum(other.amount for other in named)
    if not left or (order.refund_due and not named):
        return None
    if not named:
        return of_whole_order(bill, order, reason, at)
    return of_part(bill, order, named, left, reason, f"{order.order_id}.rest", at)


def of_part(
    bill: Bill, order: Order, others: Iterable[StoredRefund], amount: int, reason: RefundReason, refund_id: str,
    at: datetime,
) -> StoredRefund:  # fmt: skip
    """What an officer opens. Raises INVALID_REQUEST for more than the order brought and no refund of it names."""
    named = [other for other in others if other.order_id == order.order_id]
    left = order.amount - sum(other.amount for other in named)
    if order.state is not OrderState.PAID or amount > left:
        raise _invalid("/amount", "too_much", "more than is left of the order")
    refund = opened(bill, order, amount, reason, refund_id, at)
    taken = sum(other.entered for other in named)
    return refund if order.surplus else replace(refund, items=tuple(_items(bill.items, taken, amount)))


def _items(items: Iterable[FeeItem], skipped: int, amount: int) -> Iterator[FeeItem]:
    """So much of the fees in their order, after what other refunds took back."""
    for item in items:
        free = max(0, item.amount - skipped)
        skipped = max(0, skipped - item.amount)
        part = min(free, amount)
        amount -= part
        if part:
            yield item.model_copy(update={"amount": part})


def moved(
    refund: StoredRefund, trigger: RefundTrigger, at: datetime, by: str | None = None, note: str | None = None
) -> StoredRefund:
    """One version on. Raises ILLEGAL_TRANSITION."""
    state = REFUNDS.require(refund.state, trigger)
    version = refund.version + 1
    step = Step(trigger, state, version, at, refund.amount, by, note)
    return replace(refund, state=state, version=version, since=at, steps=(*refund.steps, step))


def acted(
    refund: StoredRefund, body: ActOnRefundBody, actor: Actor, at: datetime, *, by_provider: bool
) -> StoredRefund:
    """What an officer decides. `by_provider`: whether the provider can return money.

    Raises REFUND_NOT_POSSIBLE where the state does not let it, INVALID_REQUEST for what the act lacks.
    """
    trigger = _TRIGGERS[body.act]
    if REFUNDS.next(refund.state, trigger) is None:
        raise ServiceError(ErrorCode.REFUND_NOT_POSSIBLE)
    if body.act in (RefundAct.REJECT, RefundAct.PARK) and not body.note:
        raise _invalid("/note", "required", "say why")
    after = moved(refund, trigger, at, actor.account_id, body.note)
    match body.act:
        case RefundAct.REQUEST:
            return _requested(after, body, actor, by_provider=by_provider)
        case RefundAct.APPROVE:
            return replace(after, approved_by=actor.account_id)
        case RefundAct.PAY_OUT:
            return _paid_out(after, body)
        case RefundAct.PARK:
            return replace(after, owner=body.owner or refund.agency_code)
        case RefundAct.RESUME | RefundAct.REJECT:
            return _afresh(after)


def _requested(
    refund: StoredRefund, body: ActOnRefundBody, actor: Actor, *, by_provider: bool
) -> StoredRefund:
    if body.amount is not None and body.amount > refund.amount:
        raise _invalid("/amount", "too_much", "more than is due")
    if body.method is RefundMethod.PROVIDER and not by_provider:
        raise _invalid("/method", "not_by_provider", "this provider returns no money")
    method = body.method or (RefundMethod.PROVIDER if by_provider else RefundMethod.TRANSFER)
    return replace(refund, amount=body.amount or refund.amount, method=method, requested_by=actor.account_id)


def sent(refund: StoredRefund, at: datetime) -> StoredRefund:
    """Its request goes to the provider, under an id that stays the same until somebody approves it anew."""
    seed = f"{refund.refund_id}:{refund.version}"
    request_id = hashlib.sha256(seed.encode()).hexdigest()[:REQUEST_ID_LENGTH]
    return replace(moved(refund, RefundTrigger.SENT, at), request_id=request_id)


def _paid_out(refund: StoredRefund, body: ActOnRefundBody) -> StoredRefund:
    if refund.method is not RefundMethod.TRANSFER:
        raise ServiceError(ErrorCode.REFUND_NOT_POSSIBLE)
    if not body.reference:
        raise _invalid("/reference", "required", "name the voucher")
    return replace(refund, reference=body.reference)


def _afresh(refund: StoredRefund) -> StoredRefund:
    """Due again, as if nobody had decided about it; its age and its steps stay."""
    return replace(refund, owner=refund.agency_code, method=None, requested_by=None, approved_by=None)


def rest_of(before: StoredRefund, after: StoredRefund, refund_id: str, at: datetime) -> StoredRefund | None:
    """What a request for a part leaves, as a refund of its own that is due since the same moment."""
    left = before.amount - after.amount
    if not left:
        return None
    return replace(
        before, refund_id=refund_id, version=1, amount=left, entered=0, since=at, steps=(), items=()
    )


def next_look(refund: StoredRefund) -> datetime | None:
    """When its state ends by itself; None for one that may last."""
    limit = _LIMITS.get(refund.state)
    return refund.since + limit[0] if limit else None


def overdue(refund: StoredRefund, at: datetime) -> StoredRefund | None:
    """After the time of its state; None before it, and where the state may last."""
    limit = _LIMITS.get(refund.state)
    if limit is None or at < refund.since + limit[0]:
        return None
    after = moved(refund, limit[1], at)
    return _afresh(after) if after.state is RefundState.DUE else after


def require_officer(actor: Actor, bill: Bill) -> None:
    """Raises FORBIDDEN for who sees the bill and does not work at its agency."""
    if actor.kind is not ActorKind.OFFICER or actor.agency_code != bill.agency_code:
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_decider(
    actor: Actor, refund: StoredRefund, order: Order, act: RefundAct, pairs: Iterable[SeparatedActs]
) -> None:
    """Who approves is a manager or leader, and has neither taken the money nor requested its return (ADR 73).

    The pairs are those of the dossier's law: an agency of one person has none. Raises FORBIDDEN, SEPARATED_DUTIES.
    """
    if act not in (RefundAct.APPROVE, RefundAct.REJECT):
        return
    if not _APPROVERS & set(actor.roles):
        raise ServiceError(ErrorCode.FORBIDDEN)
    handled = actor.account_id in (order.taken_by, refund.requested_by)
    separated = any(
        pair.done is OfficeAct.TAKE_MONEY and pair.excluded is OfficeAct.APPROVE_REFUND for pair in pairs
    )
    if act is RefundAct.APPROVE and handled and separated:
        raise ServiceError(ErrorCode.REFUND_NOT_SEPARATED)


def refund_view(refund: StoredRefund, locale: str, *, for_officer: bool) -> Refund:
    """As callers see it: who did what and why is for officers alone."""
    return Refund(
        **{
            name: getattr(refund, name)
            for name in Refund.model_fields
            if name not in ("steps", "provider_message", "owner")
        },
        owner=refund.owner if for_officer else refund.agency_code,
        provider_message=refund.provider_message[locale] if refund.provider_message else None,
        steps=tuple(
            RefundStep(
                trigger=step.trigger,
                state=step.state,
                at=step.at,
                by=step.by if for_officer else None,
                note=step.note if for_officer else None,
            )
            for step in refund.steps
        ),
    )


def refund_event(bill: Bill, order: Order, refund: StoredRefund) -> RefundEvent:
    """The payload of an event about the refund; bill and order as they are after it."""
    of_bill = {
        name: getattr(bill, name)
        for name in RefundEvent.model_fields
        if name in Bill.model_fields and name not in ("amount", "state")
    }
    return RefundEvent(
        **of_bill,
        refund_id=refund.refund_id,
        order_id=refund.order_id,
        state=refund.state,
        reason=refund.reason,
        amount=refund.amount,
        left_of_order=order.refund_due,
        left_of_bill=bill.refund_due,
        provider_code=refund.provider_code,
        provider_message=refund.provider_message,
    )


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    error = FieldError(pointer=pointer, code=code, detail=detail)
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(error,))
