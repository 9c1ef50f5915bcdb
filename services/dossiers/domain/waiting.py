"""The waits that stop the clock: for a supplement, for money, and their ends."""

from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.base import ActorKind, Role
from contracts.dossiers import (
    Action,
    AnswerSupplement,
    ClockCause,
    ClockMoveKind,
    RequestSupplement,
    Status,
    Supplement,
)
from contracts.errors import Code, ServiceError
from dossiers.domain.calendar import add_minutes, minutes_a_day
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.forms import check_form
from dossiers.domain.guards import Guard, guard_failed
from dossiers.domain.lifecycle import Change, check, unmet_guard
from dossiers.domain.papers import Files, check_complete, papers_of, replaced
from dossiers.domain.reuse import Stored
from dossiers.domain.timing import resumed, stopped


def request_supplement(dossier: Dossier, request: RequestSupplement, scene: Scene) -> Change:
    """1, 2, 4 → 5 Yêu cầu bổ sung (Mẫu 02); after reception the clock stops.

    Once, complete, in time; beyond that on a leader's word only, and it is marked.
    """
    overriding = request.override_reason is not None
    if overriding and Role.LEADER not in scene.actor.roles:
        raise ServiceError(Code.FORBIDDEN)
    check(dossier, Action.REQUEST_SUPPLEMENT, scene.now, overriding=overriding)
    asked = _asked(request, scene).model_copy(
        update={"overridden": unmet_guard(dossier, Action.REQUEST_SUPPLEMENT, scene.now) is not None}
    )
    return Change(dossier).record(
        contract.SUPPLEMENT_REQUESTED,
        told={"reason": request.reason, "items": request.items, "note": request.override_reason},
        status=Status.SUPPLEMENT_REQUESTED,
        interrupted=dossier.status,
        supplements=(*dossier.supplements, asked),
        **stopped(dossier, scene, ClockCause.SUPPLEMENT),
    )


def answer_supplement(
    dossier: Dossier, request: AnswerSupplement, scene: Scene, *, files: Files, stored: Stored | None = None
) -> Change:
    """5 → 1 if never received, else back to where it was, with the clock as the regime says.

    What the applicant brings to the desk an officer scans, or leaves on paper.
    """
    check(dossier, Action.SUPPLEMENT, scene.now)
    if request.form_data is None and not request.papers:
        raise guard_failed(Action.SUPPLEMENT, Guard.NOTHING_SUPPLEMENTED)
    procedure = scene.law.procedure
    at_desk = scene.actor.kind is ActorKind.OFFICER
    new = papers_of(procedure, request.papers, files, scene.actor.account_id, stored=stored, at_desk=at_desk)
    papers = replaced(dossier.papers, new)
    check_complete(procedure, dossier.case_code, papers)
    if request.form_data is not None:
        check_form(procedure, request.form_data)
    return Change(dossier).record(
        contract.SUPPLEMENTED,
        told={"file_ids": tuple(paper.file_id for paper in new if paper.file_id)},
        papers=papers,
        form_data=dossier.form_data if request.form_data is None else request.form_data,
        supplements=_answered(dossier, scene.now),
        **_back(dossier, _clock_after_supplement(dossier, scene)),
    )


def bill(dossier: Dossier, bill_id: str) -> Change:
    """The bill that collects the fee is known; nothing to record when it was known before."""
    if dossier.fee is None or dossier.fee.bill_id is not None:
        return Change(dossier)
    return Change(dossier).record(
        contract.FEE_BILLED, fee=dossier.fee.model_copy(update={"bill_id": bill_id})
    )


def pay(dossier: Dossier, bill_id: str, paid_at: datetime, scene: Scene) -> Change:
    """6 → back to where it was. Money that comes in any other state is recorded and moves nothing."""
    if dossier.fee is None or dossier.fee.paid_at is not None:
        return Change(dossier)
    paid = dossier.fee.model_copy(update={"paid_at": paid_at, "bill_id": bill_id})
    waits = dossier.status is Status.PAYMENT_DUE
    return Change(dossier).record(
        contract.FEE_PAID,
        fee=paid,
        **(_back(dossier, resumed(dossier, scene, ClockCause.PAYMENT, at=paid_at)) if waits else {}),
    )


def _asked(request: RequestSupplement, scene: Scene) -> Supplement:
    return Supplement(
        reason=request.reason,
        items=request.items,
        legal_ground=request.legal_ground,
        requested_at=scene.now,
        requested_by=scene.actor.account_id or None,
        answer_until=_answer_until(scene),
    )


def _answer_until(scene: Scene) -> datetime | None:
    """How long the regime gives the applicant; None: for ever."""
    days, calendar = scene.law.regime.supplement_answer_working_days, scene.law.calendar
    return None if days is None else add_minutes(calendar, scene.now, days * minutes_a_day(calendar))


def _back(dossier: Dossier, clock: dict[str, Any]) -> dict[str, Any]:
    return {"status": dossier.interrupted, "interrupted": None, **clock}


def _clock_after_supplement(dossier: Dossier, scene: Scene) -> dict[str, Any]:
    """By the regime: the whole limit again, or what was left of it."""
    restarts = dossier.terms.supplement_clock == "restart"
    kind = ClockMoveKind.RESTARTED if restarts else ClockMoveKind.RESUMED
    return resumed(dossier, scene, ClockCause.SUPPLEMENT, kind=kind)


def _answered(dossier: Dossier, now: datetime) -> tuple[Supplement, ...]:
    *earlier, last = dossier.supplements
    return (*earlier, last.model_copy(update={"answered_at": now}))
