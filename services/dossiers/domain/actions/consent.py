"""Ý kiến của chủ sở hữu chỗ ở: the clock waits for it, and not for ever (NĐ 301/2026/NĐ-CP art 6.3)."""

from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import ClockCause, DossierAction, OwnerConsent, RecordConsent, RequestConsent
from dossiers.domain.clock.interlinked import consent_until, interlinked_terms
from dossiers.domain.clock.moves import resume_clock, stop_clock
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed
from dossiers.domain.model.state_machine import Transition


def request_consent(
    dossier: DossierState, request: RequestConsent, context: ActionContext, *, consent_id: str
) -> Transition:
    """The owner is asked, and the clock waits; only in a group of interlinked procedures. Raises CALENDAR_INCOMPLETE."""
    check_possible(dossier, DossierAction.REQUEST_CONSENT, context.now)
    group = interlinked_terms(context.law)
    if group is None:
        raise guard_failed(DossierAction.REQUEST_CONSENT, Guard.NOT_INTERLINKED)
    consent = OwnerConsent(
        consent_id=consent_id,
        owner_name=request.owner_name,
        content=request.content,
        requested_at=context.now,
        requested_by=context.actor.account_id or None,
        until=consent_until(context.now, context.law.calendar, group),
    )
    return Transition(dossier).record(
        contract.CONSENT_REQUESTED,
        payload={"consent_id": consent_id, "consent_until": consent.until},
        consents=(*dossier.consents, consent),
        **stop_clock(dossier, context, ClockCause.CONSENT),
    )


def record_consent(dossier: DossierState, request: RecordConsent, context: ActionContext) -> Transition:
    """The answer ends the waiting: the clock goes on with what was left."""
    check_possible(dossier, DossierAction.RECORD_CONSENT, context.now)
    consent = dossier.awaited_consent
    if consent is None or consent.consent_id != request.consent_id:
        raise guard_failed(DossierAction.RECORD_CONSENT, Guard.NO_OPEN_CONSENT)
    answered = {"outcome": request.outcome, "evidence": request.evidence}
    return Transition(dossier).record(
        contract.CONSENT_RECORDED,
        payload={
            "consent_id": consent.consent_id,
            "consent_until": consent.until,
            "outcome": request.outcome,
        },
        **closed(dossier, context.now, **answered),
        **resume_clock(dossier, context, ClockCause.CONSENT),
    )


def consent_lapsed(dossier: DossierState, until: datetime, context: ActionContext) -> dict[str, Any]:
    """Nobody answered in time: the clock goes on from the end of it."""
    return {
        **closed(dossier, until),
        **resume_clock(dossier, context, ClockCause.CONSENT, at=until),
    }


def closed(dossier: DossierState, at: datetime, **changes: Any) -> dict[str, Any]:
    """The waiting for consent ends; nothing changes where none is awaited."""
    awaited = dossier.awaited_consent
    if awaited is None:
        return {}
    ended = awaited.model_copy(update={**changes, "closed_at": at})
    return {"consents": tuple(ended if each == awaited else each for each in dossier.consents)}
