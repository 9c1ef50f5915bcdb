"""Nhóm thủ tục hành chính liên thông: the clocks of a group (NĐ 63/2024/NĐ-CP as amended by NĐ 301/2026/NĐ-CP).

Hours of the clock run on days off too; working hours and working days do not.
"""

from datetime import datetime, time, timedelta

from contracts.catalog import InterlinkedTerms, WorkingCalendar
from dossiers.domain.clock.days import ONE_DAY, end_of_working_days
from dossiers.domain.model.law import Law
from dossiers.domain.working_time import add_minutes, local, utc, working_day_from


def interlinked_terms(law: Law) -> InterlinkedTerms | None:
    """The clock of the group that the procedure belongs to; None for any other procedure, and before the group's day.

    What is received before that day is under the law of then, until the applicant asks for the new one (NĐ 301 art 18.1).
    """
    return next(iter(law.regime.interlinked), None)


def counted_from(received_at: datetime, calendar: WorkingCalendar, terms: InterlinkedTerms) -> datetime:
    """When time begins to run: at reception, or after 15:00 with the next working day (63.7.2)."""
    received = local(received_at)
    if received.time() <= terms.late_reception_time:
        return received_at
    next_day = working_day_from(calendar, received.date() + ONE_DAY)
    return add_minutes(calendar, utc(datetime.combine(next_day, time())), 0)


def answer_until(since: datetime, calendar: WorkingCalendar, terms: InterlinkedTerms) -> datetime:
    """Until when the office says what is missing, or refuses with the reason (art 6.1b): 24 hours of the clock for birth
    and death, a working day for the others."""
    if terms.answer_clock_hours is not None:
        return since + timedelta(hours=terms.answer_clock_hours)
    return end_of_working_days(calendar, since, terms.answer_working_days)


def supplement_until(requested_at: datetime, calendar: WorkingCalendar, terms: InterlinkedTerms) -> datetime:
    """Until when the applicant supplements; then the case is stopped with notice (art 6.1b, 10). Nothing of it counts."""
    return end_of_working_days(calendar, requested_at, terms.supplement_answer_working_days)


def consent_until(requested_at: datetime, calendar: WorkingCalendar, terms: InterlinkedTerms) -> datetime:
    """Until when the owner of a dwelling consents by electronic identity (art 6.3). Nothing of it counts."""
    return end_of_working_days(calendar, requested_at, terms.consent_working_days)


def synchronised_until(finished_at: datetime, terms: InterlinkedTerms) -> datetime:
    """Until when what a finished procedure yielded is known to the next agency (63.7.4)."""
    return finished_at + timedelta(minutes=terms.sync_minutes)


def acknowledged_until(sent_at: datetime, calendar: WorkingCalendar, terms: InterlinkedTerms) -> datetime:
    """Until when the next agency acknowledges; then both sides are warned (63.7.4)."""
    return add_minutes(calendar, sent_at, terms.acknowledge_working_hours * 60)


def repaired_until(announced_at: datetime, terms: InterlinkedTerms) -> datetime:
    """Until when an announced fault is repaired, in hours of the clock (NĐ 301 art 3.4)."""
    return announced_at + timedelta(hours=terms.repair_clock_hours)
