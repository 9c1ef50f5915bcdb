"""Tiếp nhận: acceptance with code, due date and fee, refusal at the desk."""

from datetime import datetime

from contracts import dossiers as contract
from contracts.catalog import Regime
from contracts.dossiers import (
    Accept,
    ClockCause,
    ClockMove,
    ClockMoveKind,
    DossierAction,
    DossierStatus,
    FeeDue,
    FeeItem,
    FeeReductionClaim,
    Passing,
    RefuseReception,
)
from contracts.working_time import is_working_time, local, to_minute
from dossiers.domain.clock.due_date import latest_stated_date, may_state_date, needs_stated_date
from dossiers.domain.clock.interlinked import answer_until, interlinked_terms
from dossiers.domain.clock.moves import (
    apply_clock_moves,
    clock_move,
    clock_start,
    stop_clock,
    time_limit_key,
)
from dossiers.domain.clock.payment_window import pay_until
from dossiers.domain.clock.windows import end_of_window
from dossiers.domain.fees import FeeLine, fee_items, fee_lines, reductions_of, terms_at
from dossiers.domain.kiosk import officer_must_see_identity
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState, RegimeTerms
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.state_machine import Transition


def accept(dossier: DossierState, request: Accept, context: ActionContext, *, code: str) -> Transition:
    """1 → 2 Được tiếp nhận: code, receipt, clock. With a fee due, on to 6 with the clock stopped.

    A fee taken at the counter is paid at once.
    """
    check_possible(dossier, DossierAction.ACCEPT, context.now)
    _check_identity_seen(dossier, request, context)
    claims = _confirmed(dossier, request)
    lines = _fee_lines(dossier, request, context)
    items = _fee_items(dossier, request, lines)
    accepted = Transition(dossier).record(
        contract.ACCEPTED,
        payload={"note": request.note},
        status=DossierStatus.ACCEPTED,
        code=code,
        received_at=context.now,
        received_by=context.actor.account_id or None,
        receipt_requested=request.receipt,
        passings=_passings_confirmed(dossier, context.now),
        claims=claims,
        supplement_until=supplement_until(context.now, context.law),
        regime_id=context.law.regime.regime_id,
        terms=terms_of(context.law.regime),
        interrupted=None,
        reason=None,
        **apply_clock_moves(dossier, context, _begin(dossier, request.due_at, context)),
    )
    if not items:
        return accepted
    if request.receipt_number is not None:
        return _take_at_counter(accepted, items, lines, request.receipt_number, context)
    return _charge(accepted, items, lines, context)


def refuse_reception(dossier: DossierState, request: RefuseReception, context: ActionContext) -> Transition:
    """1 or 5 → 3 Không được tiếp nhận (Mẫu 03), never after reception: then it is a result."""
    check_possible(dossier, DossierAction.REFUSE_RECEPTION, context.now)
    return refuse_because(dossier, request.reason, request.legal_ground, context)


def refuse_because(
    dossier: DossierState, reason: str, legal_ground: str | None, context: ActionContext
) -> Transition:
    return Transition(dossier).record(
        contract.RECEPTION_REFUSED,
        payload={"note": reason},
        status=DossierStatus.NOT_ACCEPTED,
        reason=reason,
        legal_ground=legal_ground,
        ended_at=context.now,
    )


def terms_of(regime: Regime) -> RegimeTerms:
    """Of an interlinked group the waiting for a supplement does not count, and nothing begins again (NĐ 301 art 3.4)."""
    return RegimeTerms(
        supplement_limit=regime.supplement_limit,
        supplement_clock="resume" if regime.interlinked else regime.supplement_clock,
        extension_limit=regime.extension_limit,
        extension_notice_days=regime.extension_notice_days,
        separated_acts=regime.separated_acts,
        interlinked=bool(regime.interlinked),
    )


def supplement_until(received_at: datetime, law: Law) -> datetime:
    """Until when a supplement may be requested after reception (art 19.4; of an interlinked group NĐ 301 art 6.1b)."""
    group = interlinked_terms(law)
    if group is not None:
        return answer_until(received_at, law.calendar, group)
    return end_of_window(law, received_at, law.regime.supplement_notice_working_days)


def _passings_confirmed(dossier: DossierState, now: datetime) -> tuple[Passing, ...]:
    """With the moment at which it was received where it had passed to."""
    return tuple(
        each if each.confirmed_at is not None else each.model_copy(update={"confirmed_at": now})
        for each in dossier.passings
    )


def _check_identity_seen(dossier: DossierState, request: Accept, context: ActionContext) -> None:
    must = officer_must_see_identity(dossier.kiosk, context.law.regime)
    if must and not request.identity_seen:
        raise invalid_field("/identity_seen", "identity_not_seen", "An officer has to see who filed.")


def _confirmed(dossier: DossierState, request: Accept) -> tuple[FeeReductionClaim, ...]:
    made = {claim.claim for claim in dossier.claims}
    if not made.issuperset(request.confirmed_claims):
        raise invalid_field("/confirmed_claims", "not_claimed", "The applicant has not made this claim.")
    return tuple(
        claim.model_copy(update={"confirmed": claim.claim in request.confirmed_claims})
        for claim in dossier.claims
    )


def _begin(dossier: DossierState, stated: datetime | None, context: ActionContext) -> ClockMove:
    """By law where it gives a number; as the officer states where it gives none or several, up to the longest one. An
    immediate result needs no due date."""
    limit = time_limit_key(dossier).limit(context.law)
    if not may_state_date(limit) and stated is not None:
        raise invalid_field("/due_at", "not_expected", "The law gives the time limit.")
    if needs_stated_date(limit) and stated is None and not dossier.immediate:
        raise invalid_field(
            "/due_at", "required", "The law gives the time limit in words: state the due date."
        )
    if stated is not None and not is_working_time(context.law.calendar, stated):
        raise invalid_field("/due_at", "not_working_time", "Nobody works at the due date.")
    begun = clock_start(dossier, context.now, context.law.regime)
    latest = None if stated is None else latest_stated_date(limit, begun, context.law)
    if stated is not None and latest is not None and stated > latest:
        raise invalid_field("/due_at", "later_than_words", "The words of the law allow less time.")
    if stated is None:
        return clock_move(ClockMoveKind.STARTED, ClockCause.RECEPTION, context, at=begun)
    if local(stated) <= local(context.now):
        raise invalid_field("/due_at", "not_later", "The due date is not after the reception.")
    due_at = to_minute(stated)
    return clock_move(ClockMoveKind.STATED, ClockCause.RECEPTION, context, at=begun, stated_due_at=due_at)


def _fee_lines(dossier: DossierState, request: Accept, context: ActionContext) -> tuple[FeeLine, ...]:
    claims, today = frozenset(request.confirmed_claims), local(context.now).date()
    filed_on, exemptions = local(dossier.submitted_at).date(), context.law.regime.fee_exemptions
    terms = terms_at(exemptions, dossier.channel, claims, filed_on, today)
    return fee_lines(context.law.procedure.fees, dossier.case_code, dossier.form_data, terms)


def _fee_items(dossier: DossierState, request: Accept, lines: tuple[FeeLine, ...]) -> tuple[FeeItem, ...]:
    """Whoever has no account pays at the counter."""
    items = fee_items(lines, request.fee_amount, request.fee_amounts)
    if items and request.receipt_number is None and not dossier.follower_ids:
        raise invalid_field(
            "/receipt_number", "required", "Without an account the fee is paid at the counter."
        )
    if not items and request.receipt_number is not None:
        raise invalid_field("/receipt_number", "not_expected", "There is no fee to pay.")
    return items


def _charge(
    accepted: Transition, items: tuple[FeeItem, ...], lines: tuple[FeeLine, ...], context: ActionContext
) -> Transition:
    """2 → 6 Yêu cầu thực hiện nghĩa vụ tài chính."""
    amount, reductions = sum(item.amount for item in items), reductions_of(lines)
    separated_acts = accepted.dossier.terms.separated_acts
    return accepted.record(
        contract.FEE_DUE,
        payload={
            "amount": amount,
            "items": items,
            "reductions": reductions,
            "separated_acts": separated_acts,
        },
        status=DossierStatus.PAYMENT_DUE,
        interrupted=DossierStatus.ACCEPTED,
        fee=FeeDue(
            amount=amount,
            requested_at=context.now,
            pay_until=pay_until(context.now, context.law),
            reductions=reductions,
        ),
        fee_items=items,
        **stop_clock(accepted.dossier, context, ClockCause.PAYMENT),
    )


def _take_at_counter(
    accepted: Transition,
    items: tuple[FeeItem, ...],
    lines: tuple[FeeLine, ...],
    receipt_number: str,
    context: ActionContext,
) -> Transition:
    """The fee is paid, so no bill is opened."""
    fee = FeeDue(
        amount=sum(item.amount for item in items),
        requested_at=context.now,
        paid_at=context.now,
        receipt_number=receipt_number,
        reductions=reductions_of(lines),
    )
    return accepted.record(contract.FEE_PAID, fee=fee, fee_items=items)
