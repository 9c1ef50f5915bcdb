"""Receipts whose money has gone back are cancelled in the transaction of the refund."""

from chassis.storage.unit_of_work import UnitOfWork
from contracts.receipts import ReceiptState
from payments.application.receipts.commands import cancel
from payments.domain.receipts.returned import is_returned
from payments.repository.receipts import ReceiptRepository
from payments.repository.refunds import RefundRepository

REASON = "Đã hoàn trả toàn bộ số tiền"


def cancel_returned(uow: UnitOfWork, bill_id: str) -> None:
    """After a refund has been paid, and saved: a receipt of which a part was returned stays as it is."""
    refunds = uow.repository(RefundRepository).of_bills([bill_id])
    for receipt in uow.repository(ReceiptRepository).of_bill(bill_id):
        if receipt.state is ReceiptState.ISSUED and is_returned(receipt, refunds):
            cancel(uow, receipt, REASON)
