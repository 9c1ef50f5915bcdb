"""A number is proved at a desk; who typed it before or after is kept out of nothing and finds nothing by it."""

from __future__ import annotations

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, SERVICE, actor_of, proof_request, registration
from tests.integration.accounts.earlier_documents import in_the_clear
from tests.support.query_plans import explain

from accounts.repository.personal_fields import PROOF
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from chassis.storage.repository import same_text
from contracts import accounts as contract
from contracts.accounts import Account, CreateOfficer, GetContact, IssueDeskCode, LogIn, ProofMethod
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole


def claimants(accounts: AccountsApplication) -> tuple[Account, Account]:
    """Somebody who types a number first, and the person whose it is."""
    request = registration()
    first = accounts.call(contract.register_citizen, request)
    again = request.model_copy(update={"command_id": new_id()})
    return first, accounts.call(contract.register_citizen, again)


def test_who_proves_a_number_gets_it_and_the_other_account_is_frozen(accounts: AccountsApplication) -> None:
    thief, person = claimants(accounts)
    proof = accounts.prove(person)
    after, frozen = accounts.read(person), accounts.read(thief)
    assert (proof.assurance, proof.proof, proof.account_id) == (2, ProofMethod.DESK, person.account_id)
    assert (after.personal_number, after.assurance) == (thief.login, 2)
    assert (frozen.personal_number, frozen.assurance, frozen.frozen_at is None) == (None, 0, False)
    contact = accounts.call(contract.get_contact, GetContact(account_id=thief.account_id), SERVICE)
    assert (contact.personal_number, contact.assurance, contact.frozen) == (None, 0, True)
    assert accounts.events(person.account_id)[-1] == "accounts.number_proved"
    assert accounts.events(thief.account_id) == ["accounts.registered", "accounts.account_frozen"]
    for account in (thief, person):
        verify(accounts.store.database, account.account_id)


def test_both_log_in_afterwards_each_by_the_own_password(accounts: AccountsApplication) -> None:
    request = registration()
    thief = accounts.call(contract.register_citizen, request)
    own = request.model_copy(update={"command_id": new_id(), "password": f"{PASSWORD}-khac"})
    person = accounts.call(contract.register_citizen, own)
    accounts.prove(person)
    number = request.personal_number
    assert accounts.call(contract.log_in, LogIn(login=number, password=PASSWORD)).access_token
    assert accounts.call(contract.log_in, LogIn(login=number, password=own.password)).access_token
    assert accounts.call(contract.log_in, LogIn(login=person.login, password=own.password)).access_token
    wrong = LogIn(login=person.login, password=PASSWORD)
    assert accounts.error_code(contract.log_in, wrong) == "credentials_invalid"
    assert accounts.read(thief).login == number


def test_a_number_that_was_proved_goes_to_who_proves_it_as_strongly(accounts: AccountsApplication) -> None:
    first, second = claimants(accounts)
    accounts.prove(first)
    accounts.prove(second)
    assert (accounts.read(first).personal_number, accounts.read(second).personal_number) == (
        None,
        first.login,
    )


def test_an_account_of_the_release_before_has_nothing_proved_and_is_frozen_like_any_other(
    accounts: AccountsApplication,
) -> None:
    before, person = claimants(accounts)
    fields = ("stated_number", "personal_number", "assurance", "proof", "proved_at", "frozen_at")
    in_the_clear(accounts.store, before.account_id, without=fields)
    assert (accounts.read(before).stated_number, accounts.read(before).assurance) == (before.login, 0)
    accounts.prove(person)
    assert accounts.read(before).frozen_at is not None


def test_a_code_is_good_once_and_the_latest_alone(accounts: AccountsApplication) -> None:
    account, desk = accounts.citizen(), actor_of(accounts.officer())
    old, code = (accounts.call(contract.issue_desk_code, IssueDeskCode(), actor_of(account)) for _ in "12")
    request = proof_request(old.code, account.login)
    assert accounts.error_code(contract.prove_number, request, desk) == "invalid_request"
    first = proof_request(code.code, account.login)
    answer = accounts.call(contract.prove_number, first, desk)
    assert accounts.call(contract.prove_number, first, desk) == answer
    again = first.model_copy(update={"command_id": new_id()})
    assert accounts.error_code(contract.prove_number, again, desk) == "invalid_request"


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (ANONYMOUS, "unauthenticated"),
        (Actor(kind=ActorKind.CITIZEN, account_id="x"), "forbidden"),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="x"), "forbidden"),
        (
            Actor(
                kind=ActorKind.OFFICER,
                account_id="x",
                agency_code="H05.34.44",
                roles=(OfficerRole.PROCESSING, OfficerRole.LEADER),
            ),
            "forbidden",
        ),
        (SERVICE, "forbidden"),
    ],
)
def test_only_an_officer_of_reception_proves_a_number(
    accounts: AccountsApplication, actor: Actor, code: str
) -> None:
    request = proof_request("ABCDEFGH", "001099000001")
    assert accounts.error_code(contract.prove_number, request, actor) == code


def test_an_officer_gets_no_code(accounts: AccountsApplication) -> None:
    officer = actor_of(accounts.officer())
    assert accounts.error_code(contract.issue_desk_code, IssueDeskCode(), officer) == "forbidden"


def test_officer_and_paper_are_recorded_and_no_event_has_a_number(accounts: AccountsApplication) -> None:
    account, officer = accounts.citizen(), accounts.officer()
    accounts.prove(account, officer=officer)
    database = accounts.store.database
    (recorded,) = database.identity_proofs.find({"account_id": account.account_id})
    assert (recorded["officer_id"], recorded["agency_code"], recorded["method"], recorded["level"]) == (
        officer.account_id,
        officer.agency_code,
        "desk",
        2,
    )
    assert accounts.store.cipher is not None
    opened = PROOF.open(recorded, accounts.store.cipher)
    assert opened["paper"] == {"kind": "identity_card", "number": account.login}
    assert account.login not in str(recorded)
    assert account.login not in str(list(database.events.find({"aggregate_id": account.account_id})))


def test_a_login_like_a_number_belongs_to_citizens_alone(accounts: AccountsApplication) -> None:
    request = CreateOfficer(
        command_id=new_id(),
        login="001099000001",
        full_name="Trần Thị Lan",
        password=PASSWORD,
        agency_code="H05.34.44",
        roles=(OfficerRole.RECEPTION,),
    )
    administrator = actor_of(accounts.administrator())
    assert accounts.error_code(contract.create_officer, request, administrator) == "invalid_request"


@pytest.mark.parametrize("field", ["personal_number", "stated_number"])
def test_accounts_of_a_number_are_found_by_an_index(accounts: AccountsApplication, field: str) -> None:
    account = accounts.citizen()
    accounts.prove(account)
    query = {"find": "accounts", "filter": {field: same_text(account.login)}}
    assert "COLLSCAN" not in explain(accounts.store.database, query).stages
