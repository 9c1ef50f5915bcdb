"""A settlement (domain) is written: bill, order, entries of the ledger and event in one transaction, with the receipts."""

import logging
from datetime import datetime

from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import BILL_PAID, PAYMENT_PENDING, WRONG_AMOUNT, Bill, WrongAmountEvent
from payments.application.receipts.issue import issue_receipts
from payments.domain import bills, orders
from payments.domain.orders import Order
from payments.domain.polling_schedule import PollingSchedule
from payments.domain.refund_graph import REFUND_TIMER
from payments.domain.refunds import StoredRefund, next_look
from payments.domain.settlement import Settlement
from payments.providers.registry import timer_kind
from payments.repository.bills import BillRepository
from payments.repository.ledger import LedgerRepository
from payments.repository.orders import OrderRepository
from payments.repository.refunds import RefundRepository

log = logging.getLogger(__name__)


def record_settlement(uow: UnitOfWork, settlement: Settlement, schedule: PollingSchedule) -> None:
    """Also ends the queries about the order, or sets the next one while there is no last word."""
    bill, order = settlement.bill, settlement.order
    uow.repository(BillRepository).save(bill)
    uow.repository(OrderRepository).save(order)
    uow.repository(LedgerRepository).post(*settlement.entries(uow.now))
    for refund in settlement.refunds(uow.now):
        add_refund(uow, bill, refund)
    uow.record_event(settlement.event, bill.bill_id, bill.version, orders.order_event(bill, order))
    if settlement.event is BILL_PAID:
        issue_receipts(uow, bill, order.order_id)
    if settlement.event is not PAYMENT_PENDING:
        uow.cancel(timer_kind(order.provider), order.order_id)
        return
    next_query = schedule.next_query(order, uow.now, order.verdict)
    if next_query is not None:
        uow.schedule(timer_kind(order.provider), order.order_id, next_query, {})


def add_refund(uow: UnitOfWork, bill: Bill, refund: StoredRefund) -> None:
    """Stored, with the timer that ends its state."""
    uow.repository(RefundRepository).add(refund, bill.payer_id)
    set_timer(uow, refund)


def set_timer(uow: UnitOfWork, refund: StoredRefund, due_at: datetime | None = None) -> None:
    """When its state is looked at next; none for one that may last."""
    when = due_at or next_look(refund)
    if when is None:
        uow.cancel(REFUND_TIMER, refund.refund_id)
    else:
        uow.schedule(REFUND_TIMER, refund.refund_id, when, {})


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
