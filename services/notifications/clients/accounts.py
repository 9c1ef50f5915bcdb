"""What notifications asks of accounts: who the people of an audience are and where to reach them; direct letters."""

from collections.abc import Iterable, Mapping, Sequence

from chassis.core.context import Context
from chassis.runtime.service import RpcClient
from contracts import accounts
from contracts.accounts import (
    Contact,
    DirectLetter,
    FindOfficers,
    GetContacts,
    GetDirectLetters,
    SendEmailCodes,
)
from contracts.errors import not_found
from notifications.domain.audience import Audience, OfficerGroup

_MOST_AT_ONCE = 1000


def find_contacts(
    client: RpcClient, audiences: Sequence[Audience], context: Context
) -> list[tuple[Contact, ...]]:
    """The people of each audience, each person once; one call for all of them, and one for each group of officers.

    Raises NOT_FOUND for an account that does not exist.
    """
    groups = dict.fromkeys(group for audience in audiences for group in audience.officer_groups)
    officers = {group: _officer_ids(client, group, context) for group in groups}
    members = [_account_ids(audience, officers) for audience in audiences]
    contacts = _contacts(client, [account_id for ids in members for account_id in ids], context)
    return [tuple(contacts[account_id] for account_id in ids) for ids in members]


def remind_of_proofs(client: RpcClient, contacts: Iterable[Contact], context: Context) -> None:
    """Have a code sent to addresses that wait for their proof, as there is something to tell; no call where none waits."""
    ids = tuple(dict.fromkeys(contact.account_id for contact in contacts if contact.email_to_prove))
    for start in range(0, len(ids), _MOST_AT_ONCE):
        request = SendEmailCodes(account_ids=ids[start : start + _MOST_AT_ONCE])
        client.call_as_self(accounts.send_email_codes, request, context)


def find_letters(client: RpcClient, letter_ids: Sequence[str], context: Context) -> dict[str, DirectLetter]:
    """By id, those that are still to be sent; one call. Raises ServiceError."""
    request = GetDirectLetters(letter_ids=tuple(dict.fromkeys(letter_ids)))
    answer = client.call_as_self(accounts.get_direct_letters, request, context)
    return {letter.letter_id: letter for letter in answer.letters}


def _account_ids(audience: Audience, officers: Mapping[OfficerGroup, tuple[str, ...]]) -> Iterable[str]:
    in_groups = [account_id for group in audience.officer_groups for account_id in officers[group]]
    return dict.fromkeys([*audience.account_ids, *in_groups])


def _officer_ids(client: RpcClient, group: OfficerGroup, context: Context) -> tuple[str, ...]:
    request = FindOfficers(agency_code=group.agency_code, role=group.role)
    return client.call_as_self(accounts.find_officers, request, context).account_ids


def _contacts(client: RpcClient, account_ids: Sequence[str], context: Context) -> dict[str, Contact]:
    """By account id. Raises NOT_FOUND."""
    ids = tuple(dict.fromkeys(account_ids))
    found: dict[str, Contact] = {}
    for start in range(0, len(ids), _MOST_AT_ONCE):
        request = GetContacts(account_ids=ids[start : start + _MOST_AT_ONCE], only_proved=True)
        answer = client.call_as_self(accounts.get_contacts, request, context)
        found |= {contact.account_id: contact for contact in answer.contacts}
    if len(found) < len(ids):
        raise not_found("account")
    return found
