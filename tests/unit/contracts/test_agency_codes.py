"""Both styles of agency codes, alone and against each other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.accounts import AgencyCode
from contracts.agency_codes import (
    AgencyCodeParts,
    AgencyCodeStyle,
    canonical,
    is_code,
    is_within,
    parse,
    root_of,
    within_pattern,
)

# Few values, so that codes meet often.
ROOTS = st.sampled_from(("H05", "G15"))
GROUPS = st.sampled_from(("00", "16", "34"))
FOURTH = st.sampled_from(("000", "001"))


@st.composite
def old_codes(draw: st.DrawFn) -> str:
    return f"{draw(FOURTH)}.{draw(GROUPS)}.{draw(GROUPS)}.{draw(ROOTS)}"


@st.composite
def new_codes(draw: st.DrawFn) -> str:
    return ".".join((draw(ROOTS), *draw(st.lists(GROUPS, max_size=4))))


CODES = old_codes() | new_codes()


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("000.00.16.H05", AgencyCodeParts(AgencyCodeStyle.OLD, ("H05", "16"))),
        ("001.00.16.H05", AgencyCodeParts(AgencyCodeStyle.OLD, ("H05", "16", "00", "001"))),
        ("000.12.16.H05", AgencyCodeParts(AgencyCodeStyle.OLD, ("H05", "16", "12"))),
        ("16.H05", AgencyCodeParts(AgencyCodeStyle.OLD, ("H05", "16"))),
        ("000.00.00.G15", AgencyCodeParts(AgencyCodeStyle.NEW, ("G15",))),
        ("H05.34.44", AgencyCodeParts(AgencyCodeStyle.NEW, ("H05", "34", "44"))),
        ("G17", AgencyCodeParts(AgencyCodeStyle.NEW, ("G17",))),
    ],
)
def test_a_code_is_read_from_its_first_level_down(code: str, place: AgencyCodeParts) -> None:
    assert parse(code) == place


@pytest.mark.parametrize(
    "text",
    ["", "H5", "H05.", "H05.1", "H05.0001", ".H05", "000.00.H05.16", "H05" + ".11" * 11],
)
def test_a_text_that_is_no_code_is_refused_everywhere(text: str) -> None:
    assert not is_code(text)
    with pytest.raises(ValueError, match="not the code of an agency"):
        parse(text)
    with pytest.raises(ValidationError):
        TypeAdapter(AgencyCode).validate_python(text)


@pytest.mark.parametrize("typed", ["h05", "H05\n", " h 05"])
def test_a_code_typed_by_hand_is_brought_to_its_form(typed: str) -> None:
    assert not is_code(typed)
    assert TypeAdapter(AgencyCode).validate_python(typed) == "H05"


@pytest.mark.parametrize(
    ("code", "above", "within"),
    [
        ("000.12.16.H05", "000.00.16.H05", True),
        ("000.00.16.H05", "000.12.16.H05", False),
        ("000.12.17.H05", "000.00.16.H05", False),
        ("000.00.16.H06", "000.00.16.H05", False),
        ("H05.34.44", "H05.34", True),
        ("H05.344", "H05.34", False),
        ("H05.34.44", "H05.44", False),
        ("000.00.16.H05", "H05", True),
        ("000.00.16.H05", "000.00.00.H05", True),
        ("H05.34", "000.00.00.H05", True),
        ("H05", "000.00.00.H05", True),
        ("H05.16", "000.00.16.H05", False),
        ("000.00.16.H05", "H05.16", False),
        ("H05", "000.00.16.H05", False),
    ],
)
def test_within(code: str, above: str, within: bool) -> None:
    assert is_within(code, above) is within


@given(CODES)
def test_every_code_is_within_itself_and_its_root(code: str) -> None:
    assert is_within(code, code)
    assert is_within(code, root_of(code))


@given(CODES, CODES, CODES)
def test_within_is_passed_on(low: str, middle: str, high: str) -> None:
    if is_within(low, middle) and is_within(middle, high):
        assert is_within(low, high)


@given(CODES, CODES)
def test_two_codes_within_each_other_are_one_place(one: str, other: str) -> None:
    if is_within(one, other) and is_within(other, one):
        assert canonical(one) == canonical(other)


@given(CODES)
def test_the_canonical_spelling_is_a_code_of_the_same_place(code: str) -> None:
    spelt = canonical(code)
    assert parse(spelt) == parse(code)
    assert canonical(spelt) == spelt


@pytest.mark.parametrize(
    ("code", "spelt"), [("000.00.00.H05", "H05"), ("16.H05", "000.00.16.H05"), ("H05.34.44", "H05.34.44")]
)
def test_canonical(code: str, spelt: str) -> None:
    assert canonical(code) == spelt


@pytest.mark.parametrize("text", ["", "H5", "anything", "H05.34.44\n"])
def test_a_text_that_is_no_code_is_within_nothing(text: str) -> None:
    assert not is_within(text, "H05")
    with pytest.raises(ValueError, match="not the code of an agency"):
        is_within("H05", text)


@given(CODES, CODES)
def test_the_pattern_finds_exactly_what_is_within(code: str, above: str) -> None:
    assert (re.search(within_pattern(above), code) is not None) is is_within(code, above)
