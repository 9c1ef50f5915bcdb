"""Accounts knows who and where the people of an audience are."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import Contact, FindOfficers, GetContact
from notifications.domain.audience import Audience


def find_contacts(client: RpcClient, audience: Audience, context: Context) -> tuple[Contact, ...]:
    """Each person once. Raises NOT_FOUND for an account that nobody knows: then the event is a dead letter."""
    return tuple(
        client.call(accounts.get_contact, GetContact(account_id=account_id), context)
        for account_id in _ids(client, audience, context)
    )


def _ids(client: RpcClient, audience: Audience, context: Context) -> dict[str, None]:
    ids = dict.fromkeys(audience.account_ids)
    for office in audience.officer_groups:
        wanted = FindOfficers(agency_code=office.agency_code, role=office.role)
        ids |= dict.fromkeys(client.call(accounts.find_officers, wanted, context).account_ids)
    return ids
