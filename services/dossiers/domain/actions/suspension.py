"""The waits that stop the clock: for a supplement, for money, and their ends."""

from datetime import datetime
from functools import partial
from typing import Any

from contracts import dossiers as contract
from contracts.base import ActorKind, OfficerRole
from contracts.catalog import Procedure
from contracts.dossiers import (
    AnswerSupplement,
    ClockCause,
    ClockMoveKind,
    DossierAction,
    DossierPaper,
    DossierStatus,
    PaperRef,
    RequestSupplement,
    Supplement,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day
from dossiers.domain.actions.unpaid import back_after_late_news
from dossiers.domain.clock import interlinked
from dossiers.domain.clock.interlinked import interlinked_terms
from dossiers.domain.clock.moves import resume_clock, stop_clock
from dossiers.domain.clock.windows import end_of_window
from dossiers.domain.model.action_rules import check_possible, unmet_guard
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Findings, Guard, guard_failed, invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.submission_content.form_data import check_form
from dossiers.domain.submission_content.once_only import (
    check_requested,
    correction_notes,
    held_components,
    with_reasons,
)
from dossiers.domain.submission_content.papers import Files, check_complete, papers_of
from dossiers.domain.submission_content.stored_papers import StoredPapers
from dossiers.domain.submission_content.supplement import (
    PaperChange,
    answered_components,
    change_papers,
    requested_components,
    supplement_items,
)


def request_supplement(
    dossier: DossierState, request: RequestSupplement, context: ActionContext
) -> Transition:
    """1, 2, 4 → 5 Yêu cầu bổ sung (Mẫu 02); after reception the clock stops.

    Once, complete, in time; beyond that only when a leader takes it upon himself, and it is marked.
    """
    overriding = request.override_reason is not None
    if overriding and OfficerRole.LEADER not in context.actor.roles:
        raise ServiceError(ErrorCode.FORBIDDEN)
    check_possible(dossier, DossierAction.REQUEST_SUPPLEMENT, context.now, overriding=overriding)
    if not request.items and not request.components:
        raise invalid_field("/items", "required", "Name the papers or say in words what is missing.")
    overridden = unmet_guard(dossier, DossierAction.REQUEST_SUPPLEMENT, context.now) is not None
    supplement = _requested(dossier, request, context).model_copy(update={"overridden": overridden})
    return Transition(dossier).record(
        contract.SUPPLEMENT_REQUESTED,
        payload={
            "reason": request.reason,
            "items": supplement.items,
            "answer_until": supplement.answer_until,
            "note": request.override_reason,
        },
        status=DossierStatus.SUPPLEMENT_REQUESTED,
        interrupted=dossier.status,
        supplements=(*dossier.supplements, supplement),
        **stop_clock(dossier, context, ClockCause.SUPPLEMENT),
    )


def answer_supplement(
    dossier: DossierState,
    request: AnswerSupplement,
    context: ActionContext,
    *,
    files: Files,
    stored: StoredPapers | None = None,
) -> Transition:
    """5 → 1 if never received, else back to where it was, with the clock as the regime says.

    What the applicant brings to the desk an officer scans, or leaves on paper.
    """
    check_possible(dossier, DossierAction.SUPPLEMENT, context.now)
    if request.form_data is None and not request.papers:
        raise guard_failed(DossierAction.SUPPLEMENT, Guard.NOTHING_SUPPLEMENTED)
    procedure, form_data = context.law.procedure, request.form_data
    change = _supplemented(dossier, request, context, files, stored)
    return Transition(dossier).record(
        contract.SUPPLEMENTED,
        payload={
            "file_ids": tuple(paper.file_id for paper in change.added if paper.file_id),
            **_in_names(procedure, change),
            "form_replaced": form_data is not None,
        },
        papers=change.papers,
        form_data=dossier.form_data if form_data is None else form_data,
        supplements=_answered(dossier, request, change, context.now),
        **_back(dossier, _clock_after_supplement(dossier, context)),
    )


def _supplemented(
    dossier: DossierState,
    request: AnswerSupplement,
    context: ActionContext,
    files: Files,
    stored: StoredPapers | None,
) -> PaperChange:
    """The papers after the answer. Raises with all that is wrong with form and papers."""
    procedure, findings = context.law.procedure, Findings()
    none: tuple[DossierPaper, ...] = ()
    at_desk, owner_id = context.actor.kind is ActorKind.OFFICER, context.actor.account_id
    if request.form_data is not None:
        findings.of(partial(check_form, procedure, request.form_data, local_day(context.now)), None)
    new = findings.of(
        lambda: papers_of(
            procedure,
            request.papers,
            files,
            owner_id,
            stored=stored,
            at_desk=at_desk,
            filed_on=local_day(context.now),
        ),
        none,
    )
    unchanged = PaperChange(dossier.papers, (), ())
    requested = dossier.supplements[-1].components if dossier.supplements else ()
    change = findings.of(lambda: change_papers(dossier.papers, request.papers, new, requested), unchanged)
    given: tuple[DossierPaper | PaperRef, ...] = (*change.papers, *request.papers)
    held = held_components(context.law, local_day(context.now))
    findings.of(partial(check_complete, procedure, dossier.case_code, given, held), None)
    findings.raise_any()
    return change


def _in_names(procedure: Procedure, change: PaperChange) -> dict[str, tuple[str, ...]]:
    """What was replaced and what came beside it, by the names of the components."""
    names = {component.code: component.name for component in procedure.components}
    replaced = dict.fromkeys(paper.component_code for paper in change.replaced)
    added = dict.fromkeys(paper.component_code for paper in change.added)
    return {
        "replaced": tuple(names.get(code, code) for code in replaced),
        "added": tuple(names.get(code, code) for code in added if code not in replaced),
    }


def bill(dossier: DossierState, bill_id: str) -> Transition:
    """The fee with the bill that collects it; nothing changes when the bill was recorded before."""
    if dossier.fee is None or dossier.fee.bill_id is not None:
        return Transition(dossier)
    return Transition(dossier).record(
        contract.FEE_BILLED, fee=dossier.fee.model_copy(update={"bill_id": bill_id})
    )


def pay(dossier: DossierState, bill_id: str, paid_at: datetime, context: ActionContext) -> Transition:
    """6 → back to where it was; 8 → 4 where it was stopped although the money had been paid. Money that comes in any other
    state is recorded and moves nothing."""
    fee = dossier.fee
    if fee is None or fee.paid_at is not None:
        return Transition(dossier)
    paid = fee.model_copy(update={"paid_at": paid_at, "bill_id": bill_id, "lapsed_at": None})
    waits = dossier.status is DossierStatus.PAYMENT_DUE
    recorded = Transition(dossier).record(
        contract.FEE_PAID,
        fee=paid,
        **(_back(dossier, resume_clock(dossier, context, ClockCause.PAYMENT, at=paid_at)) if waits else {}),
    )
    if dossier.status is DossierStatus.STOPPED and fee.lapsed_at is not None and paid_at <= fee.lapsed_at:
        return recorded.then(lambda stopped: back_after_late_news(stopped, paid_at, context))
    return recorded


def _requested(dossier: DossierState, request: RequestSupplement, context: ActionContext) -> Supplement:
    """What a database holds is asked for only where its look-up failed. Raises INVALID_REQUEST."""
    law, look_ups = context.law, request.failed_look_ups
    named = requested_components(law.procedure, request.components, dossier.papers)
    check_requested(law, request.components, look_ups, dossier.submitted_at, context.now)
    components = with_reasons(law.procedure, named, look_ups, context.now)
    return Supplement(
        reason=request.reason,
        components=components,
        items=(*supplement_items(components, request.items), *correction_notes(components)),
        failed_look_ups=look_ups,
        legal_ground=request.legal_ground,
        requested_at=context.now,
        requested_by=context.actor.account_id or None,
        answer_until=_answer_until(context),
    )


def _answer_until(context: ActionContext) -> datetime | None:
    """How long the group, or else the regime, gives the applicant; None: for ever."""
    law, group = context.law, interlinked_terms(context.law)
    if group is not None:
        return interlinked.supplement_until(context.now, law.calendar, group)
    days = law.regime.supplement_answer_working_days
    return None if days is None else end_of_window(law, context.now, days)


def _back(dossier: DossierState, clock: dict[str, Any]) -> dict[str, Any]:
    return {"status": dossier.interrupted, "interrupted": None, **clock}


def _clock_after_supplement(dossier: DossierState, context: ActionContext) -> dict[str, Any]:
    """By the regime: the whole limit again, or what was left of it."""
    restarts = dossier.terms.supplement_clock == "restart"
    kind = ClockMoveKind.RESTARTED if restarts else ClockMoveKind.RESUMED
    return resume_clock(dossier, context, ClockCause.SUPPLEMENT, kind=kind)


def _answered(
    dossier: DossierState, request: AnswerSupplement, change: PaperChange, now: datetime
) -> tuple[Supplement, ...]:
    *earlier, last = dossier.supplements
    answer = {
        "answered_at": now,
        "components": answered_components(last, request.papers, now),
        "replaced": change.replaced,
        "added": change.added,
        "form_replaced": request.form_data is not None,
    }
    return (*earlier, last.model_copy(update=answer))
