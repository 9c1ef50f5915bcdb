"""Closed dossiers get their places in the file plan, and packages are noted."""

from datetime import timedelta
from typing import NoReturn

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.observability import metrics
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.event_log import LogEntry
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Empty, Page
from contracts.dossiers import (
    ArchivalPackage,
    ArchivalState,
    ClassifiedDossiers,
    ClassifyDossiers,
    ClosedDossier,
    ListClosedDossiers,
    ListUnpackaged,
    NotePackage,
    PlaceClosedDossiers,
    PlacedDossiers,
    Unpackaged,
)
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.time import local_day
from dossiers.application.dependencies import Dependencies
from dossiers.domain.archive import access, file_plans
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository.archive.closed_dossiers import ClosedDossierRepository
from dossiers.repository.archive.file_plans import FilePlanRepository

PLACE_TIMER = "dossiers.archive_places"
"""Standing timer: the next closed dossiers get their places."""
BATCH = 200
PAUSE = timedelta(hours=1)
PACKABLE = (ArchivalState.CLASSIFIED, ArchivalState.PACKAGED)


def place_hourly(deps: Dependencies, context: Context) -> NoReturn:
    """Work of the timer `PLACE_TIMER`. Raises RunAgainAt: at once while there is more."""
    more = _place_next(deps, context).more
    overdue = deps.store.repository(ClosedDossierRepository).count_overdue(local_day(utcnow()))
    metrics.TRANSFERS_OVERDUE.labels("dossiers").set(overdue)
    raise RunAgainAt(utcnow() + (timedelta() if more else PAUSE))


def place_closed_dossiers(
    deps: Dependencies,
    request: PlaceClosedDossiers,  # noqa: ARG001  says nothing
    context: Context,
) -> PlacedDossiers:
    """The next of them. For an operator. Raises FORBIDDEN."""
    access.require_operator(context.actor)
    return _place_next(deps, context)


def _place_next(deps: Dependencies, context: Context) -> PlacedDossiers:
    """Places and how far the log was read are written together: what is killed in between is done again, and one that is
    there stays."""

    def work(uow: UnitOfWork) -> PlacedDossiers:
        repository = uow.repository(ClosedDossierRepository)
        entries, until, moved = repository.closings(BATCH)
        found = [_closed(entry) for entry in entries]
        plans = uow.repository(FilePlanRepository).enacted_of({each.agency_code for each in found})
        repository.add_all([file_plans.placed(each, plans[each.agency_code]) for each in found])
        if moved:
            repository.note_place(until)
        return PlacedDossiers(placed=len(found), more=moved)

    return deps.store.transaction(context, work)


def _closed(entry: LogEntry) -> ClosedDossier:
    dossier_id = entry.payload["dossier_id"]
    return ClosedDossier(
        dossier_id=dossier_id,
        code=entry.payload.get("code") or entry.payload.get("submission_number") or dossier_id,
        agency_code=entry.payload["agency_code"],
        procedure_code=entry.payload["procedure_code"],
        closed_on=local_day(entry.occurred_at),
        state=ArchivalState.UNPLANNED,
    )


def list_closed_dossiers(
    deps: Dependencies, request: ListClosedDossiers, context: Context
) -> Page[ClosedDossier]:
    """In the order of their ids. Raises FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    agency = access.agency_read_by(context.actor, request.agency_code)
    selection = {"agency": agency, "state": request.state}
    last = position_of(request.cursor, selection, str)
    found = deps.store.repository(ClosedDossierRepository).in_order(
        agency, request.state, last[1] if last else "", request.limit + 1
    )
    return page(
        Page[ClosedDossier],
        found,
        request.limit,
        key=lambda each: (each.dossier_id, each.dossier_id),
        filter=selection,
    )


def classify_dossiers(deps: Dependencies, request: ClassifyDossiers, context: Context) -> ClassifiedDossiers:
    """All or none. Raises FORBIDDEN, NOT_FOUND, INVALID_REQUEST, RETENTION_SETTLED."""
    access.agency_read_by(context.actor)

    def work(uow: UnitOfWork) -> ClassifiedDossiers:
        plan = uow.repository(FilePlanRepository).get(request.plan_id)
        access.require_seen(context.actor, plan.agency_code, "file plan")
        access.require_steward(context.actor, plan.agency_code)
        if plan.effective_from is None:
            raise invalid_field("/plan_id", "plan_not_enacted", "The plan is a draft.")
        heading = next((each for each in plan.content.headings if each.code == request.heading_code), None)
        if heading is None:
            raise invalid_field("/heading_code", "no_such_heading", "The plan has no such heading.")
        repository = uow.repository(ClosedDossierRepository)
        before = repository.get_all(request.dossier_ids)
        if any(each.agency_code != plan.agency_code for each in before):
            raise not_found("dossier")
        by = context.actor.account_id
        after = [file_plans.classified(each, plan, heading, by) for each in before]
        repository.save_all(after)
        return ClassifiedDossiers(dossiers=tuple(after))

    return deps.store.run_idempotent(contract.classify_dossiers, request, context, work)


def list_unpackaged(deps: Dependencies, request: ListUnpackaged, context: Context) -> Unpackaged:
    """For an operator. Raises FORBIDDEN."""
    access.require_operator(context.actor)
    repository = deps.store.repository(ClosedDossierRepository)
    found = repository.in_order(None, ArchivalState.CLASSIFIED, request.after or "", request.limit)
    return Unpackaged(
        dossier_ids=tuple(each.dossier_id for each in found),
        left=repository.count(ArchivalState.CLASSIFIED),
    )


def note_package(deps: Dependencies, request: NotePackage, context: Context) -> Empty:
    """For an operator. The same package again changes nothing. Raises FORBIDDEN, NOT_FOUND, RETENTION_SETTLED."""
    access.require_operator(context.actor)

    def work(uow: UnitOfWork) -> Empty:
        repository = uow.repository(ClosedDossierRepository)
        before = repository.get(request.dossier_id)
        if before.package is not None and before.package.sha256 == request.sha256:
            return Empty()
        if before.state not in PACKABLE:
            raise ServiceError(ErrorCode.RETENTION_SETTLED)
        package = ArchivalPackage(
            sha256=request.sha256, size=request.size, entries=request.entries, packaged_at=uow.now
        )
        after = before.model_copy(update={"state": ArchivalState.PACKAGED, "package": package})
        repository.save_all([after])
        return Empty()

    return deps.store.transaction(context, work)
