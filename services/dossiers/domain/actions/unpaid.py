"""Hết thời hạn thực hiện nghĩa vụ tài chính: the waiting for money ends, and what comes after it."""

from datetime import datetime

from contracts import dossiers as contract
from contracts.dossiers import ClockCause, DossierStatus, FeeDue, FeeItem
from dossiers.domain.clock.interlinked_steps import start_due_steps
from dossiers.domain.clock.moves import resume_clock, stop_clock
from dossiers.domain.clock.payment_window import has_ended_unpaid, pay_until
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition

NOT_PAID = "Quá thời hạn thực hiện nghĩa vụ tài chính mà không nhận được tiền."


def lapse(dossier: DossierState, context: ActionContext) -> Transition:
    """The fee is not waited for any more: its bill is closed, and what comes for it later is to be returned.

    Nothing changes while the time to pay runs, or where no money is awaited.
    """
    if dossier.fee is None or not has_ended_unpaid(dossier, context.now, context.law):
        return Transition(dossier)
    return Transition(dossier).record(
        contract.FEE_LAPSED,
        payload={"amount": dossier.fee.amount, "requested_at": dossier.fee.requested_at},
        fee=dossier.fee.model_copy(update={"lapsed_at": context.now}),
    )


def has_lapsed(dossier: DossierState) -> bool:
    """Whether the time for what is unpaid is over."""
    return dossier.fee is not None and dossier.fee.paid_at is None and dossier.fee.lapsed_at is not None


def due_again(dossier: DossierState, context: ActionContext) -> Transition:
    """4 → 6: what was not paid in time is asked for anew, with a time of its own; the clock waits as for any payment."""
    if dossier.fee is None or not has_lapsed(dossier):
        return Transition(dossier)
    amount = dossier.fee.amount
    return Transition(dossier).record(
        contract.FEE_DUE,
        payload={
            "amount": amount,
            "items": _items_of_last(dossier.fee_items, amount),
            "reductions": dossier.fee.reductions,
        },
        status=DossierStatus.PAYMENT_DUE,
        interrupted=dossier.status,
        fee=FeeDue(
            amount=amount,
            requested_at=context.now,
            pay_until=pay_until(context.now, context.law),
            reductions=dossier.fee.reductions,
        ),
        **stop_clock(dossier, context, ClockCause.PAYMENT),
    )


def back_after_late_news(dossier: DossierState, paid_at: datetime, context: ActionContext) -> Transition:
    """8 → 4: stopped for money that had been paid by then, of which the news came later. The clock goes on from the
    payment."""
    clock = resume_clock(dossier, context, ClockCause.PAYMENT, at=paid_at)
    steps = start_due_steps(clock.pop("steps", dossier.steps), context.now, context.law)
    return Transition(dossier).record(
        contract.RESUMED,
        status=DossierStatus.PROCESSING,
        reason=None,
        legal_ground=None,
        steps=steps,
        **clock,
    )


def _items_of_last(items: tuple[FeeItem, ...], amount: int) -> tuple[FeeItem, ...]:
    """The lines that were asked for last: of all that were ever asked for, as many at the end as make the amount."""
    last: list[FeeItem] = []
    for item in reversed(items):
        if sum(each.amount for each in last) == amount and item.amount:
            break
        last.insert(0, item)
    return tuple(last)
