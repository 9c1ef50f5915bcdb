"""The life of a regime's draft: written, enacted by somebody else on a day to come, or discarded."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from catalog.domain.regimes import regime_faults
from catalog.domain.versions.guards import VersionGuard, guard_failed, invalid_field
from contracts.catalog import (
    DraftRegime,
    EnactRegime,
    Regime,
    RegimeDraft,
    RegimeDraftState,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day


def drafted(
    request: DraftRegime, before: RegimeDraft | None, draft_id: str, account_id: str, now: datetime
) -> RegimeDraft:
    """A new draft, or another content of one. Raises GUARD_FAILED, INVALID_REQUEST."""
    if faults := tuple(regime_faults(request.regime)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)
    if before is not None:
        require_draft(before, "draft_regime")
    return RegimeDraft(
        draft_id=draft_id,
        revision=1 if before is None else before.revision + 1,
        state=RegimeDraftState.DRAFT,
        regime=request.regime,
        note=request.note,
        drafted_by=account_id,
        drafted_at=now,
    )


def enacted(draft: RegimeDraft, request: EnactRegime, account_id: str, now: datetime) -> RegimeDraft:
    """Raises GUARD_FAILED for the writer's own draft, INVALID_REQUEST for a day that has begun."""
    require_draft(draft, "enact_regime")
    if draft.drafted_by == account_id:
        raise guard_failed("enact_regime", VersionGuard.OWN_DRAFT)
    if request.effective_from <= local_day(now):
        raise invalid_field("/effective_from", "too_early", "It rules from tomorrow on at the earliest.")
    end = draft.regime.effective_to
    if end is not None and end < request.effective_from:
        raise invalid_field("/effective_from", "backwards", "The regime ends before it begins.")
    regime = draft.regime.model_copy(update={"effective_from": request.effective_from})
    return _closed(
        draft,
        account_id,
        now,
        state=RegimeDraftState.ENACTED,
        regime=regime,
        reason=request.decision_number,
    )


def discarded(draft: RegimeDraft, reason: str, account_id: str, now: datetime) -> RegimeDraft:
    """Raises GUARD_FAILED for one that is closed."""
    require_draft(draft, "discard_regime_draft")
    return _closed(draft, account_id, now, state=RegimeDraftState.DISCARDED, reason=reason)


def require_free_id(regime: Regime, stored: Iterable[Regime], today: date) -> None:
    """A regime that has begun is not rewritten, because dossiers are received under it today. Raises INVALID_REQUEST."""
    known = {each.regime_id: each for each in stored}
    same = known.get(regime.regime_id)
    if same is not None and same.effective_from <= today:
        raise invalid_field(
            "/regime/regime_id", "regime_in_force", "A regime in force is amended by another one."
        )
    if regime.amends is not None and regime.amends not in known:
        raise invalid_field("/regime/amends", "unknown", "There is no such regime.")


def require_draft(draft: RegimeDraft, action: str) -> None:
    """Raises GUARD_FAILED for a draft that is enacted or discarded."""
    if draft.state is not RegimeDraftState.DRAFT:
        raise guard_failed(action, VersionGuard.DRAFT_CLOSED)


def _closed(draft: RegimeDraft, account_id: str, now: datetime, **changes: Any) -> RegimeDraft:
    closing = {"revision": draft.revision + 1, "closed_by": account_id, "closed_at": now}
    return draft.model_copy(update={**closing, **changes})
