"""What payments tells about the fee of a dossier."""

from chassis.context import Context
from chassis.unit import Unit
from contracts import payments, topology
from contracts.errors import Code, ServiceError
from contracts.events import AnyEvent
from dossiers.acts import ChooseLaw, Desk
from dossiers.domain import waiting
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.lifecycle import Change
from dossiers.keeping import dossiers_of
from dossiers.repository import DossierRepository


def take_in(desk: Desk, event: AnyEvent, context: Context) -> None:
    """Once per event. Where the kept calendar ends too early for the new due date, with that of today."""
    try:
        _consume(desk, event, context, desk.laws.of)
        return
    except ServiceError as error:
        if error.code is not Code.CALENDAR_INCOMPLETE:
            raise
    dossier = DossierRepository(desk.store.database).get(event.payload.dossier_id)
    longer = desk.laws.with_longer_calendar(dossier, context)
    _consume(desk, event, context, lambda _: longer)


def _consume(desk: Desk, event: AnyEvent, context: Context, law_of: ChooseLaw) -> None:
    def work(unit: Unit) -> None:
        dossier = dossiers_of(unit).get(event.payload.dossier_id)
        change = _change(dossier, event, Scene(context.actor, unit.now, law_of(dossier)))
        desk.keep(change, unit, dossier)

    desk.store.consume(topology.DOSSIERS_PAYMENTS, event, context, work)


def _change(dossier: Dossier, event: AnyEvent, scene: Scene) -> Change:
    """Events may come in any order: money that is told before its bill brings the bill with it."""
    bill_id = event.payload.bill_id
    if event.type == payments.BILL_PAID.name:
        return waiting.pay(dossier, bill_id, event.occurred_at, scene)
    return waiting.bill(dossier, bill_id)
