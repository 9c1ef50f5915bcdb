"""Accounts are read and changed."""

from accounts.domain import access, accounts
from accounts.repository import AccountRepository
from chassis.core import pagination
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    Contact,
    FindOfficers,
    GetAccount,
    GetContact,
    ListOfficers,
    OfficerIds,
    ProfileUpdated,
    UpdateProfile,
)
from contracts.base import ActorKind, Page
from contracts.errors import not_found

MAX_OFFICERS = 50


def update_profile(store: Store, request: UpdateProfile, context: Context) -> Account:
    account_id = access.require_owner(context.actor)

    def change(uow: UnitOfWork) -> Account:
        repository = AccountRepository(store.database)
        before = repository.get(account_id, uow.session)
        after = accounts.with_profile(before, request)
        if after is not before:
            repository.replace(after, before.version, uow.session)
            told = ProfileUpdated(account_id=account_id)
            uow.record_event(contract.PROFILE_UPDATED, account_id, after.version, told)
        return after

    return store.run_idempotent(contract.update_profile, request, context, change)


def get_account(store: Store, request: GetAccount, context: Context) -> Account:
    account = AccountRepository(store.database).get(request.account_id)
    if not access.is_visible(context.actor, account):
        raise not_found("account")
    return account


def list_officers(store: Store, request: ListOfficers, context: Context) -> Page[Account]:
    """Oldest first."""
    access.require_kind(context.actor, ActorKind.ADMINISTRATOR)
    wanted = {"agency_code": request.agency_code}
    after = pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    found = AccountRepository(store.database).officers(
        request.agency_code, after and after[1], request.limit + 1
    )
    shown = found[: request.limit]
    last = shown[-1].account_id if len(found) > request.limit else None
    return Page[Account](
        items=tuple(shown), next_cursor=last and pagination.encode_cursor(last, last, wanted)
    )


def get_contact(store: Store, request: GetContact, context: Context) -> Contact:
    access.require_kind(context.actor, ActorKind.SERVICE)
    account = AccountRepository(store.database).get(request.account_id)
    return Contact(
        account_id=account.account_id,
        full_name=account.full_name,
        email=account.email,
        phone=account.phone,
        locale=account.locale,
        kind=account.kind,
        personal_number=account.login if account.kind is AccountKind.CITIZEN else None,
        agency_code=account.agency_code,
        unit=account.unit,
    )


def find_officers(store: Store, request: FindOfficers, context: Context) -> OfficerIds:
    """In the order in which they were created; those of all units where none is named."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = AccountRepository(store.database).officers_with(
        request.agency_code, request.role, request.unit, MAX_OFFICERS
    )
    return OfficerIds(account_ids=tuple(found))
