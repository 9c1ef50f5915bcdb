"""What the provider tells us: recorded once, in one transaction, by one rule."""

from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import Bill, IpnAnswer, PaymentReturn
from payments.domain import orders
from payments.domain.polling_schedule import QUERY_ORDER_TIMER
from payments.domain.settlement import Settlement, settle
from payments.providers.vnpay import ipn
from payments.providers.vnpay.ipn import IpnNotification
from payments.repository.bills import Repositories


def apply_notification(uow: UnitOfWork, ledger: Repositories, notice: IpnNotification) -> IpnAnswer:
    """For a notice with a genuine signature: order, then amount, then state."""
    order = ledger.orders.by_txn_ref(notice.txn_ref, uow.session)
    if order is None:
        return ipn.ORDER_NOT_FOUND
    if not notice.has_amount(order.amount):
        return ipn.WRONG_AMOUNT
    if not notice.complete:
        return ipn.UNKNOWN
    bill = ledger.bills.get(order.bill_id, uow.session)
    change = settle(bill, order, notice.outcome, uow.now)
    if change is None:
        return ipn.ALREADY_CONFIRMED
    record_settlement(uow, ledger, change)
    return ipn.CONFIRMED


def record_settlement(uow: UnitOfWork, ledger: Repositories, change: Settlement) -> None:
    bill, order = change.bill, change.order
    ledger.bills.save(bill, uow.session)
    ledger.orders.save(order, uow.session)
    uow.record_event(change.event, bill.bill_id, bill.version, orders.order_event(bill, order))
    uow.cancel(QUERY_ORDER_TIMER, order.order_id)


def payment_return(ledger: Repositories, notice: IpnNotification) -> PaymentReturn:
    """For a genuine signature. Reads only: a browser's word settles nothing."""
    order = ledger.orders.by_txn_ref(notice.txn_ref)
    if order is None:
        return PaymentReturn(signature_valid=True)
    bill: Bill = ledger.bills.get(order.bill_id)
    return PaymentReturn(
        signature_valid=True, order_id=order.order_id, state=order.state, dossier_id=bill.dossier_id
    )
