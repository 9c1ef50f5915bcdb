"""The number of a dossier from the moment of filing: every single slip is found, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.dossiers import (
    ALPHABET,
    RANDOM_LENGTH,
    DossierReference,
    SubmissionNumber,
    is_submission_number,
    submission_number,
)

NUMBER = TypeAdapter(SubmissionNumber)
REFERENCE = TypeAdapter(DossierReference)
numbers = st.text(ALPHABET, min_size=RANDOM_LENGTH, max_size=RANDOM_LENGTH).map(submission_number)


@given(numbers)
def test_a_number_is_taken_as_people_type_it(number: str) -> None:
    assert is_submission_number(number)
    for typed in (number, number.lower(), number.replace("-", " "), f" {number.replace('-', '')} "):
        assert NUMBER.validate_python(typed) == number
        assert REFERENCE.validate_python(typed) == number


@given(numbers, st.integers(0, RANDOM_LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number: str, place: int, other: str) -> None:
    letters = list(number.replace("-", ""))
    if letters[place] == other:
        return
    letters[place] = other
    with pytest.raises(ValidationError, match="mistyped_number"):
        REFERENCE.validate_python("".join(letters))


@given(numbers, st.integers(0, RANDOM_LENGTH), st.integers(0, RANDOM_LENGTH))
def test_two_that_changed_places_are_found(number: str, one: int, two: int) -> None:
    letters = list(number.replace("-", ""))
    if letters[one] == letters[two]:
        return
    letters[one], letters[two] = letters[two], letters[one]
    with pytest.raises(ValidationError, match="mistyped_number"):
        REFERENCE.validate_python("".join(letters))


@pytest.mark.parametrize("code", ["H26.31.05-261102-0001", "000.00.16.H05-200731-0001"])
def test_a_code_stays_a_reference(code: str) -> None:
    assert REFERENCE.validate_python(code.lower()) == code
    assert not is_submission_number(code)


@pytest.mark.parametrize("wrong", ["", "7KQM-2XRA", "019f52f8-6bbd-79cd-9d69-8a1f1c9c1f7e", "0000-0000-0000"])
def test_nothing_else_is_one(wrong: str) -> None:
    with pytest.raises(ValidationError):
        REFERENCE.validate_python(wrong)
