"""Accounts, as records asks it: the personal number under which papers are stored."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import AccountKind, GetContact
from contracts.base import ActorKind


def personal_number(client: RpcClient, context: Context) -> str | None:
    """Số định danh cá nhân of the caller; None for whoever is no citizen or has no account any more.

    Raises ServiceError while accounts does not answer.
    """
    if context.actor.kind is not ActorKind.CITIZEN:
        return None
    request = GetContact(account_id=context.actor.account_id)
    contact = client.find_as_self(accounts.get_contact, request, context)
    return None if contact is None else contact.personal_number


def is_citizen(client: RpcClient, account_id: str, context: Context) -> bool:
    """Whether there is such an account, of somebody who can own papers. Raises ServiceError while accounts is away."""
    contact = client.find_as_self(accounts.get_contact, GetContact(account_id=account_id), context)
    return contact is not None and contact.kind is AccountKind.CITIZEN
