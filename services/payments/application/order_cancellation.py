"""A payer cancels an order, to pay in another way; money that still comes for it counts."""

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments as contract
from contracts.payments import ORDER_CANCELLED, CancelOrder, PaymentOrder
from payments.domain import access, bills, orders
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository


def cancel_order(store: Store, request: CancelOrder, context: Context) -> PaymentOrder:
    """The queries go on: the person may still be at the provider's page. Raises NOT_FOUND, FORBIDDEN,
    ORDER_NOT_CANCELLABLE."""

    def work(uow: UnitOfWork) -> PaymentOrder:
        order = uow.repository(OrderRepository).get(request.order_id)
        bill = uow.repository(BillRepository).get(order.bill_id)
        access.require_visible(context.actor, bill, "order")
        access.require_payer(context.actor, bill)
        cancelled, bill = orders.cancelled_by_payer(order), bills.next_version(bill)
        uow.repository(BillRepository).save(bill)
        uow.repository(OrderRepository).save(cancelled)
        uow.record_event(ORDER_CANCELLED, bill.bill_id, bill.version, orders.order_event(bill, cancelled))
        return orders.order_view(cancelled, context.locale)

    return store.run_idempotent(contract.cancel_order, request, context, work)
