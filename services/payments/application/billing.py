"""Bills opened and cancelled by what happens to a dossier."""

from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts.dossiers import DossierEvent, FeeDueEvent
from contracts.events import Event
from contracts.payments import BILL_CANCELLED, BILL_OPENED, Bill, OrderState
from payments.domain import bills, orders
from payments.repository.bills import Repositories


def open_bill(uow: UnitOfWork, ledger: Repositories, event: Event[FeeDueEvent]) -> None:
    """One bill per event; none for a dossier that was withdrawn meanwhile."""
    if ledger.dossier_locks.is_withdrawn(event.payload.dossier_id, uow.session):
        return
    bill = bills.open_bill(event.payload, new_id(), uow.now)
    ledger.bills.add(bill, event.event_id, uow.session)
    uow.record_event(BILL_OPENED, bill.bill_id, bill.version, bills.bill_event(bill))


def cancel_bills(uow: UnitOfWork, ledger: Repositories, event: Event[DossierEvent]) -> None:
    dossier_id = event.payload.dossier_id
    ledger.dossier_locks.withdraw(dossier_id, uow.session)
    for bill in ledger.bills.open_of(dossier_id, uow.session):
        _cancel(uow, ledger, bill)


def _cancel(uow: UnitOfWork, ledger: Repositories, bill: Bill) -> None:
    cancelled = bills.cancelled(bill)
    ledger.bills.save(cancelled, uow.session)
    for order in ledger.orders.unsettled_of(bill.bill_id, uow.session):
        ledger.orders.save(orders.transition(order, OrderState.CANCELLED), uow.session)
    uow.record_event(BILL_CANCELLED, bill.bill_id, cancelled.version, bills.bill_event(cancelled))
