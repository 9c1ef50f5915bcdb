"""The time to pay a fee has ended without money: its bill is closed."""

from collections.abc import Sequence

from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.dossiers import FeeLapsedEvent
from contracts.events import Event
from contracts.payments import BillState
from payments.application.billing import cancel
from payments.repository.bills import BillRepository
from payments.repository.dossier_locks import DossierLockRepository


def follow_lapses(store: Store, received: Sequence[ReceivedEvent]) -> None:
    """Close the bills of fees whose time to pay is over. An event that comes twice has one effect."""

    def work(uow: UnitOfWork, new: Sequence[ReceivedEvent]) -> None:
        for event, context in new:
            close_lapsed(uow.caused_by(context), event)

    store.handle_batch_once(topology.PAYMENTS_LAPSES, received, work)


def close_lapsed(uow: UnitOfWork, event: Event[FeeLapsedEvent]) -> None:
    """Bills of what was asked for until then are cancelled, and money that is on its way is to be returned.

    What is asked for again has a bill of its own, which was opened later.
    """
    dossier_id = event.payload.dossier_id
    uow.repository(DossierLockRepository).lapse(dossier_id, event.aggregate_version)
    for bill in uow.repository(BillRepository).of_dossier(dossier_id):
        if bill.state is BillState.OPEN and bill.opened_at <= event.occurred_at:
            cancel(uow, bill)
