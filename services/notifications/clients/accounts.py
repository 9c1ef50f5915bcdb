"""What notifications asks of accounts: who the people of an audience are and where to reach them."""

from chassis.core.context import Context
from chassis.runtime.service import RpcClient
from contracts import accounts
from contracts.accounts import Contact, FindOfficers, GetContact
from notifications.domain.audience import Audience


def find_contacts(client: RpcClient, audience: Audience, context: Context) -> tuple[Contact, ...]:
    """Each person once. Raises NOT_FOUND for an account that does not exist: then the event is a dead letter."""
    return tuple(
        client.call_as_self(accounts.get_contact, GetContact(account_id=account_id), context)
        for account_id in _account_ids(client, audience, context)
    )


def _account_ids(client: RpcClient, audience: Audience, context: Context) -> dict[str, None]:
    ids = dict.fromkeys(audience.account_ids)
    for group in audience.officer_groups:
        request = FindOfficers(agency_code=group.agency_code, role=group.role)
        ids |= dict.fromkeys(client.call_as_self(accounts.find_officers, request, context).account_ids)
    return ids
