"""The life of a number: stated by many, proved by one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import accounts, assurance
from accounts.domain.assurance import Proof
from contracts.accounts import Account, AccountKind, ProofMethod, RegisterCitizen
from contracts.errors import ErrorCode, ServiceError

AT = datetime(2026, 11, 28, tzinfo=UTC)
NUMBERS = ("001099000001", "001099000002")
IDS = ("a", "b", "c")


def registered(account_id: str, number: str = NUMBERS[0]) -> Account:
    request = RegisterCitizen(
        command_id="c1", personal_number=number, full_name="Nguyễn Văn An", password="mot hai ba bon"
    )
    return accounts.citizen(request, account_id, AT)


def proof(number: str = NUMBERS[0], level: int = 2) -> Proof:
    return Proof(number, level, ProofMethod.DESK)


def test_a_number_that_is_typed_is_stated_and_not_proved() -> None:
    account = registered("a")
    assert (account.stated_number, account.personal_number, account.assurance) == (NUMBERS[0], None, 0)


def test_the_name_of_the_proof_becomes_that_of_the_account() -> None:
    named = Proof(NUMBERS[0], 2, ProofMethod.DESK, "Nguyễn Thị Ánh")
    assert assurance.proved(registered("a"), named, AT).full_name == "Nguyễn Thị Ánh"


def test_a_weaker_proof_of_the_same_number_lowers_nothing() -> None:
    before = assurance.proved(registered("a"), proof(), AT)
    assert assurance.proved(before, proof(level=1), AT) is before


def test_a_proved_account_takes_no_other_number() -> None:
    account = assurance.proved(registered("a"), proof(), AT)
    with pytest.raises(ServiceError) as refused:
        assurance.proved(account, proof(NUMBERS[1]), AT)
    assert refused.value.code is ErrorCode.IDENTITY_CONFLICT


def test_nobody_but_a_citizen_proves_a_number() -> None:
    official = registered("a").model_copy(update={"kind": AccountKind.OFFICER})
    with pytest.raises(ServiceError, match="forbidden"):
        assurance.proved(official, proof(), AT)


def test_a_frozen_account_is_free_again_when_it_proves_its_number() -> None:
    frozen = assurance.frozen(registered("a"), AT)
    assert frozen.frozen_at == AT
    freed = assurance.proved(frozen, proof(NUMBERS[1]), AT)
    assert (freed.frozen_at, freed.personal_number, freed.stated_number) == (None, NUMBERS[1], NUMBERS[1])


class People:
    """Three accounts, and what the use case does with them."""

    def __init__(self, stated: tuple[str, ...]) -> None:
        self.accounts = {id_: registered(id_, number) for id_, number in zip(IDS, stated, strict=True)}

    def prove(self, account_id: str, shown: Proof) -> None:
        """All or nothing, as in a transaction. Raises ServiceError."""
        number = shown.personal_number
        after = {account_id: assurance.proved(self.accounts[account_id], shown, AT)}
        for other_id, other in self.accounts.items():
            if other_id != account_id and number in (other.personal_number, other.stated_number):
                assurance.require_as_strong(shown, other)
                after[other_id] = assurance.frozen(other, AT)
        self.accounts |= after


acts = st.tuples(st.sampled_from(IDS), st.sampled_from(NUMBERS), st.integers(1, 2))


@given(st.tuples(*[st.sampled_from(NUMBERS)] * 3), st.lists(acts, max_size=8))
def test_whatever_is_proved_a_number_is_of_one_account_and_a_frozen_one_has_nothing(
    stated: tuple[str, ...], shown: list[tuple[str, str, int]]
) -> None:
    people = People(stated)
    for account_id, number, level in shown:
        before = dict(people.accounts)
        try:
            people.prove(account_id, proof(number, level))
        except ServiceError as error:
            assert error.code is ErrorCode.IDENTITY_CONFLICT
            assert people.accounts == before
        else:
            assert people.accounts[account_id].personal_number == number
        held = [each.personal_number for each in people.accounts.values() if each.personal_number]
        assert len(held) == len(set(held))
        for id_, account in people.accounts.items():
            assert (account.personal_number is None) == (account.assurance == 0)
            assert (account.proof is None) == (account.assurance == 0)
            assert account.frozen_at is None or account.personal_number is None
            assert account.version >= before[id_].version
