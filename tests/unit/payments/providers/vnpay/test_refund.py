"""VNPAY's refund on the wire: what is signed in which order, and what each answer means."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.payments.examples import MERCHANT, NOON, SECRET, bill, order

from contracts.payments import OrderState
from contracts.refunds import RefundReason, RefundState
from payments.domain import refunds
from payments.domain.refund_outcome import RefundOutcome, RefundVerdict
from payments.providers.base import ProviderUnreachable, UntrustworthyAnswer
from payments.providers.vnpay import refund as wire
from simulators.vnpay.signatures import REFUND_RESPONSE_FIELDS, RESPONSE_FIELDS, VnpaySigner

PAID = replace(order("o-1"), state=OrderState.PAID, settled_at=NOON, provider_reference="14226112")
REFUND = replace(
    refunds.of_whole_order(bill(), PAID, RefundReason.WITHDRAWN, NOON),
    state=RefundState.SENT,
    request_id="r0001",
)
PART = replace(REFUND, amount=3000)


def test_the_request_is_signed_in_the_documented_order() -> None:
    request = wire.request(MERCHANT, bill(), PAID, PART, NOON + timedelta(minutes=10))
    signed = (
        f"r0001|2.1.0|refund|NPSPTEST|03|{PAID.txn_ref}|300000|14226112|20261102093015|motcua|20261102094015"
        f"|203.0.113.7|{request['vnp_OrderInfo']}"
    )
    expected = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha512).hexdigest()
    assert request["vnp_SecureHash"] == expected
    assert wire.request(MERCHANT, bill(), PAID, REFUND, NOON)["vnp_TransactionType"] == "02"


def answer(fields: tuple[str, ...] = REFUND_RESPONSE_FIELDS, **given: str) -> dict[str, str]:
    message = {
        "vnp_ResponseCode": "00", "vnp_TxnRef": PAID.txn_ref, "vnp_Amount": "800000", "vnp_TransactionType": "02",
        "vnp_TransactionStatus": "05", "vnp_TransactionNo": "914226112", **given,
    }  # fmt: skip
    return {**message, "vnp_SecureHash": VnpaySigner(SECRET).of_values(message, fields)}


def read(**given: str) -> RefundOutcome:
    return wire.read(MERCHANT, PAID, REFUND, answer(REFUND_RESPONSE_FIELDS, **given))


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("00", RefundVerdict.REFUNDED),
        ("05", RefundVerdict.PENDING),
        ("06", RefundVerdict.PENDING),
        ("09", RefundVerdict.REFUSED),
        ("88", RefundVerdict.PENDING),
    ],
)
def test_only_the_status_says_that_the_money_went_back(status: str, verdict: RefundVerdict) -> None:
    found = read(vnp_TransactionStatus=status)
    assert (found.verdict, found.code, found.reference) == (verdict, status, "914226112")
    queried = wire.read_query(MERCHANT, PAID, REFUND, answer(RESPONSE_FIELDS, vnp_TransactionStatus=status))
    assert queried == found


@pytest.mark.parametrize("code", ["02", "03", "91", "95", "97"])
def test_what_vnpay_did_not_take_is_refused_in_words(code: str) -> None:
    found = read(vnp_ResponseCode=code)
    assert (found.verdict, found.code) == (RefundVerdict.REFUSED, code)
    assert found.message


def test_a_refund_in_progress_waits_and_an_unknown_error_decides_nothing() -> None:
    assert read(vnp_ResponseCode="94").verdict is RefundVerdict.PENDING
    with pytest.raises(ProviderUnreachable):
        read(vnp_ResponseCode="99")


@pytest.mark.parametrize("changed", [{"vnp_TxnRef": "other"}, {"vnp_Amount": "100"}])
def test_an_answer_about_something_else_is_not_believed(changed: dict[str, str]) -> None:
    with pytest.raises(UntrustworthyAnswer):
        read(**changed)
    with pytest.raises(UntrustworthyAnswer):
        wire.read_query(MERCHANT, PAID, REFUND, answer(RESPONSE_FIELDS, **changed))


def test_a_forged_answer_is_not_believed() -> None:
    with pytest.raises(UntrustworthyAnswer):
        wire.read(MERCHANT, PAID, REFUND, {**answer(), "vnp_TransactionStatus": "00"})
    with pytest.raises(UntrustworthyAnswer):
        wire.read_query(MERCHANT, PAID, REFUND, answer(REFUND_RESPONSE_FIELDS, vnp_PromotionCode="x"))


def test_a_query_that_speaks_of_the_payment_knows_no_refund() -> None:
    of_payment = answer(RESPONSE_FIELDS, vnp_TransactionType="01", vnp_TransactionStatus="00")
    found = wire.read_query(MERCHANT, PAID, REFUND, of_payment)
    assert found.verdict is RefundVerdict.NOT_KNOWN
