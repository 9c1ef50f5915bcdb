"""Accounts as they are stored: no number and no contact in the clear; found, unique and read in either form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bson import json_util
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, actor_of, registration
from tests.integration.accounts.earlier_documents import in_the_clear

from accounts.repository.accounts import AccountRepository
from accounts.repository.personal_fields import ENCRYPTED
from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.encryption import Encryption, beginning
from chassis.storage.encryption.re_encryption import ReEncryption
from contracts import accounts as contract
from contracts.accounts import Account, LogIn

Form = Callable[[AccountsApplication, Account], None]


def encrypted(_accounts: AccountsApplication, _account: Account) -> None:
    """As this release stores it."""


def of_release_before(accounts: AccountsApplication, account: Account) -> None:
    in_the_clear(accounts.store, account.account_id)


def re_encrypted(accounts: AccountsApplication, account: Account) -> None:
    """In the clear, then encrypted by the operator's command."""
    in_the_clear(accounts.store, account.account_id)
    store = accounts.store
    store.database[beginning.PROGRESS].delete_many({})
    work = ReEncryption(store.database, "accounts", store.cipher, ENCRYPTED)
    assert work.run(60).encrypted
    store.encrypt_from(Encryption(utcnow(), complete=True))


forms = pytest.mark.parametrize("form", [encrypted, of_release_before, re_encrypted])


def whole(accounts: AccountsApplication) -> Account:
    account = accounts.prove_email(accounts.citizen())
    accounts.prove(account)
    return accounts.read(account)


def stored_text(accounts: AccountsApplication) -> str:
    database = accounts.store.database
    names = database.list_collection_names()
    return json_util.dumps({name: list(database[name].find()) for name in names}, ensure_ascii=False)


@pytest.mark.parametrize("form", [encrypted, re_encrypted])
def test_no_number_and_no_contact_is_stored_in_the_clear(accounts: AccountsApplication, form: Form) -> None:
    account = whole(accounts)
    assert account.email
    assert account.phone
    form(accounts, account)
    text = stored_text(accounts)
    assert account.account_id in text
    assert not [each for each in (account.login, account.email, account.phone) if each in text]


@forms
def test_an_account_reads_as_it_was(accounts: AccountsApplication, form: Form) -> None:
    account = whole(accounts)
    form(accounts, account)
    assert accounts.read(account) == account


@forms
def test_the_login_and_the_number_are_found_and_stay_unique(
    accounts: AccountsApplication, form: Form
) -> None:
    account = whole(accounts)
    form(accounts, account)
    repository = accounts.store.repository(AccountRepository)
    assert accounts.call(contract.log_in, LogIn(login=account.login, password=PASSWORD)).access_token
    assert repository.has_login(account.login)
    holder = repository.holder(account.login)
    assert holder is not None
    assert holder.account_id == account.account_id
    again = registration().model_copy(update={"personal_number": account.login})
    second = accounts.call(contract.register_citizen, again)
    assert second.login.startswith(f"{account.login}-")
    others = repository.claimants(account.login, but=account.account_id)
    assert [each.account_id for each in others] == [second.account_id]


@forms
def test_who_proves_the_number_gets_it_from_a_holder_of_either_form(
    accounts: AccountsApplication, form: Form
) -> None:
    account = whole(accounts)
    form(accounts, account)
    request = registration().model_copy(update={"personal_number": account.login})
    second = accounts.call(contract.register_citizen, request)
    accounts.prove(second)
    assert accounts.read(second).personal_number == account.login
    assert accounts.read(account).frozen_at is not None


@forms
def test_a_change_leaves_one_form(accounts: AccountsApplication, form: Form) -> None:
    account = whole(accounts)
    form(accounts, account)
    administrator = actor_of(accounts.administrator())
    lock = contract.LockAccount(command_id=new_id(), account_id=account.account_id, reason="Thử.")
    accounts.call(contract.lock_account, lock, administrator)
    stored = accounts.store.database.accounts.find_one({"_id": account.account_id}) or {}
    assert "sealed" in stored
    assert "email" not in stored
    assert account.login not in str(stored)
