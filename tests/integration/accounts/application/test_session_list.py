"""Sessions are listed, named and ended by their owner; what ends is known to whoever checks tokens."""

from __future__ import annotations

from datetime import timedelta

import jwt
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, SERVICE, actor_of

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    EndSession,
    EndSessions,
    GetRevocations,
    ListSessions,
    LockAccount,
    LogIn,
    LogOut,
    NameSession,
    RefreshTokens,
    Revocations,
    Session,
    TokenPair,
    UnlockAccount,
)

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


def session_of(tokens: TokenPair) -> str:
    claims = jwt.decode(tokens.access_token, options={"verify_signature": False})
    sid: str = claims["sid"]
    return sid


def listed(accounts: AccountsApplication, account: Account, current: str = "") -> list[Session]:
    request = ListSessions(current=current)
    return list(accounts.call(contract.list_sessions, request, actor_of(account)).items)


def revocations(accounts: AccountsApplication) -> Revocations:
    return accounts.call(contract.get_revocations, GetRevocations(), SERVICE)


def is_over(accounts: AccountsApplication, tokens: TokenPair) -> bool:
    """Whether the session of these tokens goes on nowhere."""
    refused = accounts.error_code(contract.refresh, RefreshTokens(refresh_token=tokens.refresh_token))
    return refused == "unauthenticated" and session_of(tokens) in revocations(accounts).session_ids


def test_sessions_are_listed_with_device_network_and_use(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    log_in = LogIn(login=account.login, password=PASSWORD, user_agent=CHROME)
    first = accounts.at("203.0.113.9").call(contract.log_in, log_in)
    named = accounts.at("203.0.113.9").call(
        contract.log_in, log_in.model_copy(update={"device": "Điện thoại của An"})
    )
    newest, oldest = listed(accounts, account, session_of(first))
    assert (newest.session_id, newest.device) == (session_of(named), "Điện thoại của An")
    assert (oldest.device, oldest.address) == ("Chrome, Windows", "203.0.113.0/24")
    assert oldest.current and not newest.current
    accounts.at("198.51.100.7").call(contract.refresh, RefreshTokens(refresh_token=first.refresh_token))
    used = listed(accounts, account)[1]
    assert used.address == "198.51.100.0/24"
    assert used.used_at > oldest.used_at and used.opened_at == oldest.opened_at


def test_a_list_goes_on_page_by_page(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    opened = [session_of(accounts.tokens(account)) for _ in range(3)]
    page = accounts.call(contract.list_sessions, ListSessions(limit=2), actor_of(account))
    rest = ListSessions(limit=2, cursor=page.next_cursor)
    last = accounts.call(contract.list_sessions, rest, actor_of(account))
    assert [each.session_id for each in (*page.items, *last.items)] == opened[::-1]


def test_a_device_is_named_by_its_owner_only(accounts: AccountsApplication) -> None:
    account, stranger = accounts.citizen(), accounts.citizen()
    session_id = session_of(accounts.tokens(account))
    name = NameSession(command_id=new_id(), session_id=session_id, device="Máy ở nhà", current=session_id)
    assert accounts.error_code(contract.name_session, name, actor_of(stranger)) == "not_found"
    assert accounts.call(contract.name_session, name, actor_of(account)).current
    assert [each.device for each in listed(accounts, account)] == ["Máy ở nhà"]


def test_one_session_is_ended_and_the_others_go_on(accounts: AccountsApplication) -> None:
    account, stranger = accounts.citizen(), accounts.citizen()
    ended, other = accounts.tokens(account), accounts.tokens(account)
    end = EndSession(session_id=session_of(ended))
    assert accounts.error_code(contract.end_session, end, actor_of(stranger)) == "not_found"
    for _ in range(2):
        accounts.call(contract.end_session, end, actor_of(account))
    assert is_over(accounts, ended)
    assert accounts.events(session_of(ended)) == ["accounts.session_ended"]
    assert [each.session_id for each in listed(accounts, account)] == [session_of(other)]


def test_all_sessions_are_ended_but_the_current_one(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    current, *others = [accounts.tokens(account) for _ in range(3)]
    accounts.call(contract.end_sessions, EndSessions(besides=session_of(current)), actor_of(account))
    assert all(is_over(accounts, tokens) for tokens in others)
    accounts.call(contract.refresh, RefreshTokens(refresh_token=current.refresh_token))
    accounts.call(contract.end_sessions, EndSessions(), actor_of(account))
    assert listed(accounts, account) == []


def test_a_log_out_voids_the_tokens_that_are_out(accounts: AccountsApplication) -> None:
    tokens = accounts.tokens(accounts.citizen())
    assert session_of(tokens) not in revocations(accounts).session_ids
    accounts.call(contract.log_out, LogOut(refresh_token=tokens.refresh_token))
    assert is_over(accounts, tokens)


def test_a_copy_voids_the_tokens_that_are_out(accounts: AccountsApplication) -> None:
    tokens = accounts.tokens(accounts.citizen())
    refresh = RefreshTokens(refresh_token=tokens.refresh_token)
    accounts.call(contract.refresh, refresh)
    assert accounts.at("203.0.113.9").error_code(contract.refresh, refresh) == "token_reused"
    assert session_of(tokens) in revocations(accounts).session_ids


def test_what_no_token_is_out_for_any_more_is_not_listed(accounts: AccountsApplication) -> None:
    tokens = accounts.tokens(accounts.citizen())
    accounts.call(contract.log_out, LogOut(refresh_token=tokens.refresh_token))
    accounts.store.database.families.update_one(
        {"_id": session_of(tokens)}, {"$set": {"ended_at": utcnow() - timedelta(minutes=11)}}
    )
    assert session_of(tokens) not in revocations(accounts).session_ids


def test_revocations_are_for_services(accounts: AccountsApplication) -> None:
    citizen = actor_of(accounts.citizen())
    assert accounts.error_code(contract.get_revocations, GetRevocations(), citizen) == "forbidden"


def test_a_locked_account_is_shut_at_once_until_it_is_unlocked(accounts: AccountsApplication) -> None:
    administrator, account = actor_of(accounts.administrator()), accounts.officer()
    tokens, account_id = accounts.tokens(account), account.account_id
    lock = LockAccount(command_id=new_id(), account_id=account_id, reason="Đã chuyển công tác.")
    assert accounts.error_code(contract.lock_account, lock, actor_of(account)) == "forbidden"
    locked = accounts.call(contract.lock_account, lock, administrator)
    assert locked.locked_at is not None and locked.version == account.version + 1
    assert is_over(accounts, tokens)
    assert account_id in revocations(accounts).account_ids
    log_in = LogIn(login=account.login, password=PASSWORD)
    assert accounts.error_code(contract.log_in, log_in) == "account_locked"
    wrong = log_in.model_copy(update={"password": "x"})
    assert accounts.error_code(contract.log_in, wrong) == "credentials_invalid", "tells strangers nothing"

    unlock = UnlockAccount(command_id=new_id(), account_id=account_id)
    assert accounts.call(contract.unlock_account, unlock, administrator).locked_at is None
    assert account_id not in revocations(accounts).account_ids
    accounts.tokens(account)
    recorded = accounts.events(account_id)
    assert recorded == ["accounts.registered", "accounts.locked", "accounts.unlocked"]


def test_a_session_that_was_opened_while_the_account_was_locked_does_not_go_on(
    accounts: AccountsApplication,
) -> None:
    """A log-in that had checked the password before the lock, and wrote its session after it."""
    administrator, account = actor_of(accounts.administrator()), accounts.citizen()
    tokens = accounts.tokens(account)
    lock = LockAccount(command_id=new_id(), account_id=account.account_id, reason="Thử.")
    accounts.call(contract.lock_account, lock, administrator)
    accounts.store.database.families.update_one({"_id": session_of(tokens)}, {"$set": {"ending": None}})
    refresh = RefreshTokens(refresh_token=tokens.refresh_token)
    assert accounts.error_code(contract.refresh, refresh) == "account_locked"


def test_nobody_locks_himself_out(accounts: AccountsApplication) -> None:
    administrator = accounts.administrator()
    lock = LockAccount(command_id=new_id(), account_id=administrator.account_id, reason="Thử.")
    assert accounts.error_code(contract.lock_account, lock, actor_of(administrator)) == "forbidden"
