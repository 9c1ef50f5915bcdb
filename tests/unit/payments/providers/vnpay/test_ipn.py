import pytest

from payments.providers.vnpay import ipn

CALL = {
    "vnp_TxnRef": "01930001",
    "vnp_Amount": "800000",
    "vnp_ResponseCode": "00",
    "vnp_TransactionStatus": "00",
    "vnp_TransactionNo": "14226112",
}


def test_paid_only_if_both_codes_say_so() -> None:
    assert ipn.read(CALL).outcome.paid
    assert not ipn.read({**CALL, "vnp_ResponseCode": "24"}).outcome.paid
    assert not ipn.read({**CALL, "vnp_TransactionStatus": "02"}).outcome.paid


def test_the_code_is_that_of_the_refusal() -> None:
    assert ipn.read({**CALL, "vnp_ResponseCode": "51", "vnp_TransactionStatus": "02"}).outcome.code == "51"
    assert ipn.read({**CALL, "vnp_TransactionStatus": "07"}).outcome.code == "07"


@pytest.mark.parametrize("amount", ["8000", "800001", "0800000", "", "800000.0", "-800000"])
def test_another_amount_is_another_amount(amount: str) -> None:
    assert ipn.read(CALL).has_amount(8000)
    assert not ipn.read({**CALL, "vnp_Amount": amount}).has_amount(8000)


@pytest.mark.parametrize("field", ["vnp_ResponseCode", "vnp_TransactionStatus"])
def test_a_call_without_a_code_says_nothing(field: str) -> None:
    assert ipn.read(CALL).complete
    assert not ipn.read({key: value for key, value in CALL.items() if key != field}).complete
    assert not ipn.read({**CALL, field: "x"}).complete
