"""GetNextValue: the next dossier code of a sender's unit."""

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync
from contracts.sync import ReservedDossierCode, ReserveDossierCode
from sync.domain import access, dossier_codes
from sync.repository.code_numbers import CodeNumberRepository


def take_number(store: Store, request: ReserveDossierCode, context: Context) -> ReservedDossierCode:
    """By a system, for a unit of its own agency. Repeated under one command id, it answers with the same code."""
    access.require_writer(context.actor, request.unit_code)

    def take(uow: UnitOfWork) -> ReservedDossierCode:
        series = dossier_codes.code_series(request.unit_code, uow.now)
        number = uow.repository(CodeNumberRepository).next(series)
        return ReservedDossierCode(code=dossier_codes.numbered_code(series, number))

    return store.run_idempotent(sync.take_number, request, context, take)
