"""Values of the contracts that a careless pattern would let through."""

import json
import re
from datetime import UTC, date, datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

import contracts
from contracts.base import DIGITS, Day, Instant, Model, PersonalNumber, TaxCode
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


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01T08:00:00+07:00",
        "2026-07-01t01:00:00z",
        "2026-07-01 01:00Z",
        "2026-07-01T08:00:00.000000000+0700",
    ],
)
def test_a_moment_is_read_in_queries_and_in_strict_bodies(strict: bool, text: str) -> None:
    moments, at = TypeAdapter(Instant), datetime(2026, 7, 1, 1, tzinfo=UTC)
    assert moments.validate_json(f'"{text}"', strict=strict) == at
    assert moments.validate_python(text, strict=strict) == at
    assert moments.validate_python(at, strict=strict) == at


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "value",
    [
        *("20270701235959", "20270701", "0", "1782867600", "1782867600000", "-1", "1.5", ""),
        *("2026-07-01", "08:00+07:00", "2026-07-01T08:00:00", "2026-13-01T08:00:00Z", "2026-07-01T25:00:00Z"),
        *(1_782_867_600, 1.5, True, None),
    ],
)
def test_what_is_not_a_written_moment_is_none(value: object, strict: bool) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(value, strict=strict)
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_json(json.dumps(value), strict=strict)


def test_every_moment_of_every_contract_is_a_written_one() -> None:
    """None is pydantic's own datetime, which takes digits for seconds since 1970."""
    modules = [import_module(each.name) for each in walk_packages(contracts.__path__, "contracts.")]
    models = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Model)
        and not value.__pydantic_generic_metadata__["parameters"]
    }
    fields = [
        (model, name)
        for model in models
        for name, schema in model.model_json_schema().get("properties", {}).items()
        if "date-time" in json.dumps(schema)
    ]
    assert fields
    for model, name in fields:
        with pytest.raises(ValidationError) as refused:
            model.model_validate({name: "20270701235959"})
        assert [name] in [list(error["loc"][:1]) for error in refused.value.errors()], (model, name)


WHOLE: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=1), DIGITS])


@pytest.mark.parametrize("value", ["1.000", "1_000", "1,000", "+1", "1e3", " 1", "１", "٣", "0x1", "", "1.0"])
def test_a_whole_number_in_a_query_is_digits_alone(value: str) -> None:
    with pytest.raises(ValidationError):
        WHOLE.validate_python(value)
    assert WHOLE.validate_python("1000") == 1000
    assert WHOLE.json_schema() == {"type": "integer", "minimum": 1}


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
