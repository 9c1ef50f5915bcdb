"""Bills are opened and cancelled by what happens to a dossier."""

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.dossiers import FEE_DUE, DossierEvent, FeeDueEvent
from contracts.events import AnyEvent, Event
from contracts.payments import BILL_CANCELLED, BILL_OPENED, Bill, OrderState
from payments.domain import bills, orders
from payments.repository.bills import BillRepository
from payments.repository.dossier_locks import DossierLockRepository
from payments.repository.orders import OrderRepository


def follow_dossier(store: Store, event: AnyEvent, context: Context) -> None:
    """A fee opens a bill, a withdrawal cancels those that are open. An event that comes twice has one effect."""
    work = open_bill if event.type == FEE_DUE.name else cancel_bills
    store.handle_once(topology.PAYMENTS_FEES, event, context, lambda uow: work(uow, event))


def open_bill(uow: UnitOfWork, event: Event[FeeDueEvent]) -> None:
    """One bill per event; none for a dossier that was withdrawn meanwhile."""
    if uow.repository(DossierLockRepository).is_withdrawn(event.payload.dossier_id):
        return
    bill = bills.open_bill(event.payload, new_id(), uow.now)
    uow.repository(BillRepository).add(bill, event.event_id)
    uow.record_event(BILL_OPENED, bill.bill_id, bill.version, bills.bill_event(bill))


def cancel_bills(uow: UnitOfWork, event: Event[DossierEvent]) -> None:
    """All open bills of the dossier and their open orders."""
    dossier_id = event.payload.dossier_id
    uow.repository(DossierLockRepository).withdraw(dossier_id)
    for bill in uow.repository(BillRepository).open_of(dossier_id):
        _cancel(uow, bill)


def _cancel(uow: UnitOfWork, bill: Bill) -> None:
    cancelled = bills.cancelled(bill)
    uow.repository(BillRepository).save(cancelled)
    for order in uow.repository(OrderRepository).unsettled_of(bill.bill_id):
        uow.repository(OrderRepository).save(orders.transition(order, OrderState.CANCELLED))
    uow.record_event(BILL_CANCELLED, bill.bill_id, cancelled.version, bills.bill_event(cancelled))
