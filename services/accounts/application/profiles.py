"""Accounts are read and changed by their owners, by administrators and by other services."""

from accounts.application import email_proofs
from accounts.domain import access, accounts, contacts
from accounts.repository.accounts import AccountRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    Contact,
    Contacts,
    FindOfficers,
    GetAccount,
    GetContact,
    GetContacts,
    ListOfficers,
    OfficerIds,
    ProfileUpdated,
    UpdateProfile,
)
from contracts.base import ActorKind, Page
from contracts.errors import not_found

MAX_OFFICERS = 50


def update_profile(store: Store, request: UpdateProfile, context: Context) -> Account:
    """By the owner; nothing is recorded when nothing differs. A code goes to a new e-mail address, unless many have.

    Raises VERSION_STALE, UNAUTHENTICATED, FORBIDDEN.
    """
    account_id = access.require_owner(context.actor)
    may_send = email_proofs.may_send(store, request.email)

    def change(uow: UnitOfWork) -> Account:
        repository = uow.repository(AccountRepository)
        before = repository.get(account_id)
        after = accounts.with_profile(before, request)
        if after is not before:
            repository.replace(after, before.version)
            payload = ProfileUpdated(account_id=account_id)
            uow.record_event(contract.PROFILE_UPDATED, account_id, after.version, payload)
            email_proofs.tell_former(uow, before, after)
            address = contacts.email_to_prove(after)
            if may_send and address == request.email:
                email_proofs.send_code(uow, after)
        return after

    return store.run_idempotent(contract.update_profile, request, context, change)


def get_account(store: Store, request: GetAccount, context: Context) -> Account:
    """Raises NOT_FOUND, also for an account that the caller may not see."""
    account = store.repository(AccountRepository).get(request.account_id)
    if not access.is_visible(context.actor, account):
        raise not_found("account")
    return account


def list_officers(store: Store, request: ListOfficers, context: Context) -> Page[Account]:
    """By an administrator, or of one's own agency by an officer who works on dossiers; oldest first. Raises FORBIDDEN."""
    agency_code = access.officers_scope(context.actor, request.agency_code)
    criteria = {"agency_code": agency_code}
    found = store.repository(AccountRepository).officers(
        agency_code, position_of(request.cursor, criteria, str), request.limit + 1
    )
    return page(
        Page[Account],
        found,
        request.limit,
        key=lambda account: (account.account_id, account.account_id),
        filter=criteria,
        view=lambda account: access.shown_officer(context.actor, account),
    )


def get_contact(store: Store, request: GetContact, context: Context) -> Contact:
    """For services. Raises NOT_FOUND, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(AccountRepository).contacts([request.account_id])
    if not found:
        raise not_found("account")
    return found[0]


def get_contacts(store: Store, request: GetContacts, context: Context) -> Contacts:
    """For services: those that exist, in no order. Raises FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(AccountRepository).contacts(request.account_ids, only_proved=request.only_proved)
    return Contacts(contacts=tuple(found))


def find_officers(store: Store, request: FindOfficers, context: Context) -> OfficerIds:
    """For services: at most MAX_OFFICERS, oldest first; those of all units where none is named. Raises FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(AccountRepository).officer_ids(
        request.agency_code, request.role, request.unit, MAX_OFFICERS
    )
    return OfficerIds(account_ids=tuple(found))
