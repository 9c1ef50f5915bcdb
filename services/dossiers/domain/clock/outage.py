"""Sự cố hệ thống: what an interruption of the electronic system moves, and until when a planned one is announced.

A fault moves time limits only when its owner announced it: time goes on from the restoration (NĐ 301/2026/NĐ-CP art 3.4).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.catalog import WorkingCalendar
from contracts.dossiers import OutageEffect
from contracts.working_time import add_minutes, count_minutes, local, working_day_from


@dataclass(frozen=True)
class Outage:
    """An interruption. `announced_at` None: nobody announced it; `ended_at` None: it lasts; `planned`: it was
    foreseen, and is announced days before, unless force majeure left no time."""

    started_at: datetime
    announced_at: datetime | None = None
    ended_at: datetime | None = None
    planned: bool = False
    force_majeure: bool = False


def waiting_begins(outage: Outage) -> datetime | None:
    """From when the clock stands: from the announcement, not before the fault; None when nothing was announced."""
    return None if outage.announced_at is None else max(outage.announced_at, outage.started_at)


def outage_effect(outage: Outage, calendar: WorkingCalendar) -> OutageEffect:
    """What it does to time limits, as far as it is known. Raises CALENDAR_INCOMPLETE of a planned one."""
    if outage.ended_at is None:
        return OutageEffect.LASTS
    if outage.announced_at is None:
        return OutageEffect.NOT_ANNOUNCED
    if outage.announced_at >= outage.ended_at:
        return OutageEffect.ANNOUNCED_AFTER_END
    return OutageEffect.MOVES if is_announced_in_time(outage, calendar) else OutageEffect.ANNOUNCED_LATE


def is_announced_in_time(outage: Outage, calendar: WorkingCalendar) -> bool:
    """Whether a planned one was announced days before; force majeure and faults are free of it (NĐ 224/2026/NĐ-CP art 13).

    Raises CALENDAR_INCOMPLETE of a planned one.
    """
    if outage.announced_at is None:
        return False
    if not outage.planned or outage.force_majeure:
        return True
    return local(outage.announced_at).date() <= announced_until(outage.started_at, calendar)


def due_after_outage(due_at: datetime, outage: Outage, calendar: WorkingCalendar) -> datetime:
    """The due date with the working time that was left when the clock stood, from the restoration on.

    As it was where nothing was announced, the fault lasts, or it was due before. Raises CALENDAR_INCOMPLETE.
    """
    begun = waiting_begins(outage)
    if begun is None or outage.ended_at is None or outage.ended_at <= begun or due_at <= begun:
        return due_at
    left = count_minutes(calendar, begun, due_at)
    return max(due_at, add_minutes(calendar, outage.ended_at, left))


def announced_until(planned_start: datetime, calendar: WorkingCalendar, working_days: int = 7) -> date:
    """The last local day to announce a planned interruption: 7 working days before (NĐ 224/2026/NĐ-CP art 13.1a).

    The day of the start is not counted. Raises CALENDAR_INCOMPLETE.
    """
    day = local(planned_start).date()
    for _ in range(working_days):
        day = _working_day_before(calendar, day)
    return day


def _working_day_before(calendar: WorkingCalendar, day: date) -> date:
    before = day - timedelta(days=1)
    while working_day_from(calendar, before) != before:
        before -= timedelta(days=1)
    return before
