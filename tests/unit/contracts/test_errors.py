"""Field errors: where in the request something is wrong."""

from collections.abc import Sequence
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from contracts.errors import (
    MOST_FIELD_ERRORS,
    ErrorCode,
    FieldError,
    ServiceError,
    field_errors,
    json_pointer,
)


class Envelope(BaseModel):
    fields: dict[str, int]


def test_pointers_are_escaped_and_values_are_not_repeated() -> None:
    with pytest.raises(ValidationError) as raised:
        Envelope.model_validate({"fields": {"a/b~c": "private"}})
    (error,) = field_errors(raised.value, skip=1, under=("items",))
    assert (error.pointer, error.code) == ("/items/a~1b~0c", "int_parsing")
    assert "private" not in error.detail


def test_findings_that_a_framework_hands_on() -> None:
    found = [{"loc": ("query", "limit"), "type": "int_parsing", "msg": "no number", "input": "x"}]
    expected = FieldError(pointer="/query/limit", code="int_parsing", detail="no number")
    assert field_errors(found) == (expected,)


@pytest.mark.parametrize(
    ("parts", "pointer"), [((), ""), (("papers", 0), "/papers/0"), (("~1", "/"), "/~01/~1"), (("",), "/")]
)
def test_json_pointer(parts: Sequence[Any], pointer: str) -> None:
    assert json_pointer(parts) == pointer


class Row(BaseModel):
    number: int


class Rows(BaseModel):
    rows: Annotated[tuple[Row, ...], Field(min_length=2)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"number": 1}, {"number": "x"}], [("/rows/1/number", "int_parsing")]),
        (
            [{"number": "x"}, {"number": "x"}],
            [("/rows/0/number", "int_parsing"), ("/rows/1/number", "int_parsing")],
        ),
        ([{"number": 1}], [("/rows", "too_short")]),
        ([{"number": "x"}], [("/rows/0/number", "int_parsing"), ("/rows", "too_short")]),
        ([], [("/rows", "too_short")]),
    ],
)
def test_a_list_is_short_by_what_it_lacks_and_not_by_what_is_wrong_in_it(
    rows: list[object], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        Rows.model_validate({"rows": rows})
    assert [(error.pointer, error.code) for error in field_errors(refusal.value)] == expected


def test_the_first_of_very_many_findings() -> None:
    """One by one with all others they would take minutes."""
    wrong = [{"number": "x"}] * 100_000
    with pytest.raises(ValidationError) as refusal:
        Rows.model_validate({"rows": wrong})
    found = field_errors(refusal.value)
    assert [error.pointer for error in found] == [
        f"/rows/{index}/number" for index in range(MOST_FIELD_ERRORS)
    ]


def test_a_refusal_holds_the_first_of_its_field_errors() -> None:
    errors = tuple(FieldError(pointer=f"/{index}", code="missing", detail="missing") for index in range(500))
    assert ServiceError(ErrorCode.INVALID_REQUEST, errors=errors).errors == errors[:MOST_FIELD_ERRORS]
