"""Accounts, as records asks it: the personal number under which papers are stored."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import AccountKind, GetContact
from contracts.base import ActorKind
from records.domain.paper_access import Claimant


def claimant(client: RpcClient, context: Context) -> Claimant:
    """The caller as the owner of papers, with the number that is proved. Nobody who is no citizen owns any.

    Raises ServiceError while accounts does not answer.
    """
    actor = context.actor
    if actor.kind is not ActorKind.CITIZEN:
        return Claimant()
    contact = client.find_as_self(accounts.get_contact, GetContact(account_id=actor.account_id), context)
    if contact is None:
        return Claimant(actor.account_id)
    return Claimant(actor.account_id, contact.personal_number, actor.level(contact.assurance))


def administers(client: RpcClient, agency_code: str, context: Context) -> bool:
    """Whether the caller is an officer who administers the accounts of the agency now. Raises ServiceError while accounts is
    away."""
    actor = context.actor
    if actor.kind is not ActorKind.OFFICER:
        return False
    contact = client.find_as_self(accounts.get_contact, GetContact(account_id=actor.account_id), context)
    return contact is not None and contact.administers and contact.agency_code == agency_code


def works_at(client: RpcClient, account_id: str, agency_code: str, context: Context) -> bool:
    """Whether there is such an officer of the agency. Raises ServiceError while accounts is away."""
    contact = client.find_as_self(accounts.get_contact, GetContact(account_id=account_id), context)
    return contact is not None and contact.kind is AccountKind.OFFICER and contact.agency_code == agency_code


def is_citizen(client: RpcClient, account_id: str, context: Context) -> bool:
    """Whether there is such an account, of somebody who can own papers. Raises ServiceError while accounts is away."""
    contact = client.find_as_self(accounts.get_contact, GetContact(account_id=account_id), context)
    return contact is not None and contact.kind is AccountKind.CITIZEN
