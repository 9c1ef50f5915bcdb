"""Guessing a password: bounded from one address and from many, and nobody is shut out by somebody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD

from accounts.domain import attempts
from accounts.domain.attempts import ONE_CLIENT, STRANGERS, LoginAttempts
from accounts.repository.attempts import LoginAttemptRepository
from chassis.core.clock import utcnow
from contracts import accounts as contract
from contracts.accounts import Account, AccountKind, LogIn, OpenSystemSession
from contracts.errors import ErrorCode, ServiceError

HERE, ATTACKER = "198.51.100.7", "203.0.113.9"
KINDS: dict[str, Callable[[AccountsApplication], Account]] = {
    "citizen": AccountsApplication.citizen,
    "officer": AccountsApplication.officer,
    "administrator": AccountsApplication.administrator,
    "system": AccountsApplication.system,
}

each_kind = pytest.mark.parametrize("kind", KINDS)


def attempt(accounts: AccountsApplication, client: str, account: Account, password: str) -> str:
    """ "ok" or the code of the refusal, by the door that accounts of this kind use."""
    try:
        if account.kind is AccountKind.SYSTEM:
            accounts.at(client).call(
                contract.open_system_session, OpenSystemSession(login=account.login, password=password)
            )
        else:
            accounts.at(client).call(contract.log_in, LogIn(login=account.login, password=password))
    except ServiceError as error:
        return error.code
    return "ok"


def guess(accounts: AccountsApplication, client: str, account: Account) -> str:
    return attempt(accounts, client, account, PASSWORD + "x")


def let_be_made(
    accounts: AccountsApplication, account: Account, count: int, client: str | None = None
) -> None:
    """As if so many guesses had been made: at one address, or, without one, at many."""
    key = (
        attempts.client_attempts_key(account.login, client)
        if client
        else attempts.stranger_attempts_key(account.login)
    )
    now = utcnow()
    row = LoginAttempts(count, now, now + attempts.QUIET)
    accounts.store.repository(LoginAttemptRepository).change({key: lambda _: row})


def exhaust(accounts: AccountsApplication, client: str, account: Account) -> int:
    """Guess until told to wait, the last few really; how many guesses were looked at."""
    let_be_made(accounts, account, ONE_CLIENT.free - 3, client)
    for count in range(ONE_CLIENT.free - 3, 1000):
        if guess(accounts, client, account) == ErrorCode.RATE_LIMITED:
            return count
    raise AssertionError("nothing stopped the guessing")


@each_kind
def test_who_guesses_at_one_address_shuts_out_nobody_elsewhere(
    accounts: AccountsApplication, kind: str
) -> None:
    account = KINDS[kind](accounts)
    assert exhaust(accounts, ATTACKER, account) == ONE_CLIENT.free
    assert attempt(accounts, ATTACKER, account, PASSWORD) == ErrorCode.RATE_LIMITED
    assert guess(accounts, ATTACKER, account) == ErrorCode.RATE_LIMITED
    let_pass(accounts, STRANGERS.longest_s)
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"


@each_kind
def test_a_few_slips_at_the_own_address_stop_nobody(accounts: AccountsApplication, kind: str) -> None:
    account = KINDS[kind](accounts)
    for _ in range(11):
        assert guess(accounts, HERE, account) == ErrorCode.CREDENTIALS_INVALID
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"


@each_kind
def test_who_guesses_from_many_addresses_is_slowed_down_and_a_known_one_is_not(
    accounts: AccountsApplication, kind: str
) -> None:
    account = KINDS[kind](accounts)
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"
    let_be_made(accounts, account, STRANGERS.free - 2)
    answers = [guess(accounts, f"203.0.113.{number}", account) for number in range(10)]
    assert answers[:2] == [ErrorCode.CREDENTIALS_INVALID] * 2
    assert ErrorCode.RATE_LIMITED in answers
    let_pass(accounts, -STRANGERS.longest_s)
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"
    assert attempt(accounts, "192.0.2.1", account, PASSWORD) == ErrorCode.RATE_LIMITED
    let_pass(accounts, 3 * STRANGERS.longest_s)
    assert attempt(accounts, "192.0.2.1", account, PASSWORD) == "ok"
    assert attempt(accounts, "192.0.2.1", account, PASSWORD) == "ok"


def test_right_passwords_from_ever_new_addresses_are_never_slowed_down(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    let_be_made(accounts, account, STRANGERS.free - 3)
    for number in range(6):
        assert attempt(accounts, f"192.0.2.{number}", account, PASSWORD) == "ok"


def test_a_success_forgets_the_failures_of_its_address(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    for _ in range(2):
        let_be_made(accounts, account, ONE_CLIENT.free - 2, HERE)
        assert guess(accounts, HERE, account) == ErrorCode.CREDENTIALS_INVALID
        assert attempt(accounts, HERE, account, PASSWORD) == "ok"


def test_one_client_is_told_how_long_to_wait_and_may_then_go_on(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    exhaust(accounts, HERE, account)
    with pytest.raises(ServiceError) as refused:
        accounts.at(HERE).call(contract.log_in, LogIn(login=account.login, password=PASSWORD))
    assert 1 <= refused.value.params["seconds"] <= ONE_CLIENT.longest_s
    let_pass(accounts, ONE_CLIENT.longest_s)
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"


def test_guesses_made_side_by_side_are_all_counted(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    let_be_made(accounts, account, ONE_CLIENT.free - 10, ATTACKER)
    with ThreadPoolExecutor(8) as attackers:
        answers = list(attackers.map(lambda _: guess(accounts, ATTACKER, account), range(30)))
    assert answers.count(ErrorCode.CREDENTIALS_INVALID) <= 12


def test_known_addresses_are_forgotten_after_a_while(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"
    accounts.store.database.known_clients.update_many({}, {"$set": {"ends_at": utcnow()}})
    let_be_made(accounts, account, STRANGERS.free)
    let_pass(accounts, -STRANGERS.longest_s)
    assert attempt(accounts, HERE, account, PASSWORD) == ErrorCode.RATE_LIMITED


def test_no_login_and_no_address_is_stored_in_the_clear(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    guess(accounts, ATTACKER, account)
    assert attempt(accounts, HERE, account, PASSWORD) == "ok"
    database = accounts.store.database
    rows = str(list(database.attempts.find())) + str(list(database.known_clients.find()))
    assert not any(text in rows for text in (account.login, ATTACKER, HERE))


def let_pass(accounts: AccountsApplication, seconds: int) -> None:
    """As if all attempts had been made so many seconds earlier."""
    accounts.store.database.attempts.update_many(
        {}, [{"$set": {"next_at": {"$subtract": ["$next_at", 1000 * seconds]}}}]
    )
