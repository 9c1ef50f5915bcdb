"""The VietQR payload against known codes, and read back field by field."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain.transfers.vietqr import BeneficiaryAccount, checksum, payload, plain

ACCOUNT = BeneficiaryAccount("970436", "113366668888", "KHO BAC NHA NUOC")
KNOWN = (
    "00020101021238560010A0000007270126000697043601121133666688880208QRIBFTTA5303704540480005802VN"
    "62260822H05 261102 0001 le phi630411AA"
)


def fields(text: str) -> dict[str, str]:
    """A reader of its own: name, length, value."""
    found: dict[str, str] = {}
    while text:
        name, length = text[:2], int(text[2:4])
        found[name], text = text[4 : 4 + length], text[4 + length :]
    return found


def test_a_known_code() -> None:
    assert payload(ACCOUNT, 8000, "H05 261102 0001 lệ phí") == KNOWN


def test_the_checksum_is_that_of_the_standard() -> None:
    assert checksum("123456789") == "29B1"


@given(
    st.integers(1, 10**13 - 1),
    st.text(max_size=60),
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.from_regex(r"\A[0-9A-Z]{1,19}\Z"),
)
def test_every_payload_is_read_back(amount: int, purpose: str, bank: str, number: str) -> None:
    text = payload(BeneficiaryAccount(bank, number, ""), amount, purpose)
    assert text.isascii()
    read = fields(text)
    assert (read["54"], read["01"], read["53"]) == (str(amount), "12", "704")
    beneficiary = fields(fields(read["38"])["01"])
    assert (beneficiary["00"], beneficiary["01"]) == (bank, number)
    assert len(fields(read["62"])["08"]) <= 25
    # A second implementation of the checksum: that of the standard library.
    assert int(read["63"], 16) == binascii.crc_hqx(text[:-4].encode(), 0xFFFF)


@pytest.mark.parametrize("amount", [0, -1, 10**13])
def test_an_amount_that_cannot_be_transferred(amount: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        payload(ACCOUNT, amount, "")


@pytest.mark.parametrize(
    ("bank", "number"), [("97043", "1"), ("970436", ""), ("970436", "1" * 20), ("97O436", "1")]
)
def test_an_account_that_cannot_be(bank: str, number: str) -> None:
    with pytest.raises(ValueError, match=r"BIN|account"):
        BeneficiaryAccount(bank, number, "")


def test_the_purpose_is_plain() -> None:
    assert plain("Lệ phí: hồ sơ «H05»/Đăng ký", 25) == "Le phi ho so H05 Dang ky"
