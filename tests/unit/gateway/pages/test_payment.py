"""The page after a payment."""

import pytest

from contracts.i18n import Text
from contracts.payments import OrderState, PaymentReturn, ProviderVerdict
from gateway.pages.payment import payment_page


@pytest.mark.parametrize(
    ("state", "vi", "en"),
    [
        (OrderState.PAID, "Đã nộp tiền", "Paid"),
        (OrderState.CREATED, "Chưa có xác nhận", "Not confirmed yet"),
        (OrderState.FAILED, "Chưa nộp được tiền", "Not paid"),
        (OrderState.EXPIRED, "Đã hết thời gian nộp tiền", "The time to pay is over"),
        (OrderState.CANCELLED, "Khoản thu đã được hủy", "Nothing to pay any more"),
    ],
)
def test_tells_how_the_payment_stands(state: OrderState, vi: str, en: str) -> None:
    found = PaymentReturn(signature_valid=True, state=state)
    assert f"<h1>{vi}</h1>" in payment_page(found, "vi", "/")
    assert f"<h1>{en}</h1>" in payment_page(found, "en", "/")


@pytest.mark.parametrize("state", [each for each in OrderState if each is not OrderState.PAID])
@pytest.mark.parametrize("verdict", [ProviderVerdict.PENDING, ProviderVerdict.HELD, ProviderVerdict.PAID])
def test_asks_to_wait_while_money_may_be_on_its_way(state: OrderState, verdict: ProviderVerdict) -> None:
    found = PaymentReturn(signature_valid=True, state=state, verdict=verdict)
    vi, en = payment_page(found, "vi", "/"), payment_page(found, "en", "/")
    assert "đừng nộp lại" in vi
    assert "do not pay again" in en
    assert "không thành công" not in vi
    assert "nộp lần nữa" not in vi


def test_says_in_words_why_nothing_was_paid() -> None:
    message = Text("Tài khoản không đủ số dư", "The balance of the account is too low")
    found = PaymentReturn(
        signature_valid=True,
        state=OrderState.FAILED,
        verdict=ProviderVerdict.NOT_PAID,
        provider_message=message,
        dossier_code="000.00.16.H05-261102-0001",
        amount=8000,
    )
    page = payment_page(found, "vi", "/")
    for words in ("Tài khoản không đủ số dư", "000.00.16.H05-261102-0001", "8.000 ₫"):
        assert f"<dd>{words}</dd>" in page


def test_money_that_was_not_needed_is_called_so() -> None:
    found = PaymentReturn(signature_valid=True, state=OrderState.PAID, surplus=True)
    assert "hoàn trả" in payment_page(found, "vi", "/")


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
