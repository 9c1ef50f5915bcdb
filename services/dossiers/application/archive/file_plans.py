"""File plans: documents that an agency writes and puts into force."""

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Page
from contracts.dossiers import (
    DraftFilePlan,
    EnactFilePlan,
    FilePlan,
    GetFilePlan,
    ListFilePlans,
    RedraftFilePlan,
)
from dossiers.application.dependencies import Dependencies
from dossiers.domain.archive import access, file_plans
from dossiers.repository.archive.closed_dossiers import ClosedDossierRepository
from dossiers.repository.archive.file_plans import FilePlanRepository


def draft_file_plan(deps: Dependencies, request: DraftFilePlan, context: Context) -> FilePlan:
    """Raises FORBIDDEN, INVALID_REQUEST."""
    access.require_steward(context.actor, request.agency_code)

    def work(uow: UnitOfWork) -> FilePlan:
        made = file_plans.drafted(request, new_id(), context.actor.account_id, uow.now)
        uow.repository(FilePlanRepository).add(made)
        _record(uow, made)
        return made

    return deps.store.run_idempotent(contract.draft_file_plan, request, context, work)


def redraft_file_plan(deps: Dependencies, request: RedraftFilePlan, context: Context) -> FilePlan:
    """Raises as `draft_file_plan`, and NOT_FOUND, VERSION_STALE, RETENTION_SETTLED."""

    def work(uow: UnitOfWork) -> FilePlan:
        before = _seen(uow, request.plan_id, context)
        access.require_steward(context.actor, before.agency_code)
        return _save(uow, file_plans.redrafted(before, request, context.actor.account_id, uow.now))

    return deps.store.run_idempotent(contract.redraft_file_plan, request, context, work)


def enact_file_plan(deps: Dependencies, request: EnactFilePlan, context: Context) -> FilePlan:
    """Dossiers that were closed on its first day already get their places by it. Raises as `redraft_file_plan`."""

    def work(uow: UnitOfWork) -> FilePlan:
        before = _seen(uow, request.plan_id, context)
        access.require_leader(context.actor, before.agency_code)
        after = _save(uow, file_plans.enacted(before, request, context.actor.account_id, uow.now))
        closed = uow.repository(ClosedDossierRepository)
        plans = uow.repository(FilePlanRepository).enacted_of({after.agency_code})[after.agency_code]
        since = closed.closed_since(after.agency_code, request.effective_from)
        closed.save_all(file_plans.placed_anew(since, plans))
        return after

    return deps.store.run_idempotent(contract.enact_file_plan, request, context, work)


def get_file_plan(deps: Dependencies, request: GetFilePlan, context: Context) -> FilePlan:
    """Raises FORBIDDEN, NOT_FOUND."""
    access.agency_read_by(context.actor)
    found = deps.store.repository(FilePlanRepository).get(request.plan_id)
    access.require_seen(context.actor, found.agency_code, "file plan")
    return found


def list_file_plans(deps: Dependencies, request: ListFilePlans, context: Context) -> Page[FilePlan]:
    """Newest first. Raises FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    agency = access.agency_read_by(context.actor)
    selection = {"file_plans": agency}
    last = position_of(request.cursor, selection, str)
    found = deps.store.repository(FilePlanRepository).newest(agency, last and last[1], request.limit + 1)
    return page(
        Page[FilePlan],
        found,
        request.limit,
        key=lambda plan: (plan.plan_id, plan.plan_id),
        filter=selection,
    )


def _seen(uow: UnitOfWork, plan_id: str, context: Context) -> FilePlan:
    access.agency_read_by(context.actor)
    plan = uow.repository(FilePlanRepository).get(plan_id)
    access.require_seen(context.actor, plan.agency_code, "file plan")
    return plan


def _save(uow: UnitOfWork, plan: FilePlan) -> FilePlan:
    uow.repository(FilePlanRepository).save(plan)
    _record(uow, plan)
    return plan


def _record(uow: UnitOfWork, plan: FilePlan) -> None:
    uow.record_event(contract.FILE_PLAN_CHANGED, plan.plan_id, plan.version, file_plans.event_of(plan))
