"""People as a request states them."""

import pytest
from pydantic import ValidationError

from contracts.dossiers import Applicant, ApplicantIdentity, IdentityType, Principal

WRONG = [
    (IdentityType.PERSONAL_NUMBER, "12345"),
    (IdentityType.PERSONAL_NUMBER, "000000000000"),
    (IdentityType.PERSONAL_NUMBER, "0010990000AB"),
    (IdentityType.TAX_CODE, "0101234568"),
    (IdentityType.TAX_CODE, "01012345"),
    (IdentityType.OLD_ID, "12345678"),
    (IdentityType.OLD_ID, "A12345678"),
    (IdentityType.PASSPORT, "B123"),
    (IdentityType.PASSPORT, "B-1234567"),
]
RIGHT = [
    (IdentityType.PERSONAL_NUMBER, "001099000001"),
    (IdentityType.TAX_CODE, "0101243150"),
    (IdentityType.TAX_CODE, "0101243150-002"),
    (IdentityType.OLD_ID, "012345678"),
    (IdentityType.PASSPORT, "B1234567"),
    (IdentityType.OTHER, "12-AB"),
]


@pytest.mark.parametrize(("kind", "number"), WRONG)
def test_a_number_has_the_form_of_its_kind(kind: IdentityType, number: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Principal.model_validate({"full_name": "A", "identity": {"type": kind, "number": number}})
    assert [error["loc"] for error in refusal.value.errors()] == [("identity", "number")]


@pytest.mark.parametrize(("kind", "number"), RIGHT)
def test_a_number_of_the_right_form_is_taken(kind: IdentityType, number: str) -> None:
    stated = Principal.model_validate({"full_name": "A", "identity": {"type": kind, "number": number}})
    assert stated.identity is not None and stated.identity.number == number


@pytest.mark.parametrize(("kind", "number"), WRONG)
def test_what_was_stored_before_is_read(kind: IdentityType, number: str) -> None:
    assert Applicant(full_name="A", identity=ApplicantIdentity(type=kind, number=number)).identity
