"""GetNextValue: the next dossier code of a sender's unit."""

from chassis.context import Context
from chassis.store import Store
from chassis.unit import UnitOfWork
from contracts import sync
from contracts.sync import ReservedDossierCode, ReserveDossierCode
from sync.domain import access, numbers
from sync.repository.numbers import CodeNumberRepository


def take_number(store: Store, request: ReserveDossierCode, context: Context) -> ReservedDossierCode:
    access.require_writer(context.actor, request.unit_code)

    def take(uow: UnitOfWork) -> ReservedDossierCode:
        series = numbers.code_series(request.unit_code, uow.now)
        number = CodeNumberRepository(store.database).next(series, uow.session)
        return ReservedDossierCode(code=numbers.numbered_code(series, number))

    return store.run_idempotent(sync.take_number, request, context, take)
