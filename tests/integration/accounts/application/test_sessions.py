"""Sessions: log in, refresh, log out; a copy is noticed, a repetition is not taken for one."""

import hashlib
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD

from chassis.core.clock import utcnow
from contracts import accounts as contract
from contracts.accounts import LogIn, LogOut, RefreshTokens, TokenPair


def refresh(accounts: AccountsApplication, token: str) -> TokenPair:
    return accounts.call(contract.refresh, RefreshTokens(refresh_token=token))


def refusal(accounts: AccountsApplication, token: str) -> str:
    return accounts.error_code(contract.refresh, RefreshTokens(refresh_token=token))


def families(accounts: AccountsApplication, account_id: str) -> list[str]:
    return [family["_id"] for family in accounts.store.database.families.find({"account_id": account_id})]


def test_a_login_is_found_in_any_case(accounts: AccountsApplication) -> None:
    account = accounts.officer()
    accounts.call(contract.log_in, LogIn(login=account.login.upper(), password=PASSWORD))


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    wrong = LogIn(login=account.login, password=PASSWORD + "x")
    unknown = LogIn(login="nobody-at-all", password=PASSWORD)
    assert accounts.error_code(contract.log_in, wrong) == "credentials_invalid"
    assert accounts.error_code(contract.log_in, unknown) == "credentials_invalid"


def test_a_refresh_goes_on_and_does_not_prolong_the_session(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    first = accounts.tokens(account)
    accounts.store.database.families.update_one(
        {"_id": families(accounts, account.account_id)[0]},
        {"$set": {"expires_at": utcnow() + timedelta(days=3)}},
    )
    second = refresh(accounts, first.refresh_token)
    third = refresh(accounts, second.refresh_token)
    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert third.refresh_expires_in <= 3 * 86400


def let_grace_pass(accounts: AccountsApplication, account_id: str) -> None:
    """As if every token of the account had been spent a minute earlier."""
    accounts.store.database.refresh_tokens.update_many(
        {"family_id": {"$in": families(accounts, account_id)}, "spent": True},
        [{"$set": {"spending.at": {"$subtract": ["$spending.at", 60_000]}}}],
    )


def test_a_copy_that_comes_later_ends_every_session_of_its_family(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    stolen = accounts.tokens(account)
    elsewhere = accounts.tokens(account)
    current = refresh(accounts, stolen.refresh_token)
    let_grace_pass(accounts, account.account_id)
    assert refusal(accounts, stolen.refresh_token) == "token_reused"
    assert refusal(accounts, current.refresh_token) == "token_reused"
    refresh(accounts, elsewhere.refresh_token)
    recorded = [accounts.events(family) for family in families(accounts, account.account_id)]
    assert sorted(recorded) == [[], ["accounts.sessions_revoked"]]


def test_a_copy_at_another_address_ends_the_family_at_once(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    stolen = accounts.tokens(account)
    current = refresh(accounts, stolen.refresh_token)
    assert refusal(accounts.at("203.0.113.9"), stolen.refresh_token) == "token_reused"
    assert refusal(accounts, current.refresh_token) == "token_reused"


def test_a_fresh_token_goes_along_to_another_address(accounts: AccountsApplication) -> None:
    tokens = accounts.tokens(accounts.citizen())
    refresh(accounts.at("203.0.113.9"), tokens.refresh_token)


def test_five_refreshes_at_once_all_get_the_same_next_token(accounts: AccountsApplication) -> None:
    token = accounts.tokens(accounts.citizen()).refresh_token
    with ThreadPoolExecutor(5) as tabs:
        answers = list(tabs.map(lambda _: refresh(accounts, token), range(5)))
    assert len({answer.refresh_token for answer in answers}) == 1
    refresh(accounts, answers[0].refresh_token)


def test_a_log_out_in_one_tab_is_one_in_the_other(accounts: AccountsApplication) -> None:
    first = accounts.tokens(accounts.citizen()).refresh_token
    second = refresh(accounts, first).refresh_token
    accounts.call(contract.log_out, LogOut(refresh_token=first))
    assert {refusal(accounts, token) for token in (first, second)} == {"unauthenticated"}


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_tabs_refresh_within_grace_they_go_on(
    accounts: AccountsApplication, seed: int
) -> None:
    """Each tab shows a token that it was given at some time, and some answers are lost: all are given the newest."""
    order = random.Random(seed)
    newest = accounts.tokens(accounts.citizen()).refresh_token
    given = [newest]
    for _ in range(12):
        shown = order.choice(given)
        answer = refresh(accounts, shown).refresh_token
        if shown == newest:
            assert answer not in given
            newest = answer
        assert answer == newest
        if order.random() < 0.7:
            given.append(answer)
    refresh(accounts, newest)


def test_after_a_log_out_the_session_is_over_and_others_are_not(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    here, elsewhere = accounts.tokens(account), accounts.tokens(account)
    accounts.call(contract.log_out, LogOut(refresh_token=here.refresh_token))
    assert refusal(accounts, here.refresh_token) == "unauthenticated"
    refresh(accounts, elsewhere.refresh_token)


def test_a_log_out_with_an_unknown_token_is_taken_in_silence(accounts: AccountsApplication) -> None:
    accounts.call(contract.log_out, LogOut(refresh_token="x" * 43))


def test_an_invented_token_is_refused(accounts: AccountsApplication) -> None:
    assert refusal(accounts, "x" * 43) == "unauthenticated"


def test_a_token_past_its_time_is_refused(accounts: AccountsApplication) -> None:
    account = accounts.citizen()
    tokens = accounts.tokens(account)
    accounts.store.database.families.update_one(
        {"account_id": account.account_id}, {"$set": {"expires_at": utcnow() - timedelta(seconds=1)}}
    )
    assert refusal(accounts, tokens.refresh_token) == "token_expired"


def test_refresh_tokens_are_stored_as_digests(accounts: AccountsApplication) -> None:
    tokens = accounts.tokens(accounts.citizen())
    database = accounts.store.database
    digest = hashlib.sha256(tokens.refresh_token.encode()).hexdigest()
    assert database.refresh_tokens.find_one({"_id": digest}) is not None
    assert tokens.refresh_token not in str(list(database.refresh_tokens.find()))


def test_dead_rows_go_away_by_themselves(accounts: AccountsApplication) -> None:
    for collection, field in (
        ("families", "expires_at"),
        ("refresh_tokens", "expires_at"),
        ("attempts", "ends_at"),
        ("known_clients", "ends_at"),
    ):
        index = accounts.store.database[collection].index_information()[f"{field}_1"]
        assert index["expireAfterSeconds"] == 0, collection
