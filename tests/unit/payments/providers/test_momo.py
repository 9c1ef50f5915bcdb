"""MoMo: its signature by known vectors, its amounts, its codes, each answer of `NotificationResult`."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from tests.unit.payments.examples import bill, order

from contracts.payments import ProviderCall, ProviderVerdict
from payments.providers.base import InvalidSignature, NotificationResult, ProviderRefused
from payments.providers.momo import signing
from payments.providers.momo.codes import CODES
from payments.providers.momo.provider import MomoProvider, MomoSettings

ACCESS, SECRET = "MTCACCESS01", "mtc-secret-0123456789abcdef"
SETTINGS = MomoSettings(
    momo_partner_code="MTCP01",
    momo_access_key=SecretStr(ACCESS),
    momo_secret_key=SecretStr(SECRET),
    momo_api_url="https://test-payment.momo.vn",
    momo_return_url="https://motcua.test/return",
    momo_notification_url="https://pay.motcua.test/ipn/momo",
)
PROVIDER = MomoProvider(SETTINGS)
CREATE = {
    "amount": 150000,
    "extraData": "eyJkIjoiMSJ9",
    "ipnUrl": "https://pay.motcua.test/ipn/momo",
    "orderId": "MC-20261015-0007",
    "orderInfo": "Le phi ho so MC0007",
    "partnerCode": "MTCP01",
    "redirectUrl": "https://motcua.test/return",
    "requestId": "r-0007-1",
    "requestType": "captureWallet",
}
TOLD_BY_MOMO = {
    "partnerCode": "MTCP01",
    "orderId": "MC-20261015-0007",
    "requestId": "r-0007-1",
    "amount": 150000,
    "orderInfo": "Le phi ho so MC0007",
    "orderType": "momo_wallet",
    "transId": 4088878653,
    "resultCode": 0,
    "message": "Thành công.",
    "payType": "qr",
    "responseTime": 1792029600000,
    "extraData": "eyJkIjoiMSJ9",
}
MAC_OF_CREATE = "c329e69a6f46a68d3b3ecdfe7a98b93e794126667ac2fb444c8a48910176b464"
MAC_OF_NOTIFICATION = "e8dd5c8fc623185a070e0fb02828081024f2f9c6c14d362a739216122fcb32ef"


def call(message: object) -> ProviderCall:
    return ProviderCall(provider="momo", body=message if isinstance(message, str) else json.dumps(message))


def signed(**changed: Any) -> dict[str, Any]:
    message = {**TOLD_BY_MOMO, **changed}
    return {**message, "signature": signing.sign(message, signing.NOTIFICATION, ACCESS, SECRET)}


def test_messages_are_signed_as_momo_signs_them() -> None:
    assert signing.sign(CREATE, signing.CREATE, ACCESS, SECRET) == MAC_OF_CREATE
    assert signed()["signature"] == MAC_OF_NOTIFICATION


def test_a_notification_is_read() -> None:
    notification = PROVIDER.read_notification(call(signed()))
    assert (notification.txn_ref, notification.amount) == ("MC-20261015-0007", 150_000)
    assert notification.outcome is not None
    assert (notification.outcome.verdict, notification.outcome.reference) == (
        ProviderVerdict.PAID,
        "4088878653",
    )


@pytest.mark.parametrize("field", [name for name in TOLD_BY_MOMO if name != "partnerCode"])
def test_a_changed_field_is_not_believed(field: str) -> None:
    with pytest.raises(InvalidSignature):
        PROVIDER.read_notification(call({**signed(), field: "1"}))


@pytest.mark.parametrize("body", ["", "[]", "1", "{", '{"a": ' * 3000, json.dumps({"signature": None})])
def test_what_is_no_message_is_not_believed(body: str) -> None:
    with pytest.raises(InvalidSignature):
        PROVIDER.read_notification(call(body))


def test_a_message_for_another_merchant_is_not_believed() -> None:
    with pytest.raises(InvalidSignature):
        PROVIDER.read_notification(call(signed(partnerCode="MTCP02")))


@pytest.mark.parametrize("amount", ["150000.5", "-1", "1e5", "", True])
def test_an_amount_that_is_no_whole_number_is_none(amount: object) -> None:
    assert PROVIDER.read_notification(call(signed(amount=amount))).amount is None


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (0, ProviderVerdict.PAID),
        (1006, ProviderVerdict.NOT_PAID),
        (9000, ProviderVerdict.PENDING),
        (99, ProviderVerdict.PENDING),
        (31337, ProviderVerdict.HELD),
    ],
)
def test_the_code_says_what_happened(code: int, verdict: ProviderVerdict) -> None:
    outcome = PROVIDER.read_notification(call(signed(resultCode=code, transId=0))).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.reference) == (verdict, None), "0 numbers no payment"


def test_the_return_page_reads_the_same_fields_from_the_query() -> None:
    params = {name: str(value) for name, value in signed().items()}
    returned = PROVIDER.read_return(ProviderCall(provider="momo", params=params))
    assert (returned.txn_ref, returned.locale) == ("MC-20261015-0007", None)
    assert urlencode(params), "as a browser sends them"
    with pytest.raises(InvalidSignature):
        PROVIDER.read_return(ProviderCall(provider="momo", params={**params, "resultCode": "1006"}))


@pytest.mark.parametrize("amount", [999, 50_000_001])
def test_an_amount_that_momo_does_not_take_is_refused_before_it_is_called(amount: int) -> None:
    with pytest.raises(ProviderRefused, match="22"):
        PROVIDER.begin(bill(), replace(order(provider="momo"), amount=amount), "vi")


def test_every_result_has_its_answer() -> None:
    statuses = {result: PROVIDER.answer(result).status for result in NotificationResult}
    taken = {result for result, status in statuses.items() if status == 204}
    assert taken == {
        NotificationResult.RECORDED,
        NotificationResult.ALREADY_RECORDED,
        NotificationResult.PENDING,
        NotificationResult.WRONG_AMOUNT,
    }


def test_what_is_not_the_last_word_by_the_documentation_waits() -> None:
    for code in ("1000", "7000", "7002", "8000", "9000", "10"):
        assert CODES.meaning("resultCode", code).verdict is ProviderVerdict.PENDING
