"""The form of a receipt's number."""

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.dossiers.commands import ReceiptNumber

ADAPTER: TypeAdapter[str] = TypeAdapter(ReceiptNumber)


@pytest.mark.parametrize(
    "number", ["BL-0001234", "AA/23E 0001234", "0012345", "01BLP0-001/2026", "Đ.12", "BL_1"]
)
def test_symbols_and_numbers_of_receipts_are_taken(number: str) -> None:
    assert ADAPTER.validate_python(f" {number} ") == number


@pytest.mark.parametrize(
    "number", ["", " ", "đã thu", "không có", "-", "BL", "BL\n1", "B\u200bL1", "<b>1</b>", "1" * 51]
)
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(number)
