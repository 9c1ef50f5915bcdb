"""What may be looked at, by whom."""

from typing import Any

from chassis.core import pagination
from contracts.base import Actor, Page
from contracts.payments import Bill, GetBill, GetOrder, ListBills
from payments.domain import access
from payments.domain.orders import Order
from payments.repository.bills import Repositories


def get_bill(ledger: Repositories, request: GetBill, actor: Actor) -> Bill:
    bill = ledger.bills.get(request.bill_id)
    access.require_visible(actor, bill)
    return bill


def get_order(ledger: Repositories, request: GetOrder, actor: Actor) -> Order:
    order = ledger.orders.get(request.order_id)
    access.require_visible(actor, ledger.bills.get(order.bill_id), "order")
    return order


def list_bills(ledger: Repositories, request: ListBills, actor: Actor) -> Page[Bill]:
    """Newest first; the cursor holds the opening time and the id of the last bill shown."""
    wanted: dict[str, Any] = {"dossier_id": request.dossier_id} if request.dossier_id else {}
    after = pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    found = ledger.bills.newest({**wanted, **access.visible_filter(actor)}, after, request.limit + 1)
    shown = found[: request.limit]
    more = len(found) > request.limit
    cursor = pagination.encode_cursor(shown[-1].opened_at, shown[-1].bill_id, wanted) if more else None
    return Page[Bill](items=tuple(shown), next_cursor=cursor)
