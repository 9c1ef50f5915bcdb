"""Daily reconciliation: a sender declares its day, we say where ours differs."""

from typing import Any

from chassis.core import pagination
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync
from contracts.agency_codes import is_within, root_of
from contracts.base import Actor, Page
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
        found = _compare(store, request, context.actor.agency_code, uow)
        ReconciliationRepository(store.database).add(new_id(), found, uow.session)
        return found

    return store.run_idempotent(sync.declare_day, request, context, declare)


def _compare(store: Store, request: ReconcileDay, sender: str, uow: UnitOfWork) -> Reconciliation:
    day = SyncedDossierRepository(store.database).of_day(root_of(request.unit_code), request.day, uow.session)
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


def list_reconciliations(store: Store, request: ListReconciliations, actor: Actor) -> Page[Reconciliation]:
    wanted: dict[str, Any] = access.own_reports(actor)
    if request.day:
        wanted = {**wanted, "day": request.day.isoformat()}
    if request.disagreeing:
        wanted = {**wanted, "agrees": False}
    after = pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    found = ReconciliationRepository(store.database).newest(wanted, after, request.limit + 1)
    shown, more = found[: request.limit], len(found) > request.limit
    cursor = pagination.encode_cursor(shown[-1][1].declared_at, shown[-1][0], wanted) if more else None
    return Page[Reconciliation](items=tuple(one for _, one in shown), next_cursor=cursor)
