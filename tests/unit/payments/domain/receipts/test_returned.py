"""A receipt is good no more when all of its money has gone back, and not before."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.receipts import SERVICE_FEE, STATE_CHARGE
from tests.unit.payments.examples import NOON, bill, order

from contracts.dossiers import FeeItem
from contracts.payments import Bill, OrderState
from contracts.receipts import Receipt, ReceiptKind
from contracts.refunds import RefundReason, RefundState
from payments.domain.orders import Order
from payments.domain.receipts.returned import is_returned
from payments.domain.refunds import StoredRefund, of_part, rest_of

FEES = (STATE_CHARGE, SERVICE_FEE)
TOTAL = STATE_CHARGE.amount + SERVICE_FEE.amount


def paid() -> tuple[Bill, Order]:
    billed = bill().model_copy(update={"items": FEES, "amount": TOTAL})
    return billed, replace(order(), amount=TOTAL, state=OrderState.PAID)


def receipt(item: FeeItem) -> Receipt:
    _, collected = paid()
    fields: dict[str, Any] = {
        "kind": ReceiptKind(item.legal_kind),
        "amount": item.amount,
        "order_id": collected.order_id,
    }
    return Receipt.model_construct(None, **fields)


def parts(*amounts: int, state: RefundState = RefundState.REFUNDED) -> list[StoredRefund]:
    found: list[StoredRefund] = []
    for number, amount in enumerate(amounts):
        refund = of_part(*paid(), found, amount, RefundReason.OVERCHARGED, f"refund-{number}", NOON)
        found.append(replace(refund, state=state))
    return found


def standing(refunds: list[StoredRefund]) -> tuple[bool, bool]:
    return is_returned(receipt(STATE_CHARGE), refunds), is_returned(receipt(SERVICE_FEE), refunds)


@pytest.mark.parametrize(
    ("amounts", "ended"),
    [
        ((), (False, False)),
        ((STATE_CHARGE.amount - 1,), (False, False)),
        ((STATE_CHARGE.amount,), (True, False)),
        ((STATE_CHARGE.amount - 1, 1), (True, False)),
        ((STATE_CHARGE.amount, SERVICE_FEE.amount), (True, True)),
        ((TOTAL,), (True, True)),
    ],
)
def test_fee_by_fee(amounts: tuple[int, ...], ended: tuple[bool, bool]) -> None:
    assert standing(parts(*amounts)) == ended
    assert standing(parts(*amounts, state=RefundState.SENT)) == (False, False)


def test_what_was_split_off_counts_too() -> None:
    (whole,) = parts(TOTAL)
    part = replace(whole, amount=TOTAL - 1)
    rest = rest_of(whole, part, "rest", NOON)
    assert rest is not None
    assert standing([part, replace(rest, state=RefundState.DUE)]) == (False, False)
    assert standing([part, replace(rest, state=RefundState.REFUNDED)]) == (True, True)


def test_of_another_order_nothing_counts() -> None:
    other = [replace(each, order_id="surplus") for each in parts(TOTAL)]
    assert standing(other) == (False, False)
