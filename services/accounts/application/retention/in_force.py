"""What schedule and holds say today, for who erases a person's data."""

from datetime import datetime

from accounts.domain.retention import schedules
from accounts.domain.retention.holds import is_in_force
from accounts.repository.retention import RetentionHoldRepository, RetentionScheduleRepository
from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.accounts import Disposition
from contracts.retention import RecordKind
from contracts.time import local_day


def is_held(store: Store, account_id: str) -> bool:
    """Whether an authority requires that the records of this person stay."""
    found = store.repository(RetentionHoldRepository).not_lifted_of(account_id)
    return any(is_in_force(each, local_day(utcnow())) for each in found)


def dossiers_ended_before(store: Store) -> datetime | None:
    """Dossiers that ended before this are retained by law no longer; None while no schedule in force says so."""
    today = local_day(utcnow())
    schedule = schedules.in_force(store.repository(RetentionScheduleRepository).enacted_by(today), today)
    if schedule is None:
        return None
    found = (
        schedules.before(rule, today)
        for rule in schedule.content.rules
        if rule.kind is RecordKind.DOSSIERS and rule.then is Disposition.ANONYMISE
    )
    return next(found, None)
