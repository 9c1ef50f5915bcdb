"""A settlement (domain) is written: the bill, the order and the event in one transaction."""

from chassis.storage.unit_of_work import UnitOfWork
from payments.domain import orders
from payments.domain.settlement import Settlement
from payments.providers.registry import timer_kind
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository


def record_settlement(uow: UnitOfWork, settlement: Settlement) -> None:
    """Also ends the queries about the order."""
    bill, order = settlement.bill, settlement.order
    uow.repository(BillRepository).save(bill)
    uow.repository(OrderRepository).save(order)
    uow.record_event(settlement.event, bill.bill_id, bill.version, orders.order_event(bill, order))
    uow.cancel(timer_kind(order.provider), order.order_id)
