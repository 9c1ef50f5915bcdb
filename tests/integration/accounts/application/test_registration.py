"""Accounts are created once, by those who may, and are seen by those who may."""

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import (
    OPERATOR,
    PASSWORD,
    SERVICE,
    actor_of,
    officer_request,
    registration,
)

from accounts.repository.accounts import AccountRepository
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    GetAccount,
    GetContact,
    ListOfficers,
    UpdateProfile,
)
from contracts.base import ANONYMOUS, Actor, ActorKind


def test_the_same_key_for_another_registration_is_refused(accounts: AccountsApplication) -> None:
    request = registration()
    accounts.call(contract.register_citizen, request)
    other = request.model_copy(update={"full_name": "Lê Thị Bình"})
    assert accounts.error_code(contract.register_citizen, other) == "idempotency_mismatch"


def test_who_types_a_number_first_keeps_nobody_out(accounts: AccountsApplication) -> None:
    request = registration()
    first = accounts.call(contract.register_citizen, request)
    again = request.model_copy(update={"command_id": new_id()})
    second = accounts.call(contract.register_citizen, again)
    assert (first.login, second.stated_number) == (request.personal_number, request.personal_number)
    assert second.login.startswith(f"{request.personal_number}-")
    assert accounts.tokens(second).access_token
    assert (first.personal_number, second.personal_number, second.assurance) == (None, None, 0)


def test_a_weak_password_makes_no_account(accounts: AccountsApplication) -> None:
    request = registration().model_copy(update={"password": "1234567890"})
    assert accounts.error_code(contract.register_citizen, request) == "invalid_request"
    assert not accounts.store.repository(AccountRepository).has_login(request.personal_number)


def test_logins_that_differ_in_case_alone_are_one(accounts: AccountsApplication) -> None:
    administrator, request = actor_of(accounts.administrator()), officer_request()
    accounts.call(contract.create_officer, request, administrator)
    again = request.model_copy(update={"command_id": new_id(), "login": request.login.lower()})
    assert accounts.error_code(contract.create_officer, again, administrator) == "account_exists"


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (ANONYMOUS, "unauthenticated"),
        (Actor(kind=ActorKind.CITIZEN, account_id="x"), "forbidden"),
        (Actor(kind=ActorKind.OFFICER, account_id="x", agency_code="H05.34.44"), "forbidden"),
        (SERVICE, "forbidden"),
        (OPERATOR, "forbidden"),
    ],
)
def test_only_an_administrator_creates_officers(
    accounts: AccountsApplication, actor: Actor, code: str
) -> None:
    assert accounts.error_code(contract.create_officer, officer_request(), actor) == code


def test_an_account_is_hidden_from_others(accounts: AccountsApplication) -> None:
    account, other = accounts.citizen(), accounts.officer()
    request = GetAccount(account_id=account.account_id)
    assert accounts.error_code(contract.get_account, request, actor_of(other)) == "not_found"


def test_a_profile_is_changed_by_its_owner_and_recorded(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    request = UpdateProfile(command_id=new_id(), expected_version=1, email="moi@example.vn", locale="en")
    changed = accounts.call(contract.update_profile, request, actor_of(account))
    assert (changed.version, changed.email, changed.locale) == (2, "moi@example.vn", "en")
    assert changed.phone == account.phone
    assert accounts.events(account.account_id) == ["accounts.registered", "accounts.profile_updated"]
    verify(accounts.store.database, account.account_id)


def test_a_stale_profile_is_refused(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    request = UpdateProfile(command_id=new_id(), expected_version=2, locale="en")
    assert accounts.error_code(contract.update_profile, request, actor_of(account)) == "version_stale"


def test_a_service_learns_where_to_reach_a_person(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    contact = accounts.call(contract.get_contact, GetContact(account_id=account.account_id), SERVICE)
    assert (contact.email, contact.phone, contact.locale) == (account.email, account.phone, "vi")


def test_nobody_else_learns_where_to_reach_a_person(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    request = GetContact(account_id=account.account_id)
    assert accounts.error_code(contract.get_contact, request, actor_of(account)) == "forbidden"


def test_an_administrator_leafs_through_the_officers_of_an_agency(accounts: AccountsApplication) -> None:
    created = [accounts.officer("H77.12") for _ in range(5)]
    accounts.officer("H77.13")
    seen: list[Account] = []
    cursor, administrator = None, actor_of(accounts.administrator())
    while True:
        request = ListOfficers(agency_code="H77.12", limit=2, cursor=cursor)
        page = accounts.call(contract.list_officers, request, administrator)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == created


def test_a_cursor_of_another_list_is_refused(accounts: AccountsApplication) -> None:
    administrator = actor_of(accounts.administrator())
    for _ in range(2):
        accounts.officer("H78.12")
    page = accounts.call(contract.list_officers, ListOfficers(agency_code="H78.12", limit=1), administrator)
    other = ListOfficers(agency_code="H78.13", limit=1, cursor=page.next_cursor)
    assert accounts.error_code(contract.list_officers, other, administrator) == "invalid_request"


def test_an_officer_lists_the_officers_of_no_other_agency(accounts: AccountsApplication) -> None:
    caller, others = actor_of(accounts.officer()), ListOfficers(agency_code="H99.99")
    assert accounts.error_code(contract.list_officers, others, caller) == "forbidden"


def test_a_password_is_stored_as_a_hash_alone(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    database = accounts.store.database
    stored = str([list(database[name].find()) for name in ("accounts", "commands", "events")])
    assert account.account_id in stored
    assert PASSWORD not in stored
