"""Bills whose period is over are destroyed (tiêu hủy) with their orders and receipts: vouchers are kept for ten years."""

from chassis.core.context import Context
from chassis.core.person_export import require_accounts
from chassis.core.retention import PART_RECORDS, look_at
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments as contract
from contracts.payments import Bill, BillState
from contracts.retention import ApplyRetention, RetentionPart
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository
from payments.repository.receipts import ReceiptRepository
from payments.repository.refunds import RefundRepository


def apply_retention(store: Store, request: ApplyRetention, context: Context) -> RetentionPart:
    """The next part, once per command. An open bill stays, and one with money to be returned. For accounts. Raises
    FORBIDDEN."""
    require_accounts(context.actor)

    def is_held(bill: Bill) -> bool:
        return (
            bill.payer_id in request.held_accounts
            or bill.dossier_id in request.held_dossiers
            or bill.dossier_code in request.held_dossiers
        )

    def work(uow: UnitOfWork) -> RetentionPart:
        repository = uow.repository(BillRepository)
        found = look_at(
            repository.older(request.before, request.cursor or "", PART_RECORDS),
            id_of=lambda each: each.bill_id,
            is_over=_is_settled,
            is_held=is_held,
        )
        if not request.survey:
            ids = [each.bill_id for each in found.due]
            uow.repository(OrderRepository).remove_of(ids)
            uow.repository(RefundRepository).remove_of(ids)
            uow.repository(ReceiptRepository).remove_of(ids)
            repository.remove(ids)
        return found.part

    return store.run_idempotent(contract.apply_retention, request, context, work)


def _is_settled(bill: Bill) -> bool:
    return bill.state is not BillState.OPEN and not bill.refund_due
