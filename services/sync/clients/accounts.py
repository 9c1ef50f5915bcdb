"""Accounts, as sync asks it: the personal number by which a citizen finds what other systems report."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import GetContact
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
