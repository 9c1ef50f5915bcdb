"""What schedule and holds say today, for who erases a person's data."""

from datetime import datetime

from accounts.domain import access
from accounts.domain.retention import schedules
from accounts.domain.retention.holds import held_records, is_in_force
from accounts.repository.retention import RetentionHoldRepository, RetentionScheduleRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.accounts import Disposition, HeldRecords, ListHeldRecords
from contracts.base import ActorKind
from contracts.retention import MOST_HOLDS, RecordKind
from contracts.time import local_day


def is_held(store: Store, account_id: str) -> bool:
    """Whether an authority requires that the records of this person stay."""
    found = store.repository(RetentionHoldRepository).not_lifted_of(account_id)
    return any(is_in_force(each, local_day(utcnow())) for each in found)


def list_held_records(
    store: Store,
    request: ListHeldRecords,  # noqa: ARG001  says nothing
    context: Context,
) -> HeldRecords:
    """For services. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = held_records(
        store.repository(RetentionHoldRepository).not_lifted(MOST_HOLDS), local_day(utcnow())
    )
    return HeldRecords(accounts=found.accounts, dossiers=found.dossiers)


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
