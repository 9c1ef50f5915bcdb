"""How an act moves the clock of a dossier: the moves that it records, and what the clock shows then."""

from datetime import datetime
from typing import Any

from contracts.catalog import Regime
from contracts.dossiers import ClockCause, ClockMove, ClockMoveKind, DossierStep
from dossiers.domain.clock.due_date import (
    ClockState,
    LawOf,
    TimeLimitKey,
    apply_move,
    fold_moves,
    resumed_due_date,
)
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.steps import is_open


def time_limit_key(dossier: DossierState) -> TimeLimitKey:
    return TimeLimitKey(dossier.case_code, dossier.channel)


def clock_start(dossier: DossierState, received_at: datetime, regime: Regime) -> datetime:
    """When the time limit begins: with the reception; of what another desk received, when the competent agency receives it
    (NĐ 118/2025/NĐ-CP art 17.3 as amended), before 5 August 2026 when that desk did."""
    by_desk = dossier.forwarded_from is not None and regime.out_of_area_clock == "receiving_desk"
    return dossier.submitted_at if by_desk else received_at


def clock_move(
    kind: ClockMoveKind,
    cause: ClockCause,
    context: ActionContext,
    *,
    at: datetime | None = None,
    stated_due_at: datetime | None = None,
) -> ClockMove:
    """Of now, unless the cause happened before."""
    return ClockMove(
        kind=kind, cause=cause, at=at or context.now, law_id=context.law_id, stated_due_at=stated_due_at
    )


def apply_clock_moves(dossier: DossierState, context: ActionContext, *moves: ClockMove) -> dict[str, Any]:
    """The changes to the dossier that the moves make. Raises CALENDAR_INCOMPLETE."""
    state = ClockState(dossier.due_at, dossier.clock_stopped_since, dossier.clock)
    for each in moves:
        state = apply_move(state, each, context.law, time_limit_key(dossier))
    return {
        "clock": state.moves,
        "due_at": state.due_at,
        "clock_stopped_since": state.stopped_since,
        "law_id": context.law_id,
    }


def stop_clock(dossier: DossierState, context: ActionContext, cause: ClockCause) -> dict[str, Any]:
    """Nothing to stop before reception."""
    if dossier.received_at is None:
        return {}
    return apply_clock_moves(dossier, context, clock_move(ClockMoveKind.STOPPED, cause, context))


def resume_clock(
    dossier: DossierState,
    context: ActionContext,
    cause: ClockCause,
    *,
    at: datetime | None = None,
    kind: ClockMoveKind = ClockMoveKind.RESUMED,
) -> dict[str, Any]:
    """The clock goes on, from where it stopped or from the start; the open steps have left what they had left."""
    since = dossier.clock_stopped_since
    if since is None:
        return {}
    begun = max(at or context.now, since)
    changes = apply_clock_moves(dossier, context, clock_move(kind, cause, context, at=begun))
    return {**changes, "steps": tuple(_waited(step, since, begun, context) for step in dossier.steps)}


def end_clock(dossier: DossierState, context: ActionContext, cause: ClockCause) -> dict[str, Any]:
    """A wait that is going on ends first, so that it is not counted against the agency."""
    if dossier.received_at is None:
        return {}
    over = clock_move(ClockMoveKind.ENDED, cause, context)
    if dossier.clock_stopped_since is None:
        return apply_clock_moves(dossier, context, over)
    return apply_clock_moves(dossier, context, clock_move(ClockMoveKind.RESUMED, cause, context), over)


def check_clock(dossier: DossierState, law_of: LawOf) -> None:
    """Raises AssertionError when the stored clock is not what all its moves make."""
    state = fold_moves(dossier.clock, law_of, time_limit_key(dossier))
    if (state.due_at, state.stopped_since) != (dossier.due_at, dossier.clock_stopped_since):
        raise AssertionError(f"the clock of dossier {dossier.dossier_id} does not follow from its moves")


def _waited(step: DossierStep, since: datetime, begun: datetime, context: ActionContext) -> DossierStep:
    if not is_open(step) or step.due_at is None:
        return step
    started = max(since, step.started_at or since)
    if started >= begun:
        return step
    due_at = resumed_due_date(step.due_at, started, begun, context.law.calendar)
    return step.model_copy(update={"due_at": due_at})
