"""What the provider tells us: recorded once, in one transaction, by one rule."""

from chassis.unit import Unit
from contracts.payments import Bill, IpnAnswer, PaymentReturn
from payments.domain import orders
from payments.domain.settlement import Change, settle
from payments.providers.vnpay import ipn
from payments.providers.vnpay.ipn import Notice
from payments.questions import QUERY_ORDER
from payments.repository import Ledger


def receive(unit: Unit, ledger: Ledger, notice: Notice) -> IpnAnswer:
    """For a notice with a genuine signature: order, then amount, then state."""
    order = ledger.orders.by_txn_ref(notice.txn_ref, unit.session)
    if order is None:
        return ipn.ORDER_NOT_FOUND
    if not notice.is_about(order.amount):
        return ipn.WRONG_AMOUNT
    if not notice.complete:
        return ipn.UNKNOWN
    bill = ledger.bills.get(order.bill_id, unit.session)
    change = settle(bill, order, notice.outcome, unit.now)
    if change is None:
        return ipn.CONFIRMED_BEFORE
    record(unit, ledger, change)
    return ipn.CONFIRMED


def record(unit: Unit, ledger: Ledger, change: Change) -> None:
    bill, order = change.bill, change.order
    ledger.bills.save(bill, unit.session)
    ledger.orders.save(order, unit.session)
    unit.append(change.event, bill.bill_id, bill.version, orders.told(bill, order))
    unit.cancel(QUERY_ORDER, order.order_id)


def returned(ledger: Ledger, notice: Notice) -> PaymentReturn:
    """For a genuine signature. Reads only: a browser's word settles nothing."""
    order = ledger.orders.by_txn_ref(notice.txn_ref)
    if order is None:
        return PaymentReturn(signature_valid=True)
    bill: Bill = ledger.bills.get(order.bill_id)
    return PaymentReturn(
        signature_valid=True, order_id=order.order_id, state=order.state, dossier_id=bill.dossier_id
    )
