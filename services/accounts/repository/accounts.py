"""Accounts and their password hashes."""

from dataclasses import dataclass, field
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from accounts.domain.accounts import login_key
from contracts.accounts import Account, AccountKind
from contracts.base import OfficerRole
from contracts.errors import ErrorCode, ServiceError, not_found

Document = dict[str, Any]


@dataclass(frozen=True)
class Credentials:
    account: Account
    password_hash: str = field(repr=False)


class AccountRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._accounts = database.accounts

    def add(self, account: Account, password_hash: str, session: ClientSession) -> None:
        """Raises `account_exists` when the login is taken."""
        document = {
            **_document(account),
            "login_key": login_key(account.login),
            "password_hash": password_hash,
        }
        try:
            self._accounts.insert_one(document, session=session)
        except DuplicateKeyError:
            raise ServiceError(ErrorCode.ACCOUNT_EXISTS) from None

    def get(self, account_id: str, session: ClientSession | None = None) -> Account:
        """Raises `not_found`."""
        document = self._accounts.find_one({"_id": account_id}, session=session)
        if document is None:
            raise not_found("account")
        return _account(document)

    def credentials(self, login: str) -> Credentials | None:
        document = self._accounts.find_one({"login_key": login_key(login)})
        return Credentials(_account(document), document["password_hash"]) if document else None

    def replace(self, account: Account, expected_version: int, session: ClientSession) -> None:
        """Raises `version_stale` when another change came first."""
        known = {"_id": account.account_id, "version": expected_version}
        if not self._accounts.update_one(known, {"$set": _document(account)}, session=session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(account.account_id, session).version)

    def replace_hash(self, known: Credentials, password_hash: str) -> None:
        """Does nothing when the password has changed in the meantime."""
        same = {"_id": known.account.account_id, "password_hash": known.password_hash}
        self._accounts.update_one(same, {"$set": {"password_hash": password_hash}})

    def officers(self, agency_code: str | None, after_id: str | None, limit: int) -> list[Account]:
        """In the order in which they were created."""
        wanted: Document = {"kind": AccountKind.OFFICER.value}
        if agency_code is not None:
            wanted["agency_code"] = agency_code
        if after_id is not None:
            wanted["_id"] = {"$gt": after_id}
        found = self._accounts.find(wanted).sort("_id", ASCENDING).limit(limit)
        return [_account(document) for document in found]

    def officers_with(self, agency_code: str, role: OfficerRole, unit: str, limit: int) -> list[str]:
        """Ids of those who have a role; of every unit when `unit` is empty."""
        wanted: Document = {
            "kind": AccountKind.OFFICER.value,
            "agency_code": agency_code,
            "roles": role.value,
        }
        if unit:
            wanted["unit"] = unit
        found = self._accounts.find(wanted, {"_id": 1}).sort("_id", ASCENDING).limit(limit)
        return [document["_id"] for document in found]


def _document(account: Account) -> Document:
    fields = account.model_dump(exclude={"account_id"})
    return {
        **fields,
        "_id": account.account_id,
        "kind": account.kind.value,
        "roles": [role.value for role in account.roles],
    }


def _account(document: Document) -> Account:
    fields = {name: document.get(name) for name in Account.model_fields if name != "account_id"}
    return Account(account_id=document["_id"], **fields)
