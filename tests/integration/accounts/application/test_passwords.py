"""Passwords are changed by their owners and reset by a code, and whoever asks learns nothing of accounts."""

from collections.abc import Callable

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, SERVICE, actor_of, registration
from tests.support.costs import Costs

from accounts.domain import attempts
from accounts.domain.attempts import ONE_CLIENT, LoginAttempts
from accounts.domain.letters import MOST_TRIES, RESETS_OF_ALL, RESETS_OF_ONE_CLIENT
from accounts.repository.attempts import LoginAttemptRepository
from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    ChangeOwnPassword,
    GetDirectLetters,
    LockAccount,
    LogIn,
    RefreshTokens,
    RequestPasswordReset,
    ResetPassword,
    UnlockAccount,
    UpdateProfile,
)

NEW = "chim-hot-ngoai-vuon"
WEAK = "matkhau12345"


def proved(accounts: AccountsApplication) -> Account:
    return accounts.prove_email(accounts.citizen())


def can_log_in(accounts: AccountsApplication, account: Account, password: str) -> bool:
    return accounts.outcome(contract.log_in, LogIn(login=account.login, password=password)) == "ok"


def change(
    accounts: AccountsApplication,
    account: Account,
    present: str = PASSWORD,
    new: str = NEW,
    key: str = "",
    session_id: str = "",
) -> str:
    request = ChangeOwnPassword(
        command_id=key or new_id(), current_password=present, new_password=new, current=session_id
    )
    return accounts.outcome(contract.change_own_password, request, actor_of(account))


def ask(accounts: AccountsApplication, login: str) -> str:
    return accounts.call(contract.request_password_reset, RequestPasswordReset(login=login)).reset_id


def reset(accounts: AccountsApplication, reset_id: str, code: str, new: str = NEW, key: str = "") -> str:
    request = ResetPassword(command_id=key or new_id(), reset_id=reset_id, code=code, new_password=new)
    return accounts.outcome(contract.reset_password, request)


def session_ids(accounts: AccountsApplication, account: Account) -> list[str]:
    found = accounts.store.database.families.find({"account_id": account.account_id, "ending": None})
    return [family["_id"] for family in found.sort("_id")]


@pytest.mark.parametrize(
    "kind", [AccountsApplication.citizen, AccountsApplication.officer, AccountsApplication.administrator]
)
def test_a_password_is_changed_by_its_owner(
    accounts: AccountsApplication, kind: Callable[[AccountsApplication], Account]
) -> None:
    account = kind(accounts)
    assert change(accounts, account) == "ok"
    assert (can_log_in(accounts, account, PASSWORD), can_log_in(accounts, account, NEW)) == (False, True)
    assert accounts.events(account.account_id)[-1] == "accounts.password_changed"


def test_the_other_sessions_end_and_this_one_goes_on(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    others = [accounts.tokens(account), accounts.tokens(account)]
    here = accounts.tokens(account)
    assert change(accounts, account, session_id=session_ids(accounts, account)[-1]) == "ok"
    assert len(session_ids(accounts, account)) == 1
    for tokens in others:
        refused = RefreshTokens(refresh_token=tokens.refresh_token)
        assert accounts.error_code(contract.refresh, refused) == "unauthenticated"
    accounts.call(contract.refresh, RefreshTokens(refresh_token=here.refresh_token))


def test_a_repeated_change_is_one(accounts: AccountsApplication) -> None:
    account, key = accounts.citizen(), new_id()
    assert [change(accounts, account, key=key) for _ in range(2)] == ["ok", "ok"]
    assert accounts.events(account.account_id).count("accounts.password_changed") == 1


def test_a_wrong_present_or_weak_new_password_changes_nothing(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    assert change(accounts, account, present=NEW) == "wrong_password"
    assert change(accounts, account, new=WEAK) == "password_weak"
    assert change(accounts, account, new=f"{account.login}-xyz") == "password_weak"
    assert can_log_in(accounts, account, PASSWORD)


def test_who_has_a_token_guesses_no_oftener_than_at_the_log_in(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    key, now = attempts.client_attempts_key(account.login, accounts.client), utcnow()
    row = LoginAttempts(ONE_CLIENT.free - 1, now, now + attempts.QUIET)
    accounts.store.repository(LoginAttemptRepository).change({key: lambda _: row})
    answers = [change(accounts, account, present=f"sai-{number}-roi") for number in range(2)]
    assert answers == ["wrong_password", "rate_limited"]
    refused = accounts.outcome(contract.log_in, LogIn(login=account.login, password=PASSWORD))
    assert refused == "rate_limited", "one pace for both"


def test_a_forgotten_password_is_reset_by_the_code(accounts: AccountsApplication) -> None:
    account = proved(accounts)
    tokens = accounts.tokens(account)
    letter = accounts.letter(reset_id := ask(accounts, account.login))
    assert (letter.address, letter.full_name) == (account.email, account.full_name)
    assert reset(accounts, reset_id, letter.code) == "ok"
    assert (can_log_in(accounts, account, PASSWORD), can_log_in(accounts, account, NEW)) == (False, True)
    refused = RefreshTokens(refresh_token=tokens.refresh_token)
    assert accounts.error_code(contract.refresh, refused) == "unauthenticated"
    assert accounts.events(account.account_id)[-1] == "accounts.password_reset"


def test_a_reset_is_good_once_and_a_repetition_gets_the_first_answer(accounts: AccountsApplication) -> None:
    account, key = proved(accounts), new_id()
    reset_id = ask(accounts, account.login)
    code = accounts.letter(reset_id).code
    assert [reset(accounts, reset_id, code, key=key) for _ in range(2)] == ["ok", "ok"]
    assert reset(accounts, reset_id, code) == "wrong_code"


def test_a_changed_password_voids_the_codes_that_are_out(accounts: AccountsApplication) -> None:
    account = proved(accounts)
    reset_id = ask(accounts, account.login)
    code = accounts.letter(reset_id).code
    assert change(accounts, account) == "ok"
    assert reset(accounts, reset_id, code, new=PASSWORD) == "wrong_code"


def test_a_code_is_tried_five_times_for_a_quarter_of_an_hour(accounts: AccountsApplication) -> None:
    account = proved(accounts)
    tried, late = ask(accounts, account.login), ask(accounts, account.login)
    codes = {each: accounts.letter(each).code for each in (tried, late)}
    assert {reset(accounts, tried, codes[late]) for _ in range(MOST_TRIES)} == {"wrong_code"}
    assert reset(accounts, tried, codes[tried]) == "wrong_code"
    accounts.store.database.letters.update_one({"_id": late}, {"$set": {"ends_at": utcnow()}})
    assert reset(accounts, late, codes[late]) == "wrong_code"
    assert can_log_in(accounts, account, PASSWORD)


def test_a_weak_password_resets_nothing_and_the_code_stays_good(accounts: AccountsApplication) -> None:
    account = proved(accounts)
    reset_id = ask(accounts, account.login)
    code = accounts.letter(reset_id).code
    assert reset(accounts, reset_id, code, new=WEAK) == "password_weak"
    assert reset(accounts, reset_id, "22222222", new=WEAK) == "password_weak", "whatever the code is"
    assert reset(accounts, reset_id, code) == "ok"


def unproved(accounts: AccountsApplication) -> str:
    return accounts.citizen().login


def officer(accounts: AccountsApplication) -> str:
    return accounts.prove_email(accounts.officer(email=registration().email)).login


def system(accounts: AccountsApplication) -> str:
    return accounts.system().login


def locked(accounts: AccountsApplication) -> str:
    account = proved(accounts)
    request = LockAccount(command_id=new_id(), account_id=account.account_id, reason="Thử.")
    accounts.call(contract.lock_account, request, actor_of(accounts.administrator()))
    return account.login


def nobody(accounts: AccountsApplication) -> str:
    return f"001{new_id()[-9:]}"


@pytest.mark.parametrize("login", [unproved, officer, system, locked, nobody])
def test_whom_no_code_reaches_is_answered_alike(
    accounts: AccountsApplication, login: Callable[[AccountsApplication], str]
) -> None:
    reset_id = ask(accounts, login(accounts))
    code = accounts.codes.code(reset_id)
    assert reset(accounts, reset_id, code) == "wrong_code"
    request = GetDirectLetters(letter_ids=(reset_id,))
    assert accounts.call(contract.get_direct_letters, request, SERVICE).letters == ()


def test_a_request_for_nobody_costs_what_one_for_somebody_costs(accounts: AccountsApplication) -> None:
    costs = Costs(accounts.store.database.name)
    somebody, no_one = proved(accounts).login, nobody(accounts)
    costs.measure("somebody", lambda: ask(accounts, somebody))
    costs.measure("nobody", lambda: ask(accounts, no_one))
    assert costs.found["somebody"] == costs.found["nobody"]
    assert costs.seen["somebody"] == costs.seen["nobody"]


def test_the_event_of_a_request_says_of_nobody_whether_there_is_an_account(
    accounts: AccountsApplication,
) -> None:
    account = proved(accounts)
    rows = [
        accounts.store.database.events.find_one({"aggregate_id": ask(accounts, login)}) or {}
        for login in (account.login, nobody(accounts))
    ]
    assert rows[0]["payload"].keys() == rows[1]["payload"].keys()
    assert account.account_id not in str(rows)


@pytest.mark.parametrize("somebody", [True, False])
def test_codes_for_a_login_are_limited_by_client_and_by_all(
    accounts: AccountsApplication, somebody: bool
) -> None:
    login = proved(accounts).login if somebody else nobody(accounts)
    request = RequestPasswordReset(login=login)

    def answers(client: str, count: int) -> list[str]:
        at = accounts.at(client)
        return [at.outcome(contract.request_password_reset, request) for _ in range(count)]

    most = RESETS_OF_ONE_CLIENT.most
    assert answers("203.0.113.9", most + 1) == [*["ok"] * most, "rate_limited"]
    assert answers("198.51.100.7", 1) == ["ok"], "one client does not use up what the owner may ask"
    rest = RESETS_OF_ALL.most - most - 1
    assert answers("198.51.100.8", rest + 1) == [*["ok"] * rest, "rate_limited"]


def test_a_code_for_an_address_that_is_the_accounts_no_more_resets_nothing(
    accounts: AccountsApplication,
) -> None:
    account = proved(accounts)
    reset_id = ask(accounts, account.login)
    code = accounts.letter(reset_id).code
    request = UpdateProfile(command_id=new_id(), expected_version=account.version, email=None)
    accounts.call(contract.update_profile, request, actor_of(account))
    assert reset(accounts, reset_id, code) == "wrong_code"


def test_who_proved_the_number_is_meant_by_it(accounts: AccountsApplication) -> None:
    squatter = proved(accounts)
    request = registration().model_copy(update={"personal_number": squatter.login})
    person = accounts.prove_email(accounts.call(contract.register_citizen, request))
    accounts.prove(person)
    assert accounts.letter(ask(accounts, squatter.login)).account_id == person.account_id


def test_an_unlocked_account_is_reset_again(accounts: AccountsApplication) -> None:
    account = proved(accounts)
    administrator = actor_of(accounts.administrator())
    lock = LockAccount(command_id=new_id(), account_id=account.account_id, reason="Thử.")
    reset_id = ask(accounts, account.login)
    code = accounts.letter(reset_id).code
    accounts.call(contract.lock_account, lock, administrator)
    assert reset(accounts, reset_id, code) == "wrong_code"
    unlock = UnlockAccount(command_id=new_id(), account_id=account.account_id)
    accounts.call(contract.unlock_account, unlock, administrator)
    assert reset(accounts, reset_id, code) == "ok"


def test_no_password_and_no_code_is_stored(accounts: AccountsApplication) -> None:
    account = proved(accounts)
    reset_id = ask(accounts, account.login)
    code = accounts.letter(reset_id).code
    assert reset(accounts, reset_id, code) == "ok"
    assert change(accounts, account, present=NEW, new="gio-thoi-qua-cau") == "ok"
    database = accounts.store.database
    stored = str([list(database[name].find()) for name in database.list_collection_names()])
    assert not any(secret in stored for secret in (code, NEW, "gio-thoi-qua-cau"))
