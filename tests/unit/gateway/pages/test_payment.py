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
    assert f"<h1>{vi}</h1>" in payment_page(found, "vi", "/")
    assert f"<h1>{en}</h1>" in payment_page(found, "en", "/")


def test_believes_nothing_without_a_signature() -> None:
    found = PaymentReturn(signature_valid=False, state=OrderState.PAID)
    assert "Đã nộp tiền" not in payment_page(found, "vi", "/")


def test_escapes_what_it_is_given() -> None:
    script = '"><script>alert(1)</script>'
    found = PaymentReturn(signature_valid=True, state=OrderState.CREATED, provider_title=script)
    page = payment_page(found, "vi", script)
    assert "<script>" not in page


def test_names_the_provider() -> None:
    found = PaymentReturn(signature_valid=True, state=OrderState.CREATED, provider_title="VNPAY")
    assert "VNPAY chưa xác nhận" in payment_page(found, "vi", "/")
    unnamed = PaymentReturn(signature_valid=False)
    assert "not made by the payment provider" in payment_page(unnamed, "en", "/")
