"""Accounts of agencies' systems: made by administrators, good for sessions of their own and for nothing else."""

import secrets

import jwt
import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, actor_of

from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import TOKEN_AUDIENCE, Account, AccountKind, CreateSystem, LogIn, OpenSystemSession
from contracts.base import Actor, ActorKind


def system_request() -> CreateSystem:
    return CreateSystem(
        command_id=new_id(),
        login=f"system-{secrets.token_hex(4)}",
        name="Hệ thống một cửa",
        password=PASSWORD,
        agency_code="000.00.00.H05",
    )


@pytest.fixture
def system(accounts: AccountsApplication) -> Account:
    return accounts.call(contract.create_system, system_request(), actor_of(accounts.administrator()))


def credentials(login: str, password: str = PASSWORD) -> OpenSystemSession:
    return OpenSystemSession(login=login, password=password)


def test_a_session_says_which_agency_speaks(accounts: AccountsApplication, system: Account) -> None:
    session = accounts.call(contract.open_system_session, credentials(system.login))
    claims = jwt.decode(session.access_token, options={"verify_signature": False}, audience=TOKEN_AUDIENCE)
    assert (claims["kind"], claims["sub"], claims["agency_code"]) == (
        "system",
        system.account_id,
        "000.00.00.H05",
    )
    assert claims["exp"] - claims["iat"] == session.expires_in == 3600


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.ADMINISTRATOR])
def test_nobody_but_an_administrator_makes_one(accounts: AccountsApplication, kind: ActorKind) -> None:
    refused = accounts.error_code(contract.create_system, system_request(), Actor(kind=kind, account_id="1"))
    assert refused == ("unauthenticated" if kind is ActorKind.ANONYMOUS else "forbidden")


def test_a_wrong_password_and_an_unknown_login_are_told_alike(
    accounts: AccountsApplication, system: Account
) -> None:
    for wrong in (credentials(system.login, "another password"), credentials("nobody.there")):
        assert accounts.error_code(contract.open_system_session, wrong) == "credentials_invalid"


def test_a_system_has_no_session_of_a_person(accounts: AccountsApplication, system: Account) -> None:
    log_in = LogIn(login=system.login, password=PASSWORD)
    assert accounts.error_code(contract.log_in, log_in) == "credentials_invalid"


def test_a_person_has_no_session_of_a_system(accounts: AccountsApplication) -> None:
    officer = accounts.officer()
    assert officer.kind is AccountKind.OFFICER
    assert (
        accounts.error_code(contract.open_system_session, credentials(officer.login)) == "credentials_invalid"
    )
