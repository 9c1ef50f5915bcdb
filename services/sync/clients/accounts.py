"""Accounts, as sync asks it: the personal number by which a citizen finds what other systems report; who officers are."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import Contact, GetContact, GetContacts
from contracts.base import ActorKind


def personal_number(client: RpcClient, context: Context) -> str | None:
    """Số định danh cá nhân that the caller has proved; None for whoever has proved none and for whoever is no citizen.

    Raises ServiceError while accounts does not answer.
    """
    actor = context.actor
    if actor.kind is not ActorKind.CITIZEN:
        return None
    request = GetContact(account_id=actor.account_id)
    contact = client.find_as_self(accounts.get_contact, request, context)
    proved = contact is not None and actor.level(contact.assurance) > 0
    return contact.personal_number if contact is not None and proved else None


def officers(client: RpcClient, account_ids: tuple[str, ...], context: Context) -> dict[str, Contact]:
    """By account, those that exist. Raises ServiceError."""
    if not account_ids:
        return {}
    request = GetContacts(account_ids=account_ids)
    contacts = client.call_as_self(accounts.get_contacts, request, context)
    return {contact.account_id: contact for contact in contacts.contacts}
