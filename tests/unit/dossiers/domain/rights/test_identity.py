"""Who may file what, and whose stored papers it opens, by the level to which a number is proved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import law

from contracts.accounts import Contact
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.rights.identity import check_identity, own_store

levels = st.integers(0, 2)


def citizen(of_token: int | None) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id="a", assurance=of_token)


def contact(level: int, *, frozen: bool = False) -> Contact:
    number = "001099000001" if level else None
    return Contact(account_id="a", full_name="An", personal_number=number, assurance=level, frozen=frozen)


def may_file(required: int, of_token: int | None, known: Contact, *, for_another: bool) -> bool:
    procedure = law().procedure.model_copy(update={"required_ial": required})
    try:
        check_identity(procedure, citizen(of_token), known, for_another=for_another)
    except ServiceError as error:
        assert error.code is ErrorCode.IDENTITY_NOT_PROVED
        return False
    return True


@given(levels, levels, levels, st.booleans())
def test_filing_takes_the_level_of_the_procedure_and_one_for_another(
    required: int, of_token: int, known: int, another: bool
) -> None:
    allowed = min(of_token, known) >= max(required, 1 if another else 0)
    assert may_file(required, of_token, contact(known), for_another=another) is allowed


@given(levels, levels, st.booleans())
def test_a_frozen_account_files_nothing(required: int, of_token: int, another: bool) -> None:
    assert not may_file(required, of_token, contact(0, frozen=True), for_another=another)


def test_a_gateway_of_the_release_before_says_no_level_and_is_asked_for_none() -> None:
    assert may_file(2, None, contact(0), for_another=True)


@pytest.mark.parametrize(("of_token", "known", "level"), [(0, 2, 0), (2, 0, 0), (1, 2, 1), (None, 2, 2)])
def test_the_lower_of_what_the_token_and_accounts_say_counts(
    of_token: int | None, known: int, level: int
) -> None:
    assert own_store(citizen(of_token), contact(known)).level == level
