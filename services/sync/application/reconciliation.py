"""Daily reconciliation (đối soát): a sender declares its day, the answer says where ours differs."""

from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync
from contracts.agency_codes import is_within, root_of
from contracts.base import Page
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.sync import ListReconciliations, ReconcileDay, Reconciliation
from sync.domain import access, reconciliation
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.reconciliations import ReconciliationRepository


def declare_day(store: Store, request: ReconcileDay, context: Context) -> Reconciliation:
    """Raises `forbidden` for another agency's unit, `invalid_request` when the lines are not those of the digest."""
    access.require_writer(context.actor, request.unit_code)
    _check_lines(request)

    def declare(uow: UnitOfWork) -> Reconciliation:
        result = _compare(uow, request, context.actor.agency_code)
        uow.repository(ReconciliationRepository).add(new_id(), result)
        return result

    return store.run_idempotent(sync.declare_day, request, context, declare)


def _compare(uow: UnitOfWork, request: ReconcileDay, sender: str) -> Reconciliation:
    day = uow.repository(SyncedDossierRepository).received_on(root_of(request.unit_code), request.day)
    ours = [
        reconciliation.line(code, status, event_at)
        for code, unit_code, status, event_at in day
        if is_within(unit_code, request.unit_code)
    ]
    digest = reconciliation.digest(ours)
    return Reconciliation(
        sender_code=sender,
        unit_code=request.unit_code,
        day=request.day,
        count_theirs=request.count,
        count_ours=len(ours),
        digest_theirs=request.digest,
        digest_ours=digest,
        agrees=digest == request.digest and len(ours) == request.count,
        differences=reconciliation.differences(ours, request.codes) if request.codes else (),
        declared_at=uow.now,
    )


def _check_lines(request: ReconcileDay) -> None:
    if not request.codes:
        return
    if reconciliation.digest(request.codes) != request.digest or len(request.codes) != request.count:
        wrong = FieldError(
            pointer="/codes",
            code="digest_mismatch",
            detail="The lines are not those that count and digest speak of.",
        )
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))


def list_reconciliations(
    store: Store, request: ListReconciliations, context: Context
) -> Page[Reconciliation]:
    """Newest first."""
    filter_: dict[str, Any] = access.own_reports(context.actor)
    if request.day:
        filter_ = {**filter_, "day": request.day.isoformat()}
    if request.disagreeing:
        filter_ = {**filter_, "agrees": False}
    position = position_of(request.cursor, filter_, datetime)
    return page(
        Page[Reconciliation],
        store.repository(ReconciliationRepository).newest(filter_, position, request.limit + 1),
        request.limit,
        key=lambda row: (row[1].declared_at, row[0]),
        filter=filter_,
        view=lambda row: row[1],
    )
