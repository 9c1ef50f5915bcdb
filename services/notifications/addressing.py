"""Accounts knows who and where the people of an audience are."""

from chassis.client import RpcClient
from chassis.context import Context
from contracts import accounts
from contracts.accounts import Contact, FindOfficers, GetContact
from contracts.errors import Code, ServiceError
from notifications.domain.audience import Audience


def contacts(client: RpcClient, audience: Audience, context: Context) -> tuple[Contact, ...]:
    """Each person once. An account that is gone is passed over: nobody can be told any more."""
    found = (_contact(client, account_id, context) for account_id in _ids(client, audience, context))
    return tuple(contact for contact in found if contact is not None)


def _ids(client: RpcClient, audience: Audience, context: Context) -> dict[str, None]:
    ids = dict.fromkeys(audience.account_ids)
    for office in audience.offices:
        wanted = FindOfficers(agency_code=office.agency_code, role=office.role)
        ids |= dict.fromkeys(client.call(accounts.find_officers, wanted, context).account_ids)
    return ids


def _contact(client: RpcClient, account_id: str, context: Context) -> Contact | None:
    try:
        return client.call(accounts.get_contact, GetContact(account_id=account_id), context)
    except ServiceError as error:
        if error.code is Code.NOT_FOUND:
            return None
        raise
