"""Whether the money of a receipt has gone back, all of it: then the receipt is good no more."""

from collections.abc import Iterable

from contracts.receipts import Receipt
from contracts.refunds import RefundState
from payments.domain.refunds import StoredRefund


def is_returned(receipt: Receipt, refunds: Iterable[StoredRefund]) -> bool:
    """By the refunds of its order: they took back all of its fees, and none that may be about them is still to be paid.

    A refund that was split off another does not name its fees, and may be about any.
    """
    of_order = [each for each in refunds if each.order_id == receipt.order_id]
    taken = [item for each in of_order for item in each.items if item.legal_kind == receipt.kind]
    touching = (
        each
        for each in of_order
        if not each.items or any(item.legal_kind == receipt.kind for item in each.items)
    )
    if sum(item.amount for item in taken) < receipt.amount:
        return False
    return all(each.state is RefundState.REFUNDED for each in touching)
