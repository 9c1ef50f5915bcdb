"""Accounts: how each kind is made of its command, and how its owner changes it."""

import secrets
from datetime import datetime
from typing import Any

from accounts.domain import contacts
from contracts.accounts import (
    Account,
    AccountKind,
    CreateAdministrator,
    CreateOfficer,
    CreateSystem,
    RegisterCitizen,
    UpdateProfile,
)
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def login_key(login: str) -> str:
    """What must be unique: two logins that differ in case alone are one."""
    return login.casefold()


def citizen(request: RegisterCitizen, account_id: str, at: datetime, *, login_taken: bool = False) -> Account:
    """The login of a citizen is the personal number (số định danh cá nhân), and has a random end where another account
    has that login: whoever typed the number first keeps nobody out. The number is stated, not proved."""
    end = f"-{secrets.token_hex(3)}" if login_taken else ""
    return Account(
        account_id=account_id,
        version=1,
        kind=AccountKind.CITIZEN,
        login=f"{request.personal_number}{end}",
        stated_number=request.personal_number,
        full_name=request.full_name,
        email=request.email,
        phone=request.phone,
        locale=request.locale,
        created_at=at,
    )


def officer(request: CreateOfficer, account_id: str, at: datetime) -> Account:
    _refuse_digits_only(request.login)
    return Account(
        account_id=account_id,
        version=1,
        kind=AccountKind.OFFICER,
        login=request.login,
        full_name=request.full_name,
        email=request.email,
        locale=request.locale,
        agency_code=request.agency_code,
        unit=request.unit,
        roles=tuple(dict.fromkeys(request.roles)),
        created_at=at,
    )


def administrator(request: CreateAdministrator, account_id: str, at: datetime) -> Account:
    _refuse_digits_only(request.login)
    return Account(
        account_id=account_id,
        version=1,
        kind=AccountKind.ADMINISTRATOR,
        login=request.login,
        full_name=request.full_name,
        email=request.email,
        created_at=at,
    )


def system(request: CreateSystem, account_id: str, at: datetime) -> Account:
    """The account of an agency's information system; it has a name and is no person."""
    _refuse_digits_only(request.login)
    return Account(
        account_id=account_id,
        version=1,
        kind=AccountKind.SYSTEM,
        login=request.login,
        full_name=request.name,
        agency_code=request.agency_code,
        created_at=at,
    )


def with_profile(account: Account, request: UpdateProfile) -> Account:
    """The account after the change: one version on, or the very same when nothing differs.

    What was left out stays; null empties (RFC 7396), and a language that is emptied is the usual one again. A new e-mail
    address waits for its proof where the present one is proved.

    Raises `version_stale` when the owner has read an older version.
    """
    if not is_expected(request.expected_version, account.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=account.version)
    stated = request.model_dump(include={"email", "phone", "locale"}, exclude_unset=True)
    changes = {name: _emptied(name) if value is None else value for name, value in stated.items()}
    if "email" in changes:
        changes |= contacts.email_changes(account, changes.pop("email"))
    if account.model_copy(update=changes) == account:
        return account
    return account.model_copy(update={**changes, "version": account.version + 1})


def locked(account: Account, at: datetime) -> Account:
    """The account one version on, locked; the very same when it is locked already."""
    if account.locked_at is not None:
        return account
    return account.model_copy(update={"locked_at": at, "version": account.version + 1})


def unlocked(account: Account) -> Account:
    """The account one version on, unlocked; the very same when it is not locked."""
    if account.locked_at is None:
        return account
    return account.model_copy(update={"locked_at": None, "version": account.version + 1})


def require_unlocked(account: Account) -> None:
    """Raises `account_locked`: for one who has shown that the account is his."""
    if account.locked_at is not None:
        raise ServiceError(ErrorCode.ACCOUNT_LOCKED)


def _emptied(field: str) -> Any:
    return Account.model_fields[field].default


def _refuse_digits_only(login: str) -> None:
    # Such a login could be the personal number of a citizen, who could then never register.
    if login.isdigit():
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/login", "login_reserved"),))
