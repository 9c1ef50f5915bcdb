"""The events of payments about the fee of a dossier."""

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments, topology
from contracts.events import AnyEvent
from dossiers.application.dependencies import Dependencies
from dossiers.application.laws import ChooseLaw
from dossiers.application.persistence import save
from dossiers.domain.actions import suspension
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.repository import DossierRepository


def handle_payment_event(deps: Dependencies, event: AnyEvent, context: Context) -> None:
    """Record a bill or its payment with the dossier, once per event."""

    def handle(choose_law: ChooseLaw) -> bool:
        def work(uow: UnitOfWork) -> None:
            dossier = uow.repository(DossierRepository).get(event.payload.dossier_id)
            acting = ActionContext(context.actor, uow.now, choose_law(dossier))
            save(uow, deps.laws, _transition(dossier, event, acting), dossier)

        return deps.store.handle_once(topology.DOSSIERS_PAYMENTS, event, context, work)

    def read_dossier() -> DossierState:
        return deps.store.repository(DossierRepository).get(event.payload.dossier_id)

    deps.laws.retry_with_longer_calendar(handle, read_dossier, context)


def _transition(dossier: DossierState, event: AnyEvent, acting: ActionContext) -> Transition:
    """What the event changes. Events come in any order: a payment that comes before its bill brings the bill with it."""
    bill_id = event.payload.bill_id
    if event.type == payments.BILL_PAID.name:
        return suspension.pay(dossier, bill_id, event.occurred_at, acting)
    return suspension.bill(dossier, bill_id)
