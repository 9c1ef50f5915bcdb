"""A settlement (domain) is written: bill, order, entries of the ledger and event in one transaction, with the receipts."""

import logging

from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import BILL_PAID, PAYMENT_PENDING, WRONG_AMOUNT, WrongAmountEvent
from payments.application.receipts.issue import issue_receipts
from payments.domain import bills, orders
from payments.domain.orders import Order
from payments.domain.polling_schedule import PollingSchedule
from payments.domain.settlement import Settlement
from payments.providers.registry import timer_kind
from payments.repository.bills import BillRepository
from payments.repository.ledger import LedgerRepository
from payments.repository.orders import OrderRepository

log = logging.getLogger(__name__)


def record_settlement(uow: UnitOfWork, settlement: Settlement, schedule: PollingSchedule) -> None:
    """Also ends the queries about the order, or sets the next one while there is no last word."""
    bill, order = settlement.bill, settlement.order
    uow.repository(BillRepository).save(bill)
    uow.repository(OrderRepository).save(order)
    uow.repository(LedgerRepository).post(*settlement.entries(uow.now))
    uow.record_event(settlement.event, bill.bill_id, bill.version, orders.order_event(bill, order))
    if settlement.event is BILL_PAID:
        issue_receipts(uow, bill, order.order_id)
    if settlement.event is not PAYMENT_PENDING:
        uow.cancel(timer_kind(order.provider), order.order_id)
        return
    next_query = schedule.next_query(order, uow.now, order.verdict)
    if next_query is not None:
        uow.schedule(timer_kind(order.provider), order.order_id, next_query, {})


def record_wrong_amount(uow: UnitOfWork, order: Order, received: int | None) -> None:
    """The provider named another sum than the order's: recorded once for each sum; the queries go on."""
    fields = {"order_id": order.order_id, "txn_ref": order.txn_ref}
    log.warning(
        "the provider names another amount", extra={**fields, "expected": order.amount, "received": received}
    )
    named = received or 0
    if order.wrong_amount == named:
        return
    bill = bills.next_version(uow.repository(BillRepository).get(order.bill_id))
    uow.repository(BillRepository).save(bill)
    uow.repository(OrderRepository).save_wrong_amount(order.order_id, named)
    payload = WrongAmountEvent(**dict(orders.order_event(bill, order)), received_amount=received)
    uow.record_event(WRONG_AMOUNT, bill.bill_id, bill.version, payload)
