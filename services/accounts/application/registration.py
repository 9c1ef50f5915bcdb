"""Accounts come to be."""

from collections.abc import Callable
from datetime import datetime

from accounts.application import password_hashing
from accounts.domain import access, accounts, passwords
from accounts.repository import AccountRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountRegistered,
    CreateAdministrator,
    CreateOfficer,
    CreateSystem,
    RegisterCitizen,
)
from contracts.base import ActorKind

AccountFactory = Callable[[str, datetime], Account]


def register_citizen(store: Store, request: RegisterCitizen, context: Context) -> Account:
    """Anybody may register."""
    passwords.require_strong(request.password, request.personal_number)
    add = _add_account(
        store,
        password_hashing.hash_password(request.password),
        lambda id_, at: accounts.citizen(request, id_, at),
    )
    return store.run_idempotent(contract.register_citizen, request, context, add)


def create_officer(store: Store, request: CreateOfficer, context: Context) -> Account:
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    passwords.require_strong(request.password, request.login)
    add = _add_account(
        store,
        password_hashing.hash_password(request.password),
        lambda id_, at: accounts.officer(request, id_, at),
    )
    return store.run_idempotent(contract.create_officer, request, context, add)


def create_administrator(store: Store, request: CreateAdministrator, context: Context) -> Account:
    access.require_kind(context.actor, ActorKind.OPERATOR)
    passwords.require_strong(request.password, request.login)
    add = _add_account(
        store,
        password_hashing.hash_password(request.password),
        lambda id_, at: accounts.administrator(request, id_, at),
    )
    return store.run_idempotent(contract.create_administrator, request, context, add)


def create_system(store: Store, request: CreateSystem, context: Context) -> Account:
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    passwords.require_strong(request.password, request.login)
    add = _add_account(
        store,
        password_hashing.hash_password(request.password),
        lambda id_, at: accounts.system(request, id_, at),
    )
    return store.run_idempotent(contract.create_system, request, context, add)


def _add_account(store: Store, password_hash: str, make: AccountFactory) -> Callable[[UnitOfWork], Account]:
    """The work of a transaction; the slow hash was made before, as a transaction may run twice."""

    def add(uow: UnitOfWork) -> Account:
        account = make(new_id(), uow.now)
        AccountRepository(store.database).add(account, password_hash, uow.session)
        told = AccountRegistered(
            account_id=account.account_id, kind=account.kind, agency_code=account.agency_code
        )
        uow.record_event(contract.ACCOUNT_REGISTERED, account.account_id, account.version, told)
        return account

    return add
