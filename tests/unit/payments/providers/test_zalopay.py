"""ZaloPay: its mac by known vectors, its amounts, its codes, each answer of `NotificationResult`."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from tests.unit.payments.examples import order

from contracts.payments import ProviderCall, ProviderVerdict
from payments.providers.base import InvalidSignature, NotificationResult
from payments.providers.zalopay import signing
from payments.providers.zalopay.provider import ZalopayProvider, ZalopaySettings, transaction_id

SETTINGS = ZalopaySettings(
    zalopay_app_id=9901,
    zalopay_key1=SecretStr("mtc-key1"),
    zalopay_key2=SecretStr("mtc-key2"),
    zalopay_api_url="https://sb-openapi.zalopay.vn",
    zalopay_pay_url="https://qcgateway.zalopay.vn",
    zalopay_return_url="https://motcua.test/return",
    zalopay_notification_url="https://pay.motcua.test/ipn/zalopay",
)
PROVIDER = ZalopayProvider(SETTINGS)
DATA = '{"app_id":9901,"app_trans_id":"261015_MC0007","amount":150000}'
MAC_OF_DATA = "58cd41bd54878bbd6ca53b41e66406c9191076dae094caad7b88fdeeba71c6a8"
MAC_OF_CREATE = "615d1ea63197993cff05536ecb64ddf73dbca3ba3fd8fccfc2fce263821fb72c"


def call(data: str, mac: str = "") -> ProviderCall:
    body = {"data": data, "mac": mac or signing.mac("mtc-key2", data), "type": 1}
    return ProviderCall(provider="zalopay", body=json.dumps(body))


def test_messages_are_signed_as_zalopay_signs_them() -> None:
    request = {
        "app_id": 9901,
        "app_trans_id": "261015_MC0007",
        "app_user": "congdan",
        "amount": 150000,
        "app_time": 1792029600000,
        "embed_data": "{}",
        "item": "[]",
    }
    assert signing.mac("mtc-key1", signing.joined(request, signing.CREATE)) == MAC_OF_CREATE
    assert signing.mac("mtc-key2", DATA) == MAC_OF_DATA


def test_a_notification_is_read() -> None:
    notification = PROVIDER.read_notification(call(DATA, MAC_OF_DATA))
    assert (notification.txn_ref, notification.amount) == ("MC0007", 150_000)
    assert notification.outcome is not None
    assert notification.outcome.verdict is ProviderVerdict.PAID


@pytest.mark.parametrize(
    "changed",
    [
        call(DATA, "0" * 64),
        call(DATA.replace("150000", "150001"), MAC_OF_DATA),
        call(DATA + " ", MAC_OF_DATA),
        call(DATA.replace("9901", "9902")),
        call("[]"),
        ProviderCall(provider="zalopay", body="{"),
        ProviderCall(provider="zalopay", body="[" * 19_000),
    ],
)
def test_what_zalopay_did_not_sign_is_not_believed(changed: ProviderCall) -> None:
    with pytest.raises(InvalidSignature):
        PROVIDER.read_notification(changed)


def test_the_number_begins_with_the_day_in_viet_nam() -> None:
    late = replace(order(), created_at=datetime(2026, 11, 2, 17, 30, tzinfo=UTC))
    assert transaction_id(late) == "261103_01930001"
    assert transaction_id(order("0193a3f2-5b1c-7c3e-9f00-0123456789ab")).partition("_")[2].isalnum()
    assert len(transaction_id(order("0193a3f2-5b1c-7c3e-9f00-0123456789ab"))) <= 40


@pytest.mark.parametrize(
    ("status", "verdict"), [("1", ProviderVerdict.PAID), ("-49", ProviderVerdict.NOT_PAID)]
)
def test_the_return_page_shows_what_the_query_says(status: str, verdict: ProviderVerdict) -> None:
    params = {
        "appid": "9901",
        "apptransid": "261015_MC0007",
        "pmcid": "38",
        "bankcode": "",
        "amount": "150000",
        "discountamount": "0",
        "status": status,
    }
    checksum = signing.mac("mtc-key2", signing.joined(params, signing.RETURN))
    returned = PROVIDER.read_return(ProviderCall(provider="zalopay", params={**params, "checksum": checksum}))
    assert returned.txn_ref == "MC0007"
    assert returned.outcome is not None
    assert returned.outcome.verdict is verdict
    with pytest.raises(InvalidSignature):
        PROVIDER.read_return(ProviderCall(provider="zalopay", params={**params, "checksum": "0" * 64}))


def test_every_result_has_its_answer() -> None:
    codes = {result: json.loads(PROVIDER.answer(result).body)["return_code"] for result in NotificationResult}
    assert {result for result, code in codes.items() if code == 0} == {
        NotificationResult.ORDER_NOT_FOUND,
        NotificationResult.FAILED,
    }, "ZaloPay calls again for these"
    assert codes[NotificationResult.RECORDED] == 1
