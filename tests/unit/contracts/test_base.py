"""Values of the contracts that a careless pattern would let through."""

import re
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.base import Day, PersonalNumber, TaxCode
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


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((PersonalNumber, n) for n in ("000000000000", "999999999999", "097099000001", "400099000001")),
        *((PersonalNumber, n) for n in ("12345", "00109900001", "0010990000012", "00109900000a", "")),
        *(
            (TaxCode, n)
            for n in ("0101234568", "0101243151", "01012345", "", "0101243150-01", "0101243150-0001")
        ),
        *((TaxCode, n) for n in ("0101243151-001", "0000000000", "001099000001")),
    ],
)
def test_numbers_that_nobody_has_are_refused(kind: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((PersonalNumber, n) for n in ("001099000001", "096312000001", "108190000001")),
        *((TaxCode, n) for n in ("0101243150", "0100109106", "0101243150-001", "0101243150001")),
    ],
)
def test_numbers_of_the_right_form_are_taken(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value) == value
