"""Bills opened and cancelled by what happens to a dossier."""

from chassis.ids import new_id
from chassis.unit import Unit
from contracts.dossiers import DossierEvent, FeeDueEvent
from contracts.events import Event
from contracts.payments import BILL_CANCELLED, BILL_OPENED, Bill, OrderState
from payments.domain import bills, orders
from payments.repository import Ledger


def open_for(unit: Unit, ledger: Ledger, event: Event[FeeDueEvent]) -> None:
    """One bill per event; none for a dossier that was withdrawn meanwhile."""
    if ledger.obligations.is_withdrawn(event.payload.dossier_id, unit.session):
        return
    bill = bills.open_bill(event.payload, new_id(), unit.now)
    ledger.bills.add(bill, event.event_id, unit.session)
    unit.append(BILL_OPENED, bill.bill_id, bill.version, bills.told(bill))


def cancel_for(unit: Unit, ledger: Ledger, event: Event[DossierEvent]) -> None:
    dossier_id = event.payload.dossier_id
    ledger.obligations.withdraw(dossier_id, unit.session)
    for bill in ledger.bills.open_of(dossier_id, unit.session):
        _cancel(unit, ledger, bill)


def _cancel(unit: Unit, ledger: Ledger, bill: Bill) -> None:
    cancelled = bills.cancelled(bill)
    ledger.bills.save(cancelled, unit.session)
    for order in ledger.orders.unsettled_of(bill.bill_id, unit.session):
        ledger.orders.save(orders.moved(order, OrderState.CANCELLED), unit.session)
    unit.append(BILL_CANCELLED, bill.bill_id, cancelled.version, bills.told(cancelled))
