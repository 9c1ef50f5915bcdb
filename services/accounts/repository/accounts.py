"""Accounts and their password hashes as documents."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from accounts.domain.accounts import login_key
from accounts.domain.contacts import ContactKind, to_prove
from accounts.domain.letters import ASKED_AGAIN_AFTER
from accounts.domain.officers import is_in_force, roles_in_force
from accounts.repository.personal_data.consents import CONSENTED, RESTRICTED_AT
from accounts.repository.personal_fields import ACCOUNT, with_tokens
from chassis.core.clock import utcnow
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE
from chassis.storage.encryption.sealed_fields import SEALED
from chassis.storage.repository import Repository, one_of_texts, same_text
from contracts.accounts import Account, AccountKind, AgencyRole, Contact, HeldRole, ProcessingPurpose
from contracts.base import OfficerRole
from contracts.errors import ErrorCode, ServiceError, not_found

_CONTACT_FIELDS = dict.fromkeys(
    (
        "frozen_at",
        "email_proof",
        "phone_proof",
        "new_email",
        "email_code_at",
        "locked_at",
        "held_roles",
        "created_at",
        CONSENTED,
        RESTRICTED_AT,
        SEALED,
        *Contact.model_fields,
    ),
    1,
)
MOST_CLAIMANTS = 200
"""Accounts that are frozen at once. Further ones that state the number have level 0 and find nothing by it either."""


@dataclass(frozen=True)
class Credentials:
    """An account and the hash of its password."""

    account: Account
    password_hash: str = field(repr=False)


class AccountRepository(Repository):
    """One document an account, with its `login_key` (unique) and `password_hash` beside the account's fields.

    `email_code_at`: when a code last went to the e-mail address that waits for its proof.
    """

    collection: ClassVar[str] = "accounts"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Account:
        """A stored account with its personal fields open, and the roles in force now; fields of a later release are ignored.

        An earlier release stored the number that a citizen states as the login alone, and the roles of an officer without
        validity.
        """
        known = {**document, "account_id": document["_id"]}
        if document["kind"] == AccountKind.CITIZEN.value:
            known.setdefault("stated_number", document["login"])
        if document["kind"] == AccountKind.OFFICER.value:
            known["held_roles"] = held = _held_roles(document)
            known["roles"] = roles_in_force(held, utcnow())
        return Account.model_validate(known, extra="ignore")

    @staticmethod
    def contact_from(
        document: Mapping[str, Any], only_proved: bool = False, now: datetime | None = None
    ) -> Contact:
        """How to reach the owner of a stored account with its personal fields open; with `only_proved` by addresses that
        are proved alone."""
        known = {**document, "account_id": document["_id"], "frozen": document.get("frozen_at") is not None}
        known |= _at_work(document)
        known["optional_notices"] = _agrees_to_reminders(document)
        email, proved = document.get("email"), _is_proved(document, ContactKind.EMAIL)
        if only_proved:
            known |= {str(kind): None for kind in ContactKind if not _is_proved(document, kind)}
        if now is not None:
            waits = document.get("new_email") or (email and not proved)
            known["email_to_prove"] = bool(waits) and _is_due_again(document.get("email_code_at"), now)
        return Contact.model_validate(known, extra="ignore")

    def add(self, account: Account, password_hash: str) -> None:
        """Raises ACCOUNT_EXISTS when the login is taken."""
        key = {"login_key": login_key(account.login)}
        document = self._stored(account, key) | {"password_hash": password_hash}
        try:
            self.documents.insert_one(document, session=self.session)
        except DuplicateKeyError:
            raise ServiceError(ErrorCode.ACCOUNT_EXISTS) from None

    def get(self, account_id: str) -> Account:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": account_id}, session=self.session)
        if document is None:
            raise not_found("account")
        return self._opened(document)

    def all_of(self, account_ids: Sequence[str]) -> list[Account]:
        """Of those that there are, in no order."""
        found = self.documents.find({"_id": {"$in": list(account_ids)}}, session=self.session)
        return [self._opened(document) for document in found]

    def contacts(self, account_ids: Sequence[str], *, only_proved: bool = False) -> list[Contact]:
        """Of those that there are, in no order."""
        now = utcnow()
        found = self.documents.find(
            {"_id": {"$in": list(account_ids)}}, _CONTACT_FIELDS, session=self.session
        )
        return [
            self.contact_from(ACCOUNT.open(document, self.cipher), only_proved, now) for document in found
        ]

    def to_prove(self, account_ids: Sequence[str], now: datetime) -> list[Account]:
        """Those of them with an address that waits for its proof and has had no code of late."""
        found = self.documents.find({"_id": {"$in": list(account_ids)}}, session=self.session)
        due = (each for each in found if _is_due_again(each.get("email_code_at"), now))
        return [account for account in map(self._opened, due) if to_prove(account, ContactKind.EMAIL)]

    def note_email_code(self, account_id: str, at: datetime) -> None:
        """A code goes to the address that waits."""
        self.documents.update_one({"_id": account_id}, {"$set": {"email_code_at": at}}, session=self.session)

    def note_factor_due(self, account_id: str, at: datetime) -> None:
        """From when the account needs a second factor, unless that stands already."""
        unset = {"_id": account_id, "second_factor_due_at": None}
        self.documents.update_one(unset, {"$set": {"second_factor_due_at": at}}, session=self.session)

    def has_login(self, login: str) -> bool:
        query = {"login_key": self._any_of(login_key(login))}
        found = self.documents.find_one(query, {"_id": 1}, session=self.session)
        return found is not None

    def free_login(self, login: str) -> str:
        """The login, with a random end where another account has it."""
        return f"{login}-{secrets.token_hex(3)}" if self.has_login(login) else login

    def of_tax_code(self, tax_code: str) -> Account | None:
        """The organisation."""
        document = self.documents.find_one({"tax_code": same_text(tax_code)}, session=self.session)
        return self._opened(document) if document else None

    def holder(self, number: str) -> Account | None:
        """Who has proved the number."""
        document = self.documents.find_one({"personal_number": self._any_of(number)}, session=self.session)
        return self._opened(document) if document else None

    def find_credentials(self, login: str) -> list[Credentials]:
        """Of the account that has proved this number, and of the one that has this login: none, one or two."""
        by_number = {"personal_number": self._any_of(login)}
        query = {"$or": [by_number, {"login_key": self._any_of(login_key(login))}]}
        found = self.documents.find(query, session=self.session)
        both = (Credentials(self._opened(each), each["password_hash"]) for each in found)
        return sorted(both, key=lambda each: each.account.personal_number != login)

    def claimants(self, number: str, but: str) -> list[Account]:
        """Other accounts that have proved or state the number, MOST_CLAIMANTS at most, those that have proved it first."""
        by_login = {
            "login_key": self._any_of(number),
            "kind": AccountKind.CITIZEN.value,
            "stated_number": None,
        }
        holder = self.documents.find({"personal_number": self._any_of(number)}, session=self.session)
        others = self.documents.find(
            {"$or": [{"stated_number": self._any_of(number)}, by_login]}, session=self.session
        ).limit(MOST_CLAIMANTS)
        found = {each["_id"]: self._opened(each) for each in (*holder, *others)}
        return [account for account_id, account in found.items() if account_id != but]

    def replace(self, account: Account, expected_version: int, password_hash: str | None = None) -> None:
        """With a hash, its password, too. Raises VERSION_STALE when another change came first."""
        expected = {"_id": account.account_id, "version": expected_version}
        hashed = {} if password_hash is None else {"password_hash": password_hash}
        document = _document(account)
        tokens = with_tokens(document | {"login_key": login_key(account.login)}, self.cipher)
        changes = ACCOUNT.changes(document, self.cipher, SERVICE, tokens)
        changes["$set"] |= hashed
        updated = self.documents.update_one(expected, changes, session=self.session)
        if updated.matched_count == 0:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(account.account_id).version)

    def credentials(self, account_id: str) -> Credentials:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": account_id}, session=self.session)
        if document is None:
            raise not_found("account")
        return Credentials(self._opened(document), document["password_hash"])

    def replace_hash(self, credentials: Credentials, password_hash: str) -> None:
        """Does nothing when the password has changed in the meantime."""
        expected = {"_id": credentials.account.account_id, "password_hash": credentials.password_hash}
        self.documents.update_one(expected, {"$set": {"password_hash": password_hash}}, session=self.session)

    def locked_since(self, moment: datetime) -> list[str]:
        """The ids of the accounts that are locked since a later moment."""
        query = {"locked_at": {"$gt": moment, "$type": "date"}}
        return [document["_id"] for document in self.documents.find(query, {"_id": 1}, session=self.session)]

    def note_lock(self, account_id: str, reason: str) -> None:
        """Why an account is locked, for the record."""
        self.documents.update_one(
            {"_id": account_id}, {"$set": {"lock_reason": reason}}, session=self.session
        )

    def find(self, account_id: str) -> Account | None:
        document = self.documents.find_one({"_id": account_id}, session=self.session)
        return self._opened(document) if document else None

    def officers(
        self,
        agency_code: str | None,
        unit: str,
        roles: Sequence[str] | None,
        position: Position | None,
        limit: int,
        *,
        active: bool = False,
    ) -> list[Account]:
        """Oldest first, as ids sort by time; `roles`: of those who have one of them now; `active`: of those who are not
        locked; `position`: that of the last one seen."""
        query: Document = {"kind": AccountKind.OFFICER.value}
        if agency_code is not None:
            query["agency_code"] = agency_code
        if unit:
            query["unit"] = unit
        if roles is not None:
            query |= _has_role(roles, utcnow())
        if active:
            query["locked_at"] = None
        if position is not None:
            query["_id"] = {"$gt": position[1]}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def data_protection_ids(self, agency_code: str | None, limit: int) -> list[str]:
        """Who answers the requests of data subjects at an agency, and administrators where it is none: oldest first."""
        return self.holder_ids(agency_code, AgencyRole.DATA_PROTECTION, limit)

    def holder_ids(self, agency_code: str | None, role: AgencyRole, limit: int) -> list[str]:
        """Who holds a role at an agency, and administrators where it is none: oldest first."""
        query: Document = {"kind": AccountKind.ADMINISTRATOR.value}
        if agency_code is not None:
            holds = _has_role([role], utcnow())
            query = {"kind": AccountKind.OFFICER.value, "agency_code": agency_code, **holds}
        found = self.documents.find({**query, "locked_at": None}, {"_id": 1}, session=self.session)
        return [document["_id"] for document in found.sort("_id", ASCENDING).limit(limit)]

    def erase(self, account: Account, expected_version: int, password_hash: str) -> None:
        """As `replace`; the login is another one too, and what is beside the account's own fields goes."""
        self.replace(account, expected_version, password_hash)
        beside = dict.fromkeys(("email_code_at", "lock_reason", CONSENTED, RESTRICTED_AT), "")
        update = {"$set": {"login_key": self.cipher.token(login_key(account.login))}, "$unset": beside}
        self.documents.update_one({"_id": account.account_id}, update, session=self.session)

    def officer_ids(self, agency_code: str, role: OfficerRole, unit: str, limit: int) -> list[str]:
        """Of those who have a role now and are not locked; of every unit when `unit` is empty."""
        query: Document = {
            "kind": AccountKind.OFFICER.value,
            "agency_code": agency_code,
            "locked_at": None,
            **_has_role([role], utcnow()),
        }
        if unit:
            query["unit"] = unit
        found = self.documents.find(query, {"_id": 1}, session=self.session)
        return [document["_id"] for document in found.sort("_id", ASCENDING).limit(limit)]

    def _opened(self, document: Document) -> Account:
        return self.from_document(ACCOUNT.open(document, self.cipher))

    def _stored(self, account: Account, key: Document) -> Document:
        document = _document(account)
        return ACCOUNT.seal(document, self.cipher, SERVICE) | with_tokens(document | key, self.cipher)

    def _any_of(self, text: str) -> Document:
        """Equality with a text, in whichever form it is stored."""
        return one_of_texts(self.cipher.forms(text))


def _is_proved(document: Mapping[str, Any], kind: ContactKind) -> bool:
    """As `domain.contacts.is_proved`, of a document that was read in part."""
    proof = document.get(kind.proof)
    return proof is not None and proof["address"] == document.get(kind)


def _agrees_to_reminders(document: Mapping[str, Any]) -> bool:
    """Whether the consent is in force, and nothing that rests on one is restricted."""
    consented: Sequence[str] = document.get(CONSENTED, ())
    return ProcessingPurpose.REMINDERS.value in consented and document.get(RESTRICTED_AT) is None


def _at_work(document: Mapping[str, Any]) -> Document:
    """The roles of now, and whether the account acts."""
    is_open = document.get("locked_at") is None
    if document["kind"] != AccountKind.OFFICER.value:
        return {"active": is_open}
    held, now = _held_roles(document), utcnow()
    in_force = any(is_in_force(each, now) for each in held)
    administers = any(each.role is AgencyRole.ACCOUNTS and is_in_force(each, now) for each in held)
    return {
        "roles": roles_in_force(held, now),
        "active": is_open and in_force,
        "administers": is_open and administers,
    }


def _held_roles(document: Mapping[str, Any]) -> tuple[HeldRole, ...]:
    """As stored; those of an earlier release are held since the account was opened, without an end."""
    if "held_roles" not in document:
        since = document["created_at"]
        return tuple(HeldRole(role=role, valid_from=since) for role in document.get("roles", ()))
    return tuple(HeldRole.model_validate(each, extra="ignore") for each in document["held_roles"])


def _has_role(roles: Sequence[str], now: datetime) -> Document:
    """One of the roles, in force."""
    names = {"$in": [str(role) for role in roles]}
    in_force = {
        "role": names,
        "valid_from": {"$lte": now},
        "$or": [{"valid_until": None}, {"valid_until": {"$gt": now}}],
    }
    of_earlier_release = {"held_roles": {"$exists": False}, "roles": names}
    return {"$or": [{"held_roles": {"$elemMatch": in_force}}, of_earlier_release]}


def _is_due_again(sent_at: datetime | None, now: datetime) -> bool:
    return sent_at is None or sent_at + ASKED_AGAIN_AFTER <= now


def _document(account: Account) -> Document:
    document = to_document(account.model_dump())
    return {"_id": document.pop("account_id"), **document}
