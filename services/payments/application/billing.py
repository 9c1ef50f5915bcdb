"""Bills are opened, cancelled and due for return by what happens to a dossier."""

from collections.abc import Sequence

from chassis.core.ids import new_id
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.dossiers import (
    FEE_DUE,
    DossierEvent,
    FeeDueEvent,
    ResultIssuedEvent,
    ResultOutcome,
)
from contracts.events import Event
from contracts.payments import BILL_OPENED, Bill, BillState
from payments.application.settlement import add_refund
from payments.domain import bills, endings
from payments.domain.endings import Ending
from payments.domain.ledger import entries
from payments.repository.bills import BillRepository
from payments.repository.dossier_locks import DossierLockRepository
from payments.repository.ledger import LedgerRepository
from payments.repository.orders import OrderRepository
from payments.repository.refunds import RefundRepository


def follow_fees(store: Store, received: Sequence[ReceivedEvent]) -> None:
    """A fee opens a bill, a withdrawal ends those that there are. An event that comes twice has one effect."""

    def work(uow: UnitOfWork, new: Sequence[ReceivedEvent]) -> None:
        for event, context in new:
            follow = open_bill if event.type == FEE_DUE.name else end_bills
            follow(uow.caused_by(context), event)

    store.handle_batch_once(topology.PAYMENTS_FEES, received, work)


def follow_results(store: Store, received: Sequence[ReceivedEvent]) -> None:
    """A refusal ends the bills that are unpaid; any other result leaves nothing behind. An event that comes twice has one
    effect."""
    refusals = [each for each in received if each.event.payload.outcome is ResultOutcome.REFUSED]

    def work(uow: UnitOfWork, new: Sequence[ReceivedEvent]) -> None:
        for event, context in new:
            close_unpaid(uow.caused_by(context), event)

    if refusals:
        store.handle_batch_once(topology.PAYMENTS_RESULTS, refusals, work)


def open_bill(uow: UnitOfWork, event: Event[FeeDueEvent]) -> None:
    """One bill per event; none for a dossier that was withdrawn meanwhile, or for a fee whose time to pay is over."""
    locks = uow.repository(DossierLockRepository)
    if locks.is_closed(event.payload.dossier_id, event.aggregate_version):
        return
    bill = bills.open_bill(event.payload, new_id(), uow.now)
    uow.repository(BillRepository).add(bill, event.event_id, event.payload.separated_acts)
    uow.repository(LedgerRepository).post(entries.bill_opened(bill, uow.now))
    uow.record_event(BILL_OPENED, bill.bill_id, bill.version, bills.bill_event(bill))


def end_bills(uow: UnitOfWork, event: Event[DossierEvent]) -> None:
    """The open bills of a withdrawn dossier are cancelled; what was paid is to be returned."""
    dossier_id = event.payload.dossier_id
    uow.repository(DossierLockRepository).withdraw(dossier_id)
    for bill in uow.repository(BillRepository).of_dossier(dossier_id):
        of_bill = uow.repository(OrderRepository).of_bill(bill.bill_id)
        refunds = uow.repository(RefundRepository).of_bills([bill.bill_id])
        ending = endings.withdraw(bill, of_bill, refunds, uow.now)
        if ending is not None:
            _record(uow, ending)


def close_unpaid(uow: UnitOfWork, event: Event[ResultIssuedEvent]) -> None:
    """What is unpaid of a dossier that was refused is cancelled, and money that is on its way is to be returned."""
    dossier_id = event.payload.dossier_id
    unpaid = [
        bill for bill in uow.repository(BillRepository).of_dossier(dossier_id) if bill.state is BillState.OPEN
    ]
    if unpaid:
        uow.repository(DossierLockRepository).withdraw(dossier_id)
    for bill in unpaid:
        cancel(uow, bill)


def cancel(uow: UnitOfWork, bill: Bill) -> None:
    """Close an open bill and its orders; money that comes for them later is to be returned."""
    _record(uow, endings.cancel(bill, uow.repository(OrderRepository).of_bill(bill.bill_id), uow.now))


def _record(uow: UnitOfWork, ending: Ending) -> None:
    bill = ending.bill
    uow.repository(BillRepository).save(bill)
    for order in ending.orders:
        uow.repository(OrderRepository).save(order)
    for refund in ending.refunds:
        add_refund(uow, bill, refund)
    uow.repository(LedgerRepository).post(*ending.entries)
    uow.record_event(ending.event, bill.bill_id, bill.version, bills.bill_event(bill))
