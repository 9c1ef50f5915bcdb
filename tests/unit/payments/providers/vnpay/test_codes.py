"""VNPAY's whole table through its three ears: the IPN, the return page, querydr."""

from collections.abc import Iterator

import pytest
from tests.unit.payments.examples import MERCHANT, SECRET, order
from tests.unit.payments.providers.vnpay.test_query import answer

from contracts.payments import ProviderCall, ProviderVerdict
from payments.domain.outcome import PaymentOutcome
from payments.providers.base import NotificationResult
from payments.providers.vnpay import ipn, query, signing
from payments.providers.vnpay.codes import CODES, RESPONSE_CODE, TRANSACTION_STATUS
from payments.providers.vnpay.provider import VnpayProvider, VnpaySettings

PAID, NOT_PAID = ProviderVerdict.PAID, ProviderVerdict.NOT_PAID
PENDING, HELD = ProviderVerdict.PENDING, ProviderVerdict.HELD
ORDER = order("0193-0001")
PROVIDER = VnpayProvider(
    VnpaySettings.model_validate(
        {
            "vnpay_tmn_code": MERCHANT.tmn_code,
            "vnpay_hash_secret": SECRET,
            "vnpay_pay_url": MERCHANT.pay_url,
            "vnpay_api_url": "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction",
            "vnpay_return_url": MERCHANT.return_url,
        }
    )
)
STATUSES = {
    "00": PAID,
    "01": PENDING,
    "02": NOT_PAID,
    "04": HELD,
    "05": HELD,
    "06": HELD,
    "07": HELD,
    "09": HELD,
}
REFUSALS = (
    "09",
    "10",
    "11",
    "12",
    "13",
    "24",
    "51",
    "65",
    "75",
    "79",
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "08",
)
"""What VNPAY's own page of codes says of each, written a second time."""
UNKNOWN = ("08", "88", "A1")


def calls() -> Iterator[tuple[str, str]]:
    """Every pair of codes, known or not."""
    for response in (*CODES.fields[RESPONSE_CODE], "88"):
        for status in (*CODES.fields[TRANSACTION_STATUS], *UNKNOWN):
            yield response, status


def heard(response: str, status: str) -> PaymentOutcome:
    """What the IPN and the return page read; they never differ."""
    params = {
        "vnp_TxnRef": ORDER.txn_ref,
        "vnp_Amount": "800000",
        RESPONSE_CODE: response,
        TRANSACTION_STATUS: status,
    }
    signed = {**params, signing.SIGNATURE: signing.sign(params, SECRET)}
    call = ProviderCall(provider="vnpay", params=signed)
    notified, returned = PROVIDER.read_notification(call), PROVIDER.read_return(call)
    assert notified.complete
    assert notified.outcome == returned.outcome
    assert notified.outcome is not None
    return notified.outcome


def queried(status: str) -> PaymentOutcome:
    found = query.read(MERCHANT, ORDER, answer(vnp_TransactionStatus=status))
    assert found is not None
    return found


def test_the_table_is_that_of_vnpay() -> None:
    assert {code: each.verdict for code, each in CODES.fields[TRANSACTION_STATUS].items()} == STATUSES
    verdicts = {code: each.verdict for code, each in CODES.fields[RESPONSE_CODE].items()}
    assert verdicts == {"00": PAID, "07": HELD, "99": PENDING} | dict.fromkeys(REFUSALS, NOT_PAID)


@pytest.mark.parametrize("status", [*STATUSES, *UNKNOWN])
def test_all_three_ears_read_a_state_alike(status: str) -> None:
    assert heard("00", status).verdict is queried(status).verdict is STATUSES.get(status, HELD)


def test_no_pair_of_codes_settles_what_the_state_does_not() -> None:
    """What the call says at last, the query says too; else the call says wait, and the query decides."""
    for response, status in calls():
        call = heard(response, status)
        if call.is_final:
            assert call.verdict is queried(status).verdict, (response, status)
        if response == "07" or STATUSES.get(status, HELD) is HELD:
            assert call.verdict is HELD, (response, status)


@pytest.mark.parametrize("response", REFUSALS)
def test_a_refusal_is_told_with_its_own_words(response: str) -> None:
    outcome = heard(response, "02")
    assert (outcome.verdict, outcome.code) == (NOT_PAID, response)
    assert outcome.message == CODES.meaning(RESPONSE_CODE, response).text


def test_the_balance_is_named_in_words() -> None:
    message = heard("51", "02").message
    assert message is not None
    assert (message.vi, message.en) == ("Tài khoản không đủ số dư", "The balance of the account is too low")


def test_codes_that_contradict_each_other_are_held() -> None:
    assert heard("24", "00").verdict is HELD


def test_vnpay_calls_no_more_about_what_waits() -> None:
    assert ipn.ANSWERS[NotificationResult.PENDING][0] == "00"
