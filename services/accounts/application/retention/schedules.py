"""Schedules of retention, and holds: documents that administrators write."""

from collections.abc import Callable
from datetime import datetime

from accounts.domain import access
from accounts.domain.retention import holds, schedules
from accounts.repository.accounts import AccountRepository
from accounts.repository.retention import RetentionHoldRepository, RetentionScheduleRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    DraftRetentionSchedule,
    EnactRetentionSchedule,
    GetRetentionSchedule,
    LiftRetentionHold,
    ListRetentionHolds,
    ListRetentionSchedules,
    MakeRetentionHold,
    RedraftRetentionSchedule,
    RetentionHold,
    RetentionHoldEvent,
    RetentionSchedule,
    RetentionScheduleEvent,
)
from contracts.base import ActorKind, Page
from contracts.errors import not_found
from contracts.retention import MOST_HOLDS

Decide = Callable[[RetentionSchedule, str, datetime], RetentionSchedule]


def draft(store: Store, request: DraftRetentionSchedule, context: Context) -> RetentionSchedule:
    """Raises UNAUTHENTICATED, FORBIDDEN, INVALID_REQUEST."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def add(uow: UnitOfWork) -> RetentionSchedule:
        made = schedules.drafted(request, new_id(), context.actor.account_id, uow.now)
        uow.repository(RetentionScheduleRepository).add(made)
        _record(uow, made)
        return made

    return store.run_idempotent(contract.draft_retention_schedule, request, context, add)


def redraft(store: Store, request: RedraftRetentionSchedule, context: Context) -> RetentionSchedule:
    """Raises as `draft`, and NOT_FOUND, VERSION_STALE, RETENTION_SETTLED."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def change(uow: UnitOfWork) -> RetentionSchedule:
        return _change(
            uow,
            request.schedule_id,
            context,
            lambda stored, by, at: schedules.redrafted(stored, request, by, at),
        )

    return store.run_idempotent(contract.redraft_retention_schedule, request, context, change)


def enact(store: Store, request: EnactRetentionSchedule, context: Context) -> RetentionSchedule:
    """Raises as `redraft`."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def change(uow: UnitOfWork) -> RetentionSchedule:
        return _change(
            uow,
            request.schedule_id,
            context,
            lambda stored, by, at: schedules.enacted(stored, request, by, at),
        )

    return store.run_idempotent(contract.enact_retention_schedule, request, context, change)


def get(store: Store, request: GetRetentionSchedule, context: Context) -> RetentionSchedule:
    """Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    return store.repository(RetentionScheduleRepository).get(request.schedule_id)


def list_schedules(
    store: Store, request: ListRetentionSchedules, context: Context
) -> Page[RetentionSchedule]:
    """Newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)
    list_ = {"retention": "schedules"}
    after = position_of(request.cursor, list_, str)
    found = store.repository(RetentionScheduleRepository).newest(after, request.limit + 1)
    return page(
        Page[RetentionSchedule],
        found,
        request.limit,
        key=lambda each: (each.schedule_id, each.schedule_id),
        filter=list_,
    )


def make_hold(store: Store, request: MakeRetentionHold, context: Context) -> RetentionHold:
    """Counts from the next part of every run on. Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, INVALID_REQUEST."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def add(uow: UnitOfWork) -> RetentionHold:
        made = holds.made(request, new_id(), context.actor.account_id, uow.now)
        if made.account_id is not None and uow.repository(AccountRepository).find(made.account_id) is None:
            raise not_found("account")
        repository = uow.repository(RetentionHoldRepository)
        if len(repository.not_lifted(MOST_HOLDS)) >= MOST_HOLDS:
            raise schedules.wrong("/reason", "too_many_holds")
        repository.add(made)
        event = RetentionHoldEvent(hold_id=made.hold_id, lifted=False)
        uow.record_event(contract.RETENTION_HOLD_CHANGED, made.hold_id, made.version, event)
        return made

    return store.run_idempotent(contract.make_retention_hold, request, context, add)


def lift_hold(store: Store, request: LiftRetentionHold, context: Context) -> RetentionHold:
    """Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, VERSION_STALE, RETENTION_SETTLED."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def lift(uow: UnitOfWork) -> RetentionHold:
        repository = uow.repository(RetentionHoldRepository)
        after = holds.lifted(repository.get(request.hold_id), request, context.actor.account_id, uow.now)
        repository.save(after)
        event = RetentionHoldEvent(hold_id=after.hold_id, lifted=True)
        uow.record_event(contract.RETENTION_HOLD_CHANGED, after.hold_id, after.version, event)
        return after

    return store.run_idempotent(contract.lift_retention_hold, request, context, lift)


def list_holds(store: Store, request: ListRetentionHolds, context: Context) -> Page[RetentionHold]:
    """Newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    list_ = {"retention": "holds"}
    after = position_of(request.cursor, list_, str)
    found = store.repository(RetentionHoldRepository).newest(after, request.limit + 1)
    return page(
        Page[RetentionHold],
        found,
        request.limit,
        key=lambda each: (each.hold_id, each.hold_id),
        filter=list_,
    )


def _change(uow: UnitOfWork, schedule_id: str, context: Context, decide: Decide) -> RetentionSchedule:
    repository = uow.repository(RetentionScheduleRepository)
    after = decide(repository.get(schedule_id), context.actor.account_id, uow.now)
    repository.save(after)
    _record(uow, after)
    return after


def _record(uow: UnitOfWork, schedule: RetentionSchedule) -> None:
    payload = RetentionScheduleEvent(
        schedule_id=schedule.schedule_id,
        sha256=schedules.content_hash(schedule.content),
        effective_from=schedule.effective_from,
    )
    uow.record_event(contract.RETENTION_SCHEDULE_CHANGED, schedule.schedule_id, schedule.version, payload)
