"""Accounts are created: by citizens themselves, by who administers them, and by operators at the command line."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from accounts.application import authentication, contact_proofs, password_hashing
from accounts.application.administration import require_administration
from accounts.domain import access, accounts, passwords
from accounts.repository.accounts import AccountRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    AccountRegistered,
    CreateAdministrator,
    CreateOfficer,
    CreateSystem,
    RegisterCitizen,
)
from contracts.base import ActorKind, Method
from contracts.errors import ErrorCode, ServiceError

RegistrationT = TypeVar("RegistrationT", RegisterCitizen, CreateOfficer, CreateAdministrator, CreateSystem)


def register_citizen(
    store: Store,
    request: RegisterCitizen,
    context: Context,
    by_password: frozenset[AccountKind] = authentication.PERSONS,
) -> Account:
    """By anybody, also with a number that another account states. Raises INVALID_REQUEST for a weak password,
    PASSWORD_LOG_IN_OFF where citizens log in by an electronic identity alone."""
    if AccountKind.CITIZEN not in by_password:
        raise ServiceError(ErrorCode.PASSWORD_LOG_IN_OFF)
    passwords.require_strong(request.password, request.personal_number)
    return _register(store, contract.register_citizen, request, context, _citizen)


def create_officer(store: Store, request: CreateOfficer, context: Context) -> Account:
    """By who administers the accounts of the agency. Without a password nobody logs in until a set-up code is made.

    Raises INVALID_REQUEST for a weak password and for roles that cannot be, ACCOUNT_EXISTS, FORBIDDEN.
    """
    administration = require_administration(store.repository(AccountRepository), context.actor)
    if request.password is not None:
        passwords.require_strong(request.password, request.login)

    def officer(uow: UnitOfWork, request: CreateOfficer) -> Account:
        account = accounts.officer(request, new_id(), uow.now)
        administration.require_may_have(account, uow.now)
        return account

    return _register(store, contract.create_officer, request, context, officer)


def create_administrator(store: Store, request: CreateAdministrator, context: Context) -> Account:
    """By an operator. Raises as `create_officer`."""
    access.require_kind(context.actor, ActorKind.OPERATOR)
    passwords.require_strong(request.password, request.login)
    return _register(store, contract.create_administrator, request, context, _made(accounts.administrator))


def create_system(store: Store, request: CreateSystem, context: Context) -> Account:
    """By an administrator. Raises as `create_officer`."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    passwords.require_strong(request.password, request.login)
    return _register(store, contract.create_system, request, context, _made(accounts.system))


def _citizen(uow: UnitOfWork, request: RegisterCitizen) -> Account:
    taken = uow.repository(AccountRepository).has_login(request.personal_number)
    return accounts.citizen(request, new_id(), uow.now, login_taken=taken)


def _made(
    new_account: Callable[[RegistrationT, str, datetime], Account],
) -> Callable[[UnitOfWork, RegistrationT], Account]:
    return lambda uow, request: new_account(request, new_id(), uow.now)


def _register(
    store: Store,
    method: Method[RegistrationT, Account],
    request: RegistrationT,
    context: Context,
    new_account: Callable[[UnitOfWork, RegistrationT], Account],
) -> Account:
    """The slow hash is made before the transaction, which may run twice. A code goes to the e-mail address, unless many did.

    Raises UNAVAILABLE when too many wait for a hash.
    """
    with password_hashing.admission():
        password_hash = password_hashing.hash_password(request.password or secrets.token_urlsafe())
    may_send = contact_proofs.may_send(store, getattr(request, "email", None))

    def add(uow: UnitOfWork) -> Account:
        account = new_account(uow, request)
        uow.repository(AccountRepository).add(account, password_hash)
        payload = AccountRegistered(
            account_id=account.account_id, kind=account.kind, agency_code=account.agency_code
        )
        uow.record_event(contract.ACCOUNT_REGISTERED, account.account_id, account.version, payload)
        if may_send:
            contact_proofs.send_code(uow, account)
        return account

    return store.run_idempotent(method, request, context, add)
