"""Accounts are created: by citizens themselves, by administrators, and by operators at the command line."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from accounts.application import password_hashing
from accounts.domain import access, accounts, passwords
from accounts.repository.accounts import AccountRepository
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
from contracts.base import ActorKind, Method

RegistrationT = TypeVar("RegistrationT", RegisterCitizen, CreateOfficer, CreateAdministrator, CreateSystem)


def register_citizen(store: Store, request: RegisterCitizen, context: Context) -> Account:
    """By anybody. Raises INVALID_REQUEST for a weak password, ACCOUNT_EXISTS."""
    passwords.require_strong(request.password, request.personal_number)
    return _register(store, contract.register_citizen, request, context, accounts.citizen)


def create_officer(store: Store, request: CreateOfficer, context: Context) -> Account:
    """By an administrator. Raises as `register_citizen`, and FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    passwords.require_strong(request.password, request.login)
    return _register(store, contract.create_officer, request, context, accounts.officer)


def create_administrator(store: Store, request: CreateAdministrator, context: Context) -> Account:
    """By an operator. Raises as `register_citizen`, and FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.OPERATOR)
    passwords.require_strong(request.password, request.login)
    return _register(store, contract.create_administrator, request, context, accounts.administrator)


def create_system(store: Store, request: CreateSystem, context: Context) -> Account:
    """By an administrator. Raises as `register_citizen`, and FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    passwords.require_strong(request.password, request.login)
    return _register(store, contract.create_system, request, context, accounts.system)


def _register(
    store: Store,
    method: Method[RegistrationT, Account],
    request: RegistrationT,
    context: Context,
    new_account: Callable[[RegistrationT, str, datetime], Account],
) -> Account:
    """The slow hash is made before the transaction, which may run twice. Raises UNAVAILABLE when too many wait for one."""
    with password_hashing.admission():
        password_hash = password_hashing.hash_password(request.password)

    def add(uow: UnitOfWork) -> Account:
        account = new_account(request, new_id(), uow.now)
        uow.repository(AccountRepository).add(account, password_hash)
        payload = AccountRegistered(
            account_id=account.account_id, kind=account.kind, agency_code=account.agency_code
        )
        uow.record_event(contract.ACCOUNT_REGISTERED, account.account_id, account.version, payload)
        return account

    return store.run_idempotent(method, request, context, add)
