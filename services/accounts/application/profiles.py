"""Accounts are read and changed by their owners, by administrators and by other services."""

from accounts.application import contact_proofs
from accounts.domain import access, accounts, contacts, organisations
from accounts.domain.contacts import ContactKind
from accounts.repository.accounts import AccountRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    Contact,
    Contacts,
    FindHolder,
    GetAccount,
    GetContact,
    GetContacts,
    ProfileUpdated,
    UpdateProfile,
)
from contracts.base import ActorKind
from contracts.errors import not_found


def update_profile(store: Store, request: UpdateProfile, context: Context) -> Account:
    """By the owner; nothing is recorded when nothing differs. A code goes to a new e-mail address, unless many have.

    Raises VERSION_STALE, UNAUTHENTICATED, FORBIDDEN.
    """
    account_id = access.require_owner(context.actor)
    may_send = contact_proofs.may_send(store, request.email)

    def change(uow: UnitOfWork) -> Account:
        repository = uow.repository(AccountRepository)
        before = repository.get(account_id)
        after = accounts.with_profile(before, request)
        if after is not before:
            repository.replace(after, before.version)
            payload = ProfileUpdated(account_id=account_id)
            uow.record_event(contract.PROFILE_UPDATED, account_id, after.version, payload)
            contact_proofs.tell_former(uow, before, after)
            if may_send and contacts.to_prove(after, ContactKind.EMAIL) == request.email:
                contact_proofs.send_code(uow, after)
        return after

    return store.run_idempotent(contract.update_profile, request, context, change)


def get_account(store: Store, request: GetAccount, context: Context) -> Account:
    """Raises NOT_FOUND, also for an account that the caller may not see."""
    account = store.repository(AccountRepository).get(request.account_id)
    if not access.is_visible(context.actor, account):
        raise not_found("account")
    return account


def get_contact(store: Store, request: GetContact, context: Context) -> Contact:
    """For services. Raises NOT_FOUND, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(AccountRepository).contacts([request.account_id])
    if not found:
        raise not_found("account")
    return found[0]


def find_holder(store: Store, request: FindHolder, context: Context) -> Contact:
    """For services. Raises NOT_FOUND, also for what names nobody, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    accounts_, found = store.repository(AccountRepository), None
    if request.personal_number is not None:
        found = accounts_.holder(request.personal_number)
    elif request.tax_code is not None:
        found = accounts_.of_tax_code(organisations.written_tax_code(request.tax_code))
    if found is None:
        raise not_found("account")
    return accounts_.contacts([found.account_id])[0]


def get_contacts(store: Store, request: GetContacts, context: Context) -> Contacts:
    """For services: those that exist, in no order. Raises FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(AccountRepository).contacts(request.account_ids, only_proved=request.only_proved)
    return Contacts(contacts=tuple(found))
