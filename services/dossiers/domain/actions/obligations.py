"""Nghĩa vụ tài chính after reception: assessed fees, charges and taxes, and what is due with the result."""

from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import (
    ClockCause,
    DossierAction,
    DossierStatus,
    FeeDue,
    FeeItem,
    ImposeObligation,
)
from dossiers.domain.clock.moves import stop_clock
from dossiers.domain.clock.payment_window import pay_until
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.state_machine import Transition


def impose_obligation(dossier: DossierState, request: ImposeObligation, context: ActionContext) -> Transition:
    """4 or 9 → 6 Yêu cầu thực hiện nghĩa vụ tài chính; what is paid at the counter leaves the state as it is.

    The clock of a dossier that is processed waits as the regime says; one whose result is ready has none that runs.
    """
    check_possible(dossier, DossierAction.IMPOSE_OBLIGATION, context.now)
    if request.receipt_number is None and not dossier.follower_ids:
        raise invalid_field("/receipt_number", "required", "Without an account it is paid at the counter.")
    items = tuple(
        FeeItem(code=each.code, name=each.name, legal_kind=each.kind.value, amount=each.amount)
        for each in request.items
    )
    return _paid_at_counter(dossier, request, items, context) or _due(dossier, request, items, context)


def _paid_at_counter(
    dossier: DossierState, request: ImposeObligation, items: tuple[FeeItem, ...], context: ActionContext
) -> Transition | None:
    if request.receipt_number is None:
        return None
    fee = FeeDue(
        amount=_sum(items),
        requested_at=context.now,
        paid_at=context.now,
        receipt_number=request.receipt_number,
    )
    return Transition(dossier).record(contract.FEE_PAID, **_fees(dossier, request, fee, items))


def _due(
    dossier: DossierState, request: ImposeObligation, items: tuple[FeeItem, ...], context: ActionContext
) -> Transition:
    until = pay_until(context.now, context.law)
    fee = FeeDue(amount=_sum(items), requested_at=context.now, pay_until=until)
    waits = context.law.regime.obligation_clock == "stop" and not dossier.has_ended
    return Transition(dossier).record(
        contract.FEE_DUE,
        payload={
            "amount": fee.amount,
            "items": items,
            "note": request.legal_ground,
            "separated_acts": dossier.terms.separated_acts,
        },
        status=DossierStatus.PAYMENT_DUE,
        interrupted=dossier.status,
        **_fees(dossier, request, fee, items),
        **(stop_clock(dossier, context, ClockCause.PAYMENT) if waits else {}),
    )


def _fees(
    dossier: DossierState, request: ImposeObligation, fee: FeeDue, items: tuple[FeeItem, ...]
) -> dict[str, Any]:
    """With what was paid before."""
    earlier = () if dossier.fee is None else (dossier.fee,)
    return {
        "fee": fee,
        "fee_items": (*dossier.fee_items, *items),
        "earlier_fees": (*dossier.earlier_fees, *earlier),
        "fee_ground": request.legal_ground,
    }


def _sum(items: tuple[FeeItem, ...]) -> int:
    return sum(item.amount for item in items)
