"""Values of the contracts that a careless pattern would let through."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.accounts import PersonalNumber, Phone
from contracts.base import Line, Text
from contracts.catalog import ProcedureCode


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


@pytest.mark.parametrize("kind", [Line, Text])
def test_a_blank_is_no_text_and_the_schema_says_so(kind: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(" \t\n")
    assert TypeAdapter(kind).json_schema()["pattern"] == r"\S"
