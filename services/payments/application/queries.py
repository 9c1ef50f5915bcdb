"""Bills and orders as those who may see them read them."""

from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from contracts.base import Page
from contracts.payments import Bill, GetBill, GetOrder, ListBills, ListOrders, PaymentOrder
from payments.domain import access, orders
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository


def get_bill(store: Store, request: GetBill, context: Context) -> Bill:
    """Raises NOT_FOUND, also for a bill that the caller may not see."""
    bill = store.repository(BillRepository).get(request.bill_id)
    access.require_visible(context.actor, bill)
    return bill


def get_order(store: Store, request: GetOrder, context: Context) -> PaymentOrder:
    """Raises NOT_FOUND, also for an order whose bill the caller may not see."""
    order = store.repository(OrderRepository).get(request.order_id)
    bill = store.repository(BillRepository).get(order.bill_id)
    access.require_visible(context.actor, bill, "order")
    return orders.order_view(order, context.locale)


def list_orders(store: Store, request: ListOrders, context: Context) -> Page[PaymentOrder]:
    """Those of one bill, newest first. Raises NOT_FOUND, also for a bill that the caller may not see."""
    bill = store.repository(BillRepository).get(request.bill_id)
    access.require_visible(context.actor, bill)
    criteria = {"bill_id": bill.bill_id}
    position = position_of(request.cursor, criteria, datetime)
    return page(
        Page[PaymentOrder],
        store.repository(OrderRepository).newest_of(bill.bill_id, position, request.limit + 1),
        request.limit,
        key=lambda order: (order.created_at, order.order_id),
        filter=criteria,
        view=lambda order: orders.order_view(order, context.locale),
    )


def list_bills(store: Store, request: ListBills, context: Context) -> Page[Bill]:
    """Those that the caller may see, newest first."""
    criteria: dict[str, Any] = {"dossier_id": request.dossier_id} if request.dossier_id else {}
    found = store.repository(BillRepository).newest(
        {**criteria, **access.visible_filter(context.actor)},
        position_of(request.cursor, criteria, datetime),
        request.limit + 1,
    )
    return page(
        Page[Bill], found, request.limit, key=lambda bill: (bill.opened_at, bill.bill_id), filter=criteria
    )
