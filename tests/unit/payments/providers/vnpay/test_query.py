from datetime import timedelta
from typing import Any

import pytest
from tests.unit.payments.examples import MERCHANT, NOON, SECRET, bill, order

from contracts.payments import ProviderVerdict
from payments.providers.base import OtherAmount, UntrustworthyAnswer
from payments.providers.vnpay import query
from payments.providers.vnpay.signing import hmac_sha512

ORDER = order("0193-0001")


def answer(**changed: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "vnp_ResponseId": "r1",
        "vnp_Command": "querydr",
        "vnp_ResponseCode": "00",
        "vnp_Message": "QueryDR Success",
        "vnp_TmnCode": "NPSPTEST",
        "vnp_TxnRef": ORDER.txn_ref,
        "vnp_Amount": 800000,
        "vnp_BankCode": "NCB",
        "vnp_PayDate": "20261102093100",
        "vnp_TransactionNo": "14226112",
        "vnp_TransactionType": "01",
        "vnp_TransactionStatus": "00",
        "vnp_OrderInfo": "Thanh toan le phi ho so",
        **changed,
    }
    signed = "|".join(str(values.get(key, "")) for key in query.SIGNED_RESPONSE_FIELDS)
    return {**values, "vnp_SecureHash": hmac_sha512(signed, SECRET)}


def test_the_question_is_signed_over_its_values_in_documented_order() -> None:
    question = query.request(MERCHANT, bill(), ORDER, "q1", NOON + timedelta(minutes=1))
    signed = (
        "q1|2.1.0|querydr|NPSPTEST|01930001|20261102093015|20261102093115|203.0.113.7"
        "|Thanh toan le phi ho so 000.00.16.H05-261102-0001"
    )
    assert question["vnp_SecureHash"] == hmac_sha512(signed, SECRET)


def test_a_payment_is_a_payment() -> None:
    outcome = query.read(MERCHANT, ORDER, answer())
    assert outcome is not None
    assert (outcome.verdict, outcome.reference) == (ProviderVerdict.PAID, "14226112")


def test_a_refusal_is_a_refusal() -> None:
    outcome = query.read(MERCHANT, ORDER, answer(vnp_TransactionStatus="02"))
    assert outcome is not None
    assert (outcome.verdict, outcome.code) == (ProviderVerdict.NOT_PAID, "02")


def test_an_unknown_transaction_is_no_last_word() -> None:
    assert query.read(MERCHANT, ORDER, answer(vnp_ResponseCode="91", vnp_TxnRef="")) is None


@pytest.mark.parametrize("changed", [{"vnp_TxnRef": "another"}, {"vnp_ResponseCode": "94"}])
def test_an_answer_about_something_else_is_not_believed(changed: dict[str, Any]) -> None:
    with pytest.raises(UntrustworthyAnswer):
        query.read(MERCHANT, ORDER, answer(**changed))


@pytest.mark.parametrize(("amount", "received"), [(800100, 8001), (100, 1), (150, None)])
def test_another_amount_is_named(amount: int, received: int | None) -> None:
    with pytest.raises(OtherAmount) as other:
        query.read(MERCHANT, ORDER, answer(vnp_Amount=amount))
    assert other.value.received == received


def test_an_unsigned_answer_is_not_believed() -> None:
    with pytest.raises(UntrustworthyAnswer):
        query.read(MERCHANT, ORDER, {**answer(), "vnp_SecureHash": "0" * 128})
