"""The page after a payment."""

import pytest

from contracts.payments import OrderState, PaymentReturn
from gateway.pages.payment import payment_page


@pytest.mark.parametrize(
    ("state", "vi", "en"),
    [
        (OrderState.PAID, "Đã nộp tiền", "Paid"),
        (OrderState.CREATED, "Chưa có xác nhận", "Not confirmed yet"),
        (OrderState.FAILED, "Chưa nộp được tiền", "Not paid"),
        (OrderState.EXPIRED, "Chưa nộp được tiền", "Not paid"),
        (OrderState.CANCELLED, "Chưa nộp được tiền", "Not paid"),
    ],
)
def test_tells_how_the_payment_stands(state: OrderState, vi: str, en: str) -> None:
    found = PaymentReturn(signature_valid=True, state=state)
    assert f"<h1>{vi}</h1>" in payment_page(found, "vn", "en", "/")
    assert f"<h1>{en}</h1>" in payment_page(found, "en", "vi", "/")


def test_believes_nothing_without_a_signature() -> None:
    found = PaymentReturn(signature_valid=False, state=OrderState.PAID)
    assert "Đã nộp tiền" not in payment_page(found, None, "vi", "/")


def test_escapes_what_it_is_given() -> None:
    found = PaymentReturn(signature_valid=True, state=OrderState.PAID)
    page = payment_page(found, '"><script>', "vi", '"><script>alert(1)</script>')
    assert "<script>" not in page
