"""Accounts come to be."""

from collections.abc import Callable
from datetime import datetime

from accounts import hashing
from accounts.domain import access, accounts, passwords
from accounts.repository import AccountRepository
from chassis.context import Context
from chassis.ids import new_id
from chassis.store import Store
from chassis.unit import Unit
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

Make = Callable[[str, datetime], Account]


def register_citizen(store: Store, request: RegisterCitizen, context: Context) -> Account:
    """Anybody may register."""
    passwords.check(request.password, request.personal_number)
    add = _addition(
        store, hashing.hashed(request.password), lambda id_, at: accounts.citizen(request, id_, at)
    )
    return store.command(contract.register_citizen, request, context, add)


def create_officer(store: Store, request: CreateOfficer, context: Context) -> Account:
    access.require(context.actor, ActorKind.ADMINISTRATOR)
    passwords.check(request.password, request.login)
    add = _addition(
        store, hashing.hashed(request.password), lambda id_, at: accounts.officer(request, id_, at)
    )
    return store.command(contract.create_officer, request, context, add)


def create_administrator(store: Store, request: CreateAdministrator, context: Context) -> Account:
    access.require(context.actor, ActorKind.OPERATOR)
    passwords.check(request.password, request.login)
    add = _addition(
        store, hashing.hashed(request.password), lambda id_, at: accounts.administrator(request, id_, at)
    )
    return store.command(contract.create_administrator, request, context, add)


def create_system(store: Store, request: CreateSystem, context: Context) -> Account:
    access.require(context.actor, ActorKind.ADMINISTRATOR)
    passwords.check(request.password, request.login)
    add = _addition(
        store, hashing.hashed(request.password), lambda id_, at: accounts.system(request, id_, at)
    )
    return store.command(contract.create_system, request, context, add)


def _addition(store: Store, password_hash: str, make: Make) -> Callable[[Unit], Account]:
    """The work of a transaction; the slow hash was made before, as a transaction may run twice."""

    def add(unit: Unit) -> Account:
        account = make(new_id(), unit.now)
        AccountRepository(store.database).add(account, password_hash, unit.session)
        told = AccountRegistered(
            account_id=account.account_id, kind=account.kind, agency_code=account.agency_code
        )
        unit.append(contract.ACCOUNT_REGISTERED, account.account_id, account.version, told)
        return account

    return add
