"""GetNextValue: the next dossier code of a sender's unit."""

from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import sync
from contracts.sync import TakenNumber, TakeNumber
from sync.domain import access, numbers
from sync.repository.numbers import NumberRepository


def take_number(store: Store, request: TakeNumber, context: Context) -> TakenNumber:
    access.require_writer(context.actor, request.unit_code)

    def take(unit: Unit) -> TakenNumber:
        series = numbers.series(request.unit_code, unit.now)
        number = NumberRepository(store.database).next(series, unit.session)
        return TakenNumber(code=numbers.dossier_code(series, number))

    return store.command(sync.take_number, request, context, take)
