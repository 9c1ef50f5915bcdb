"""The waits that stop the clock: for a supplement, for money, and their ends."""

from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import Action, AnswerSupplement, RequestSupplement, Status, Supplement
from dossiers.domain.clock import restarted_due_date, resumed_due_date
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.forms import check_form
from dossiers.domain.guards import Guard, guard_failed
from dossiers.domain.law import time_limit
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.papers import Files, check_complete, papers_of, replaced
from dossiers.domain.reuse import Stored


def request_supplement(dossier: Dossier, request: RequestSupplement, scene: Scene) -> Change:
    """1, 2, 4 → 5 Yêu cầu bổ sung (Mẫu 02); after reception the clock stops."""
    check(dossier, Action.REQUEST_SUPPLEMENT, scene.now)
    asked = Supplement(reason=request.reason, items=request.items, requested_at=scene.now)
    return Change(dossier).record(
        contract.SUPPLEMENT_REQUESTED,
        told={"reason": request.reason, "items": request.items},
        status=Status.SUPPLEMENT_REQUESTED,
        interrupted=dossier.status,
        supplements=(*dossier.supplements, asked),
        clock_stopped_since=scene.now if dossier.received_at else None,
    )


def answer_supplement(
    dossier: Dossier, request: AnswerSupplement, scene: Scene, *, files: Files, stored: Stored | None = None
) -> Change:
    """5 → 1 if never received, else back to where it was, with the clock as the regime says."""
    check(dossier, Action.SUPPLEMENT, scene.now)
    if request.form_data is None and not request.papers:
        raise guard_failed(Action.SUPPLEMENT, Guard.NOTHING_SUPPLEMENTED)
    procedure = scene.law.procedure
    new = papers_of(procedure, request.papers, files, scene.actor.account_id, stored)
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
        **_back_after_supplement(dossier, scene),
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
        contract.FEE_PAID, fee=paid, **(_back(dossier, paid_at, scene) if waits else {})
    )


def resumed(dossier: Dossier, at: datetime, scene: Scene) -> dict[str, Any]:
    """The clock goes on: what was left of the time limit is left again."""
    stopped = dossier.clock_stopped_since
    if stopped is None or dossier.due_at is None:
        return {"clock_stopped_since": None}
    due_at = resumed_due_date(dossier.due_at, stopped, max(at, stopped), scene.law.calendar)
    return {"clock_stopped_since": None, "due_at": due_at, "law_id": scene.law.law_id}


def _back(dossier: Dossier, at: datetime, scene: Scene) -> dict[str, Any]:
    return {"status": dossier.interrupted, "interrupted": None, **resumed(dossier, at, scene)}


def _back_after_supplement(dossier: Dossier, scene: Scene) -> dict[str, Any]:
    if dossier.terms.supplement_clock == "resume" or dossier.received_at is None or dossier.due_at is None:
        return _back(dossier, scene.now, scene)
    due_at = restarted_due_date(
        time_limit(scene.law, dossier.case_code, dossier.channel),
        dossier.received_at,
        dossier.due_at,
        scene.now,
        scene.law.calendar,
        scene.law.regime.late_reception_hour,
    )
    return {
        "status": dossier.interrupted,
        "interrupted": None,
        "clock_stopped_since": None,
        "due_at": due_at,
        "law_id": scene.law.law_id,
    }


def _answered(dossier: Dossier, now: datetime) -> tuple[Supplement, ...]:
    *earlier, last = dossier.supplements
    return (*earlier, last.model_copy(update={"answered_at": now}))
