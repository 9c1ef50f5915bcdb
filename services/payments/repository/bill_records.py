"""Bills with their orders, their refunds and the moments that their history says, to be compared with the ledger."""

from collections.abc import Sequence
from datetime import datetime

from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.storage import event_log
from chassis.storage.documents import Document
from contracts.payments import BILL_CANCELLED, REFUND_DUE, Bill
from payments.domain.ledger.implied import BillRecord
from payments.domain.orders import Order
from payments.domain.refunds import StoredRefund
from payments.repository.orders import OrderRepository
from payments.repository.refunds import RefundRepository


def read_records(
    database: Database[Document], session: ClientSession, bills: Sequence[Bill]
) -> list[BillRecord]:
    """In the order of the bills, which were read in the same transaction."""
    ids = [bill.bill_id for bill in bills]
    orders: dict[str, list[Order]] = {bill_id: [] for bill_id in ids}
    for order in OrderRepository(database, session).of_bills(ids):
        orders[order.bill_id].append(order)
    refunds: dict[str, list[StoredRefund]] = {bill_id: [] for bill_id in ids}
    for refund in RefundRepository(database, session).of_bills(ids):
        refunds[refund.bill_id].append(refund)
    moments = _moments(database, session, ids)
    return [
        BillRecord(
            bill=bill,
            orders=tuple(orders[bill.bill_id]),
            refunds=tuple(refunds[bill.bill_id]),
            cancelled_at=moments.get((bill.bill_id, BILL_CANCELLED.name)),
            refund_due_at=moments.get((bill.bill_id, REFUND_DUE.name)),
        )
        for bill in bills
    ]


def _moments(
    database: Database[Document], session: ClientSession, ids: Sequence[str]
) -> dict[tuple[str, str], datetime]:
    query = {"aggregate_id": {"$in": list(ids)}, "type": {"$in": [BILL_CANCELLED.name, REFUND_DUE.name]}}
    fields = {"aggregate_id": 1, "type": 1, "occurred_at": 1}
    found = database[event_log.COLLECTION].find(query, fields, session=session)
    return {(each["aggregate_id"], each["type"]): each["occurred_at"] for each in found}
