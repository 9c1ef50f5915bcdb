from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.payments.examples import MERCHANT, SECRET, bill, order

from payments.providers.vnpay.payment_url import payment_url
from payments.providers.vnpay.signing import hash_data, hmac_sha512, is_genuine, sign

VECTOR = (
    "vnp_Amount=800000&vnp_Command=pay&vnp_CreateDate=20261102093015&vnp_CurrCode=VND"
    "&vnp_ExpireDate=20261102094515&vnp_IpAddr=203.0.113.7&vnp_Locale=vn"
    "&vnp_OrderInfo=Thanh+toan+le+phi+ho+so+000.00.16.H05-261102-0001&vnp_OrderType=other"
    "&vnp_ReturnUrl=https%3A%2F%2Fgateway.example.vn%2Fpayments%2Freturn&vnp_TmnCode=NPSPTEST"
    "&vnp_TxnRef=000001616H05261102000101&vnp_Version=2.1.0"
)
SIGNATURE = (
    "630a3c4a6d17efa5ee7ae91cf0d667d4b202983a1be3aeb3ce8c6ca0e3284847"
    "ae525d652f0dd423ab3d433878b0d98aa9132cebc115d2e6c14c7adf6075d3e3"
)
PARAMS = dict(parse_qsl(VECTOR))


def test_the_vector_gives_the_hash_data_and_the_signature() -> None:
    assert hash_data(PARAMS) == VECTOR
    assert sign(PARAMS, SECRET) == SIGNATURE


def test_the_payment_address_of_an_order_is_the_vector() -> None:
    paid = replace(order(), txn_ref="000001616H05261102000101")
    url = payment_url(MERCHANT, bill(), paid, "vi")
    assert url == f"{MERCHANT.pay_url}?{VECTOR}&vnp_SecureHash={SIGNATURE}"


def test_order_of_keys_empty_values_and_foreign_parameters_do_not_matter() -> None:
    shuffled = dict(reversed(PARAMS.items()))
    noisy = {**shuffled, "vnp_BankCode": "", "utm_source": "x", "vnp_SecureHashType": "HmacSHA512"}
    assert is_genuine({**noisy, "vnp_SecureHash": SIGNATURE}, SECRET)


def test_an_upper_case_signature_is_genuine() -> None:
    assert is_genuine({**PARAMS, "vnp_SecureHash": SIGNATURE.upper()}, SECRET)


@pytest.mark.parametrize("signature", ["", "0" * 128, SIGNATURE[:-1], SIGNATURE + "0", "chữ ký"])
def test_another_signature_is_not_genuine(signature: str) -> None:
    assert not is_genuine({**PARAMS, "vnp_SecureHash": signature}, SECRET)


def test_a_missing_signature_is_not_genuine() -> None:
    assert not is_genuine(PARAMS, SECRET)


@given(key=st.sampled_from(sorted(PARAMS)), value=st.text(min_size=1, max_size=20))
def test_any_changed_value_breaks_the_signature(key: str, value: str) -> None:
    changed = {**PARAMS, key: value, "vnp_SecureHash": SIGNATURE}
    assert is_genuine(changed, SECRET) is (value == PARAMS[key])


def test_another_secret_gives_another_signature() -> None:
    assert hmac_sha512(VECTOR, SECRET + "x") != SIGNATURE


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(MERCHANT)


def test_the_payment_address_carries_no_diacritics() -> None:
    query = urlsplit(payment_url(MERCHANT, bill(), order(), "en")).query
    assert dict(parse_qsl(query))["vnp_OrderInfo"].isascii()
    assert dict(parse_qsl(query))["vnp_Locale"] == "en"
