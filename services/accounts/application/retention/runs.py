"""Runs of destruction: proposed, approved by another person, carried out by a timer part by part, ended by minutes."""

import time

from accounts.application.retention import own_records
from accounts.clients.documents import Documents
from accounts.clients.record_owners import RecordOwners
from accounts.domain import access
from accounts.domain.retention import minutes, runs, schedules
from accounts.domain.retention.holds import HeldRecords, held_records
from accounts.repository.accounts import AccountRepository
from accounts.repository.retention import (
    RetentionHoldRepository,
    RetentionRunRepository,
    RetentionScheduleRepository,
)
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.runtime.rpc_client import RpcClient
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    ApproveRetentionRun,
    GetRetentionRun,
    ListRetentionRuns,
    ProposeRetentionRun,
    RejectRetentionRun,
    RetentionMinutes,
    RetentionRun,
    RetentionRunItem,
    RetentionRunState,
    RetentionSchedule,
)
from contracts.base import ActorKind, Page
from contracts.errors import not_found
from contracts.retention import MOST_HOLDS, ApplyRetention
from contracts.time import local_day

RUN = "accounts.retention_run"
"""Timer, keyed by run: what is left of it."""
READERS = (ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)
RUN_S = 20.0
"""How long one run of the timer goes on, in seconds, so that a long work leaves its place to others."""


def propose(store: Store, request: ProposeRetentionRun, context: Context) -> RetentionRun:
    """What is due is counted by the timer. An operator only tries. Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND where no
    schedule is in force."""
    access.require_kind(context.actor, *(READERS if request.trial else (ActorKind.ADMINISTRATOR,)))

    def add(uow: UnitOfWork) -> RetentionRun:
        as_of = local_day(uow.now)
        schedule = _schedule(uow.repository(RetentionScheduleRepository), request, uow)
        run = runs.proposed(request, schedule, new_id(), _name_of(context), as_of, uow.now)
        uow.repository(RetentionRunRepository).add(run)
        _record(uow, run, schedule)
        uow.schedule(RUN, run.run_id, uow.now, {})
        return run

    return store.run_idempotent(contract.propose_retention_run, request, context, add)


def approve(store: Store, request: ApproveRetentionRun, context: Context) -> RetentionRun:
    """By another person. Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, VERSION_STALE, RETENTION_SETTLED, SAME_PERSON."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def begin(uow: UnitOfWork) -> RetentionRun:
        before = uow.repository(RetentionRunRepository).get(request.run_id)
        after = runs.approved(before, request.expected_version, context.actor.account_id, uow.now)
        _save(uow, after)
        uow.schedule(RUN, after.run_id, uow.now, {})
        return after

    return store.run_idempotent(contract.approve_retention_run, request, context, begin)


def reject(store: Store, request: RejectRetentionRun, context: Context) -> RetentionRun:
    """Raises as `approve`, without SAME_PERSON."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)

    def end(uow: UnitOfWork) -> RetentionRun:
        before = uow.repository(RetentionRunRepository).get(request.run_id)
        by = context.actor.account_id
        after = runs.rejected(before, request.expected_version, request.reason, by, uow.now)
        _save(uow, after)
        return after

    return store.run_idempotent(contract.reject_retention_run, request, context, end)


def get(store: Store, request: GetRetentionRun, context: Context) -> RetentionRun:
    """Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND."""
    access.require_kind(context.actor, *READERS)
    return store.repository(RetentionRunRepository).get(request.run_id)


def list_runs(store: Store, request: ListRetentionRuns, context: Context) -> Page[RetentionRun]:
    """Newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, *READERS)
    list_ = {"retention": "runs"}
    after = position_of(request.cursor, list_, str)
    found = store.repository(RetentionRunRepository).newest(after, request.limit + 1)
    return page(
        Page[RetentionRun], found, request.limit, key=lambda each: (each.run_id, each.run_id), filter=list_
    )


def carry_out(store: Store, client: RpcClient, run_id: str, context: Context) -> None:
    """What is left of a run. Each part has its number, by which its owner answers a repetition as the first time: whatever
    is killed in between, nothing is counted twice.

    Raises RunAgainAt after RUN_S; what a service raises, after which the timer goes on with the part that failed.
    """
    ends_at = time.monotonic() + RUN_S
    owners = RecordOwners(client, context)
    while True:
        run = store.repository(RetentionRunRepository).find(run_id)
        if run is None or run.state not in runs.UNDER_WAY:
            return
        item = runs.next_item(run)
        if item is None:
            _finish(store, client, run, context)
            return
        if time.monotonic() > ends_at:
            raise RunAgainAt(utcnow())
        _next_part(store, owners, run, item, context)


def _next_part(
    store: Store, owners: RecordOwners, run: RetentionRun, item: RetentionRunItem, context: Context
) -> None:
    cursor = store.repository(RetentionRunRepository).cursor_of(run.run_id) if item.parts else None
    held = _held(store)
    request = ApplyRetention(
        command_id=f"{run.run_id}-{run.state[0]}-{item.kind}-{item.parts}",
        kind=item.kind,
        before=item.before,
        survey=run.state is RetentionRunState.SURVEYING,
        held_accounts=held.accounts,
        held_dossiers=held.dossiers,
        cursor=cursor,
    )
    answer = None if item.service == own_records.SERVICE else owners.apply(item.service, request)

    def save(uow: UnitOfWork) -> None:
        part = own_records.apply(uow, request) if answer is None else answer
        after = runs.with_part(run, item, part)
        uow.repository(RetentionRunRepository).save_progress(after, part.next_cursor)

    store.transaction(context, save)


def _held(store: Store) -> HeldRecords:
    found = store.repository(RetentionHoldRepository).not_lifted(MOST_HOLDS)
    return held_records(found, local_day(utcnow()))


def _finish(store: Store, client: RpcClient, run: RetentionRun, context: Context) -> None:
    """Of a survey what was counted is shown; of a destruction the minutes are made."""
    if run.state is RetentionRunState.SURVEYING:
        store.transaction(context, lambda uow: _save(uow, runs.surveyed(run)))
        return
    schedule = store.repository(RetentionScheduleRepository).get(run.schedule_id)
    accounts = store.repository(AccountRepository)
    proposer, approver = accounts.get(run.proposed_by), accounts.get(run.decided_by or run.proposed_by)
    made = Documents(client, context).issue(
        minutes.document(run, schedule, proposer.full_name, approver.full_name, utcnow())
    )
    file = RetentionMinutes(
        file_id=made.file_id, verification_code=made.verification_code, sha256=made.sha256
    )
    store.transaction(context, lambda uow: _save(uow, runs.done(run, file, uow.now)))


def _schedule(
    repository: RetentionScheduleRepository, request: ProposeRetentionRun, uow: UnitOfWork
) -> RetentionSchedule:
    if request.schedule_id is not None:
        if not request.trial:
            raise schedules.wrong("/schedule_id", "of_a_trial_alone")
        return repository.get(request.schedule_id)
    day = local_day(uow.now)
    found = schedules.in_force(repository.enacted_by(day), day)
    if found is None:
        raise not_found("retention schedule")
    return found


def _save(uow: UnitOfWork, run: RetentionRun) -> None:
    uow.repository(RetentionRunRepository).save(run)
    _record(uow, run, uow.repository(RetentionScheduleRepository).get(run.schedule_id))


def _record(uow: UnitOfWork, run: RetentionRun, schedule: RetentionSchedule) -> None:
    payload = runs.event_of(run, schedules.content_hash(schedule.content))
    uow.record_event(contract.RETENTION_RUN_CHANGED, run.run_id, run.version, payload)


def _name_of(context: Context) -> str:
    """The account of an administrator; an operator has none."""
    return context.actor.account_id or context.actor.key
