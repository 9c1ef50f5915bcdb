"""Accounts over RPC."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from tests.integration.accounts.callers import PASSWORD, SERVICE, actor_of, registration
from tests.integration.accounts.harness import AccountsHarness

from accounts.domain.attempts import ONE_CLIENT
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import (
    TOKEN_AUDIENCE,
    TOKEN_ISSUER,
    CreateAdministrator,
    CreateSystem,
    FindOfficers,
    GetAccount,
    GetJwks,
    LogIn,
    OpenSystemSession,
    RefreshTokens,
)
from contracts.base import OfficerRole
from contracts.errors import ErrorCode, ServiceError


def test_a_citizen_registers_and_sees_the_account(accounts: AccountsHarness) -> None:
    account = accounts.citizen()
    seen = accounts.call(contract.get_account, GetAccount(account_id=account.account_id), actor_of(account))
    assert seen == account
    assert accounts.events(account.account_id) == ["accounts.registered"]


def test_the_same_registration_twice_makes_one_account(accounts: AccountsHarness) -> None:
    request = registration()
    first = accounts.call(contract.register_citizen, request)
    assert accounts.call(contract.register_citizen, request) == first
    assert accounts.store.database.accounts.count_documents({"login": request.personal_number}) == 1


def test_only_an_operator_creates_administrators(accounts: AccountsHarness) -> None:
    request = CreateAdministrator(
        command_id=new_id(), login="admin-x", full_name="Quản trị", password=PASSWORD
    )
    administrator = actor_of(accounts.administrator())
    assert accounts.error_code(contract.create_administrator, request, administrator) == "forbidden"


def test_the_log_and_the_events_hold_no_personal_data(accounts: AccountsHarness) -> None:
    account = accounts.citizen()
    accounts.tokens(account)
    events = str(list(accounts.store.database.events.find({"aggregate_id": account.account_id})))
    log = accounts.process.log.read_text()
    for secret in (account.login, account.full_name, str(account.email), str(account.phone), PASSWORD):
        assert secret not in events
        assert secret not in log


def test_a_log_in_gives_a_token_that_the_published_keys_check(accounts: AccountsHarness) -> None:
    account = accounts.officer()
    tokens = accounts.tokens(account)
    (key,) = accounts.call(contract.get_jwks, GetJwks()).keys
    claims = jwt.decode(
        tokens.access_token,
        jwt.PyJWK(key),
        algorithms=["EdDSA"],
        audience=TOKEN_AUDIENCE,
        issuer=TOKEN_ISSUER,
    )
    assert claims["sub"] == account.account_id
    assert (claims["kind"], claims["agency_code"], claims["roles"]) == ("officer", "H05.34.44", ["reception"])
    assert tokens.expires_in == 600
    assert 30 * 86400 - 60 < tokens.refresh_expires_in <= 30 * 86400


def test_an_unknown_login_takes_as_long_as_a_wrong_password(accounts: AccountsHarness) -> None:
    def seconds(login: str) -> float:
        began = time.perf_counter()
        accounts.error_code(contract.log_in, LogIn(login=login, password="x" * 12))
        return time.perf_counter() - began

    # Side by side, so that a busy machine slows both.
    pairs = [(seconds(accounts.citizen().login), seconds(f"nobody-{number}")) for number in range(7)]
    existing, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.4 < unknown / existing < 2.5, "without a hash to check, an answer takes a tenth of the time"


def test_guesses_made_side_by_side_are_all_counted(accounts: AccountsHarness) -> None:
    account = accounts.citizen()
    wrong = LogIn(login=account.login, password=PASSWORD + "x")

    def guess(_: int) -> str:
        """Again and again while too many wait for a hash, which counts nothing."""
        code: str = ErrorCode.UNAVAILABLE
        with BlockingRpcClient(accounts.rpc.connection.as_uri(include_password=True), "tests") as caller:
            while code == ErrorCode.UNAVAILABLE:
                with pytest.raises(ServiceError) as refused:
                    caller.call(contract.log_in, wrong, Context.new(), 20.0)
                code = refused.value.code
        return code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(guess, range(40)))
    assert set(answers) == {"credentials_invalid", "rate_limited"}
    assert answers.count("credentials_invalid") <= ONE_CLIENT.free + 3


def test_refreshes_at_once_all_get_the_same_next_token(accounts: AccountsHarness) -> None:
    tokens = accounts.tokens(accounts.citizen())

    def attempt(_: int) -> str:
        with BlockingRpcClient(accounts.rpc.connection.as_uri(include_password=True), "tests") as caller:
            try:
                return caller.call(
                    contract.refresh, RefreshTokens(refresh_token=tokens.refresh_token), Context.new(), 20.0
                ).refresh_token
            except ServiceError as error:
                return error.code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(attempt, range(6)))
    assert len(set(answers)) == 1
    accounts.call(contract.refresh, RefreshTokens(refresh_token=answers[0]))


def test_a_system_opens_a_session(accounts: AccountsHarness) -> None:
    request = CreateSystem(
        command_id=new_id(),
        login="system-rpc",
        name="Hệ thống",
        password=PASSWORD,
        agency_code="000.00.00.H05",
    )
    accounts.call(contract.create_system, request, actor_of(accounts.administrator()))
    session = accounts.call(
        contract.open_system_session, OpenSystemSession(login="system-rpc", password=PASSWORD)
    )
    assert session.expires_in == 3600


def test_a_service_finds_officers(accounts: AccountsHarness) -> None:
    officer = accounts.officer("H80.12")
    request = FindOfficers(agency_code="H80.12", role=OfficerRole.RECEPTION)
    assert accounts.call(contract.find_officers, request, SERVICE).account_ids == (officer.account_id,)
