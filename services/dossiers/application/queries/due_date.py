"""Why the due date is what it is: the clock of a dossier, computed again from its log."""

from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.catalog import WorkingCalendar
from contracts.data_readings import ReadPart
from contracts.dossiers import DossierClock, GetClock
from contracts.working_time import count_minutes
from dossiers.application.dependencies import Dependencies
from dossiers.application.dossier_access import visible_dossier
from dossiers.application.readings import record_reading
from dossiers.domain.clock.explanation import explain_moves
from dossiers.domain.clock.moves import time_limit_key
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.replay import rebuild
from dossiers.repository.event_log import entries_until


def get_clock(deps: Dependencies, request: GetClock, context: Context) -> DossierClock:
    """The moves of the clock, each with what it made of the due date. Raises NOT_FOUND.

    They are read from the log, not from the stored dossier, so that both can be compared.
    """
    stored, now = visible_dossier(deps.store, request.dossier_id, context), utcnow()
    record_reading(deps, stored, ReadPart.CLOCK, context)
    from_log = _rebuild_from_log(deps, stored)
    law = deps.laws.of(stored)
    lines = explain_moves(from_log.clock, deps.laws.get, time_limit_key(from_log), context.locale)
    recomputed = lines[-1].due_after if lines else None
    return DossierClock(
        dossier_id=stored.dossier_id,
        version=stored.version,
        due_at=stored.due_at,
        recomputed_due_at=recomputed,
        agrees=recomputed == stored.due_at,
        stopped_since=stored.clock_stopped_since,
        limit=time_limit_key(stored).limit(law),
        minutes_left=_minutes_left(stored, law.calendar, now),
        lateness=lateness(stored.due_at, stored.ended_at, stored.clock_stopped_since, now),
        regime_id=stored.regime_id,
        calendar_id=law.calendar.calendar_id,
        lines=lines,
    )


def _rebuild_from_log(deps: Dependencies, stored: DossierState) -> DossierState:
    """The dossier at the stored version, from its log alone."""
    log = entries_until(deps.store.database, stored.dossier_id, stored.version)
    return rebuild(stored.dossier_id, [(entry.version, entry.private) for entry in log])


def _minutes_left(dossier: DossierState, calendar: WorkingCalendar, now: datetime) -> int | None:
    """Of working time until the due date; None where there is none, or the dossier has ended."""
    if dossier.due_at is None or dossier.ended_at is not None:
        return None
    begin = dossier.clock_stopped_since or now
    return count_minutes(calendar, begin, dossier.due_at) if begin < dossier.due_at else 0
