"""Values of the contracts that a careless pattern would let through."""

import re
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.accounts import PersonalNumber
from contracts.base import Day
from contracts.catalog import ProcedureCode
from contracts.contact_details import Phone
from contracts.printable import LongText, ShortText


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PersonalNumber, "٠١٢٣٤٥٦٧٨٩٠١"),
        (PersonalNumber, "００１０９９０１２３４５"),
        (Phone, "+٨٤٩١٢٣٤٥٦٧"),
        (ProcedureCode, "1.٠٠١١٩٣"),
    ],
)
def test_digits_are_those_of_ascii(kind: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize("kind", [ShortText, LongText])
def test_a_blank_is_no_text_and_the_schema_says_so(kind: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(" \t\n")
    assert re.search(TypeAdapter(kind).json_schema()["pattern"], " \t\n") is None


@pytest.mark.parametrize("strict", [True, False])
def test_a_day_is_read_in_queries_and_in_strict_bodies(strict: bool) -> None:
    days = TypeAdapter(Day)
    assert days.validate_json('"2026-11-21"', strict=strict) == date(2026, 11, 21)
    assert days.validate_python(date(2026, 11, 21), strict=strict) == date(2026, 11, 21)


@pytest.mark.parametrize("value", ["0", "20261121", "2026-W47-6", "2026-02-30", "2026-11-21T00:00:00", ""])
def test_what_is_not_yyyy_mm_dd_is_no_day(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(value)
