"""The clock of a dossier, recomputed from its log."""

from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.catalog import WorkingCalendar
from contracts.dossiers import DossierClock, GetClock
from dossiers.application.commands import DossierCommands
from dossiers.domain.clock.explanation import explain_moves
from dossiers.domain.clock.moves import time_limit_key
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.replay import rebuild
from dossiers.domain.working_time import count_minutes
from dossiers.repository.event_log import entries_until


def get_clock(desk: DossierCommands, request: GetClock, context: Context) -> DossierClock:
    """Every move is read from the log, not from the kept dossier, and reckoned anew."""
    kept, moment = desk.get_visible(request.dossier_id, context), utcnow()
    again = _rebuilt_from_log(desk, kept)
    law = desk.laws.of(kept)
    lines = explain_moves(again.clock, desk.laws.get, time_limit_key(again), context.locale)
    recomputed = lines[-1].due_after if lines else None
    return DossierClock(
        dossier_id=kept.dossier_id,
        version=kept.version,
        due_at=kept.due_at,
        recomputed_due_at=recomputed,
        agrees=recomputed == kept.due_at,
        stopped_since=kept.clock_stopped_since,
        limit=time_limit_key(kept).limit(law),
        minutes_left=_minutes_left(kept, law.calendar, moment),
        lateness=lateness(kept.due_at, kept.ended_at, kept.clock_stopped_since, moment),
        regime_id=kept.regime_id,
        calendar_id=law.calendar.calendar_id,
        lines=lines,
    )


def _rebuilt_from_log(desk: DossierCommands, kept: DossierState) -> DossierState:
    """The dossier of the kept version, made again from its log alone."""
    log = entries_until(desk.store, kept.dossier_id, kept.version)
    return rebuild(kept.dossier_id, [(entry.version, entry.private) for entry in log])


def _minutes_left(dossier: DossierState, calendar: WorkingCalendar, moment: datetime) -> int | None:
    """Of working time until the due date; None where there is none, or the dossier has ended."""
    if dossier.due_at is None or dossier.ended_at is not None:
        return None
    begin = dossier.clock_stopped_since or moment
    return count_minutes(calendar, begin, dossier.due_at) if begin < dossier.due_at else 0
