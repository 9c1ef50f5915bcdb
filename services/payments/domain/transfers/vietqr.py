"""The VietQR payload: the text that a payer's banking app reads from the QR code (EMVCo, merchant-presented).

Source: NAPAS, QR code specification for VietQR 1.5; EMVCo QRCPS-MPM 1.1. Fields are a two-digit name, a two-digit length
in characters, and the value, so that values are ASCII here. Apps show the purpose (62-08); the reference (62-05) is
shown by none.
"""

import re
from dataclasses import dataclass

from contracts.text import strip_diacritics

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
"""The service of NAPAS 24/7 to an account number."""
DYNAMIC = "12"
"""A code for one payment, with its amount."""
VND = "704"
MAX_PURPOSE = 25
MAX_AMOUNT_DIGITS = 13
CRC_FIELD = "6304"
_CRC_POLYNOMIAL = 0x1021


@dataclass(frozen=True)
class BeneficiaryAccount:
    """The account that receives (tài khoản thụ hưởng): the bank's number at NAPAS (BIN, 6 digits) and the account's."""

    bank: str
    number: str
    holder: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{6}", self.bank):
            raise ValueError("the bank is named by the six digits of its BIN")
        if not re.fullmatch(r"[0-9A-Za-z]{1,19}", self.number):
            raise ValueError("an account has 1 to 19 letters and digits")


def payload(account: BeneficiaryAccount, amount: int, purpose: str) -> str:
    """`amount` in whole VND, more than 0; `purpose` is written without diacritics, 25 letters at most.

    Raises ValueError for an amount that a transfer cannot have.
    """
    if amount <= 0 or len(str(amount)) > MAX_AMOUNT_DIGITS:
        raise ValueError("an amount of 1 to 13 digits")
    beneficiary = _field("00", account.bank) + _field("01", account.number)
    text = (
        _field("00", "01")
        + _field("01", DYNAMIC)
        + _field("38", _field("00", NAPAS) + _field("01", beneficiary) + _field("02", TO_ACCOUNT))
        + _field("53", VND)
        + _field("54", str(amount))
        + _field("58", "VN")
        + _field("62", _field("08", plain(purpose, MAX_PURPOSE)))
        + CRC_FIELD
    )
    return text + checksum(text)


def plain(text: str, length: int) -> str:
    """Letters, digits and blanks of ASCII, as banks pass them on; cut at `length`."""
    letters = re.sub(r"[^0-9A-Za-z ]+", " ", strip_diacritics(text))
    return re.sub(r" +", " ", letters).strip()[:length].rstrip()


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE (ISO/IEC 13239) over the text, in four hex digits."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ _CRC_POLYNOMIAL if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def _field(name: str, value: str) -> str:
    return f"{name}{len(value):02d}{value}"
