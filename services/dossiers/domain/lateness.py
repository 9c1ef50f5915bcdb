"""How a dossier stands to its due date (trước hạn, đúng hạn, quá hạn)."""

from datetime import datetime, timedelta

from contracts.dossiers import Lateness

SOON = timedelta(days=1)
"""An open dossier that is due within this time is due soon."""

AT_END = (Lateness.EARLY, Lateness.ON_TIME, Lateness.LATE)
"""How one stands that has ended."""


def lateness(
    due_at: datetime | None, ended_at: datetime | None, stopped_since: datetime | None, now: datetime
) -> Lateness:
    """An ended dossier is measured at its end, one whose clock stands when it stopped, others now.

    On the minute of the due date is in time (QĐ 766/QĐ-TTg 2.1: end ≤ due).
    """
    if due_at is None:
        return Lateness.NO_DUE_DATE
    if ended_at is not None:
        return _ended(due_at, ended_at)
    measured_at = stopped_since or now
    if measured_at > due_at:
        return Lateness.OVERDUE
    return Lateness.DUE_SOON if due_at - measured_at <= SOON else Lateness.IN_TIME


def _ended(due_at: datetime, ended_at: datetime) -> Lateness:
    if ended_at > due_at:
        return Lateness.LATE
    return Lateness.ON_TIME if due_at - ended_at <= SOON else Lateness.EARLY
