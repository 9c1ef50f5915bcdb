"""What payments tells about the fee of a dossier."""

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments, topology
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent
from dossiers.application.commands import ChooseLaw, DossierCommands
from dossiers.application.persistence import dossiers_of
from dossiers.domain.actions import suspension
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.repository import DossierRepository


def handle_payment_event(desk: DossierCommands, event: AnyEvent, context: Context) -> None:
    """Once per event. Where the kept calendar ends too early for the new due date, with that of today."""
    try:
        _handle_once(desk, event, context, desk.laws.of)
        return
    except ServiceError as error:
        if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
            raise
    dossier = DossierRepository(desk.store.database).get(event.payload.dossier_id)
    longer = desk.laws.with_longer_calendar(dossier, context)
    _handle_once(desk, event, context, lambda _: longer)


def _handle_once(desk: DossierCommands, event: AnyEvent, context: Context, law_of: ChooseLaw) -> None:
    def work(uow: UnitOfWork) -> None:
        dossier = dossiers_of(uow).get(event.payload.dossier_id)
        change = _transition(dossier, event, ActionContext(context.actor, uow.now, law_of(dossier)))
        desk.save(change, uow, dossier)

    desk.store.handle_once(topology.DOSSIERS_PAYMENTS, event, context, work)


def _transition(dossier: DossierState, event: AnyEvent, scene: ActionContext) -> Transition:
    """Events may come in any order: money that is told before its bill brings the bill with it."""
    bill_id = event.payload.bill_id
    if event.type == payments.BILL_PAID.name:
        return suspension.pay(dossier, bill_id, event.occurred_at, scene)
    return suspension.bill(dossier, bill_id)
