"""Officers as other services find them: by agency, role and unit."""

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import SERVICE, actor_of, officer_request

from contracts import accounts as contract
from contracts.accounts import Account, AccountKind, FindOfficers, GetContact
from contracts.base import OfficerRole

AGENCY = "H79.12"


@pytest.fixture
def made(accounts: AccountsApplication) -> dict[str, Account]:
    """By unit; the one of unit A has two roles."""
    administrator = actor_of(accounts.administrator())
    roles = {
        "A": (OfficerRole.PROCESSING, OfficerRole.MANAGER),
        "B": (OfficerRole.PROCESSING,),
        "C": (OfficerRole.RECEPTION,),
    }
    return {
        unit: accounts.call(
            contract.create_officer,
            officer_request(AGENCY).model_copy(update={"unit": unit, "roles": roles[unit]}),
            administrator,
        )
        for unit in roles
    }


def found(accounts: AccountsApplication, role: OfficerRole, unit: str = "") -> set[str]:
    request = FindOfficers(agency_code=AGENCY, role=role, unit=unit)
    return set(accounts.call(contract.find_officers, request, SERVICE).account_ids)


def test_officers_are_found_by_role_and_unit(accounts: AccountsApplication, made: dict[str, Account]) -> None:
    ids = {unit: account.account_id for unit, account in made.items()}
    assert found(accounts, OfficerRole.PROCESSING) >= {ids["A"], ids["B"]}
    assert ids["C"] not in found(accounts, OfficerRole.PROCESSING)
    assert ids["A"] in found(accounts, OfficerRole.MANAGER, "A")
    assert found(accounts, OfficerRole.MANAGER, "B") == set()


def test_nobody_but_services_finds_officers(accounts: AccountsApplication, made: dict[str, Account]) -> None:
    request = FindOfficers(agency_code=AGENCY, role=OfficerRole.PROCESSING)
    assert accounts.error_code(contract.find_officers, request, actor_of(made["A"])) == "forbidden"


def test_a_service_learns_where_an_officer_works(
    accounts: AccountsApplication, made: dict[str, Account]
) -> None:
    officer = made["A"]
    contact = accounts.call(contract.get_contact, GetContact(account_id=officer.account_id), SERVICE)
    assert (contact.kind, contact.agency_code, contact.unit) == (AccountKind.OFFICER, AGENCY, "A")
    assert contact.personal_number is None


def test_a_service_learns_the_number_that_a_citizen_has_proved(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    request = GetContact(account_id=account.account_id)
    assert accounts.call(contract.get_contact, request, SERVICE).personal_number is None
    accounts.prove(account)
    contact = accounts.call(contract.get_contact, request, SERVICE)
    known = (contact.kind, contact.personal_number, contact.assurance, contact.frozen)
    assert known == (AccountKind.CITIZEN, account.login, 2, False)
    assert account.login not in repr(contact)
