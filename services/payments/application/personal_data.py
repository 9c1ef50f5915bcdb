"""What payments has of one person: bills and the attempts to pay them, which accounting law retains."""

from collections.abc import Sequence

from chassis.core.context import Context
from chassis.core.person_export import Item, Source, entry, next_part, require_accounts
from chassis.storage.store import Store
from contracts.payments import Bill
from contracts.personal_data import (
    DataCategory,
    ErasePerson,
    Erasure,
    ExportedPart,
    ExportPerson,
    RetainedData,
    RetentionGround,
)
from payments.domain.orders import order_view
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository
from payments.repository.receipts import ReceiptRepository


def export_person(store: Store, request: ExportPerson, context: Context) -> ExportedPart:
    """The next part. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    return next_part((_bills(store, request.account_id),), request.cursor)


def erase_person(store: Store, request: ErasePerson, context: Context) -> Erasure:
    """Nothing is erased: vouchers are retained (Luật Kế toán 88/2015/QH13 điều 41). For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    count = store.repository(BillRepository).count_of_payer(request.account_id)
    retained = RetainedData(category=DataCategory.BILLS, count=count, ground=RetentionGround.ACCOUNTING)
    return Erasure(retained=(retained,) if count else ())


def _bills(store: Store, account_id: str) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        return [
            _item(store, bill) for bill in store.repository(BillRepository).of_payer(account_id, after, limit)
        ]

    return read


def _item(store: Store, bill: Bill) -> Item:
    orders = [order_view(order, "vi") for order in store.repository(OrderRepository).of_bill(bill.bill_id)]
    receipts = store.repository(ReceiptRepository).of_bill(bill.bill_id)
    content = {
        "bill": bill.model_dump(mode="json"),
        "receipts": [receipt.model_dump(mode="json") for receipt in receipts],
        "orders": [order.model_dump(mode="json") for order in orders],
    }
    return Item(bill.bill_id, (entry(f"bills/{bill.bill_id}.json", content),))
