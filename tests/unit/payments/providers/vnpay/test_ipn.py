import pytest

from contracts.payments import ProviderVerdict
from payments.domain.outcome import PaymentOutcome
from payments.providers.base import NotificationResult
from payments.providers.vnpay import ipn

CALL = {
    "vnp_TxnRef": "01930001",
    "vnp_Amount": "800000",
    "vnp_ResponseCode": "00",
    "vnp_TransactionStatus": "00",
    "vnp_TransactionNo": "14226112",
}


def outcome(**changed: str) -> PaymentOutcome:
    read = ipn.read({**CALL, **changed}).outcome
    assert read is not None
    return read


def test_paid_only_if_both_codes_say_so() -> None:
    assert outcome().verdict is ProviderVerdict.PAID
    assert outcome(vnp_ResponseCode="24").verdict is ProviderVerdict.HELD, "they contradict each other"
    assert outcome(vnp_TransactionStatus="02").verdict is ProviderVerdict.NOT_PAID


def test_the_code_is_that_of_the_refusal() -> None:
    assert outcome(vnp_ResponseCode="51", vnp_TransactionStatus="02").code == "51"
    assert outcome(vnp_TransactionStatus="07").code == "07"


@pytest.mark.parametrize(
    "amount", ["8000", "800001", "0800000", "", "800000.0", "-800000", "800000\n", "８00000"]
)
def test_another_amount_is_another_amount(amount: str) -> None:
    assert ipn.read(CALL).amount == 8000
    assert ipn.read({**CALL, "vnp_Amount": amount}).amount != 8000


@pytest.mark.parametrize("field", ["vnp_ResponseCode", "vnp_TransactionStatus"])
def test_a_call_without_a_code_is_not_complete(field: str) -> None:
    assert ipn.read(CALL).complete
    for call in ({key: value for key, value in CALL.items() if key != field}, {**CALL, field: ""}):
        assert not ipn.read(call).complete


def test_every_result_has_its_answer() -> None:
    assert set(ipn.ANSWERS) == set(NotificationResult)
