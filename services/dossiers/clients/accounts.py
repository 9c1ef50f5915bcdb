"""Who people are and where officers work, as accounts knows."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contracts import accounts
from contracts.accounts import (
    AccountKind,
    Contact,
    FindHolder,
    GetContact,
    GetContacts,
    HeldRecords,
    ListHeldRecords,
)
from contracts.base import DESK_ROLES
from contracts.dossiers import ApplicantIdentity, IdentityType
from contracts.errors import ServiceError, not_found
from dossiers.clients.officer_names import PATIENCE_S, OfficerNames
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.responsibility import Assignee

if TYPE_CHECKING:
    from chassis.core.context import Context
    from chassis.runtime.service import RpcClient

log = logging.getLogger(__name__)


_FOUND_BY = {IdentityType.PERSONAL_NUMBER: "personal_number", IdentityType.TAX_CODE: "tax_code"}
"""By which numbers accounts finds who has proved one."""


@dataclass(frozen=True)
class AccountsClient:
    """What accounts is asked about people."""

    rpc: RpcClient
    officer_names: OfficerNames = field(default_factory=OfficerNames)

    def names(self, account_ids: Iterable[str | None], context: Context) -> dict[str, str]:
        """Full names by account, as they were within the last minute; without those that are not known in time."""
        patient = replace(context, deadline=_soonest(context.deadline, time.time() + PATIENCE_S))

        def load(missing: tuple[str, ...]) -> dict[str, str] | None:
            try:
                contacts = self.find_contacts(missing, patient)
            except ServiceError as error:
                log.warning("names of officers are not known yet", extra={"code": error.code})
                return None
            return {account_id: contact.full_name for account_id, contact in contacts.items()}

        return self.officer_names.find(account_ids, load)

    def contact(self, account_id: str, context: Context) -> Contact:
        """The contact of an account. Raises NOT_FOUND."""
        return self.rpc.call_as_self(accounts.get_contact, GetContact(account_id=account_id), context)

    def find_contact(self, account_id: str | None, context: Context) -> Contact | None:
        """The contact; None for nobody and for an account that does not exist any more."""
        if not account_id:
            return None
        return self.rpc.find_as_self(accounts.get_contact, GetContact(account_id=account_id), context)

    def both_contacts(self, account_id: str, person_id: str, context: Context) -> tuple[Contact, Contact]:
        """Of one who is represented, and of who acts; one request. Raises NOT_FOUND."""
        found = self.find_contacts((account_id, person_id), context)
        if len(found) != len({account_id, person_id}):
            raise not_found("account")
        return found[account_id], found[person_id]

    def find_contacts(self, account_ids: Iterable[str | None], context: Context) -> dict[str, Contact]:
        """By account, of those that exist; calls nobody for nobody."""
        named = tuple(dict.fromkeys(each for each in account_ids if each))
        if not named:
            return {}
        answer = self.rpc.call_as_self(accounts.get_contacts, GetContacts(account_ids=named), context)
        return {contact.account_id: contact for contact in answer.contacts}

    def find_holder(self, identity: ApplicantIdentity | None, context: Context) -> Contact | None:
        """Who has proved this number or tax code; None for nobody, and for what is no such number."""
        if identity is None or identity.type not in _FOUND_BY:
            return None
        request = FindHolder(**{_FOUND_BY[identity.type]: identity.number})
        return self.rpc.find_as_self(accounts.find_holder, request, context)

    def held_records(self, context: Context) -> HeldRecords:
        """Whose records are held today."""
        return self.rpc.call_as_self(accounts.list_held_records, ListHeldRecords(), context)

    def check_citizen(self, account_id: str, pointer: str, context: Context) -> None:
        """Raises INVALID_REQUEST at `pointer` for anything else than the account of a citizen."""
        contact = self.find_contact(account_id, context)
        if contact is None or contact.kind is not AccountKind.CITIZEN:
            raise invalid_field(pointer, "unknown", "No citizen has this account.")


def _soonest(deadline: float | None, moment: float) -> float:
    return moment if deadline is None else min(deadline, moment)


@dataclass(frozen=True)
class OfficerDirectory:
    """Officers during one request: each account is fetched once and remembered."""

    accounts: AccountsClient
    context: Context
    _contacts: dict[str, Contact | None] = field(default_factory=dict)

    def check_works_at(self, account_id: str, agency_code: str, pointer: str) -> Contact:
        """The officer. Raises INVALID_REQUEST at `pointer` for anybody else than an officer of the agency."""
        contact = self._find(account_id)
        if contact is None or contact.kind is not AccountKind.OFFICER or contact.agency_code != agency_code:
            raise invalid_field(pointer, "unknown_officer", "The agency has no such officer.")
        if not contact.active or (contact.roles and not DESK_ROLES.intersection(contact.roles)):
            raise invalid_field(pointer, "no_desk_role", "This officer does not work on dossiers.")
        return contact

    def assignee(self, officer_id: str | None, unit: str, agency_code: str) -> Assignee:
        """An officer, in his own unit unless another is named; or a unit's queue. Raises INVALID_REQUEST."""
        if officer_id is None:
            if not unit:
                raise invalid_field("/officer_id", "required", "Name an officer or a unit.")
            return Assignee(None, unit)
        contact = self.check_works_at(officer_id, agency_code, "/officer_id")
        return Assignee(officer_id, unit or contact.unit, contact.full_name)

    def name(self, account_id: str | None) -> str:
        """The full name; empty for nobody and for an account that does not exist any more."""
        contact = self._find(account_id) if account_id else None
        return "" if contact is None else contact.full_name

    def _find(self, account_id: str) -> Contact | None:
        if account_id not in self._contacts:
            self._contacts[account_id] = self.accounts.find_contact(account_id, self.context)
        return self._contacts[account_id]
