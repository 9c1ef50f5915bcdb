"""Passwords are changed by their owners (đổi mật khẩu), and reset where they are forgotten (đặt lại mật khẩu).

A reset is for citizens with a proved e-mail address or telephone number. Officers, administrators and systems act for an
agency, so that a mailbox alone must not open their accounts: their agency's administrator sees to them.
"""

from accounts.application import authentication, direct_letters, password_hashing, sessions
from accounts.application.second_factors import fresh_proofs
from accounts.domain import access, contacts, letters, passwords
from accounts.domain.accounts import login_key, with_own_password
from accounts.domain.contacts import ContactKind
from accounts.domain.letters import Purpose
from accounts.domain.one_time_codes import OneTimeCodes
from accounts.repository.accounts import AccountRepository
from accounts.repository.letters import LetterRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    ChangeOwnPassword,
    PasswordChanged,
    PasswordReset,
    RequestPasswordReset,
    ResetPassword,
    SessionEnding,
)
from contracts.base import Empty
from contracts.events import EventType


def change_own_password(store: Store, request: ChangeOwnPassword, context: Context) -> Empty:
    """By the owner; every other session ends. The present password is counted as at a log-in; who has a second factor has
    shown it a short time ago.

    Raises SECOND_FACTOR_NEEDED, INVALID_REQUEST for a wrong present or a weak new password, RATE_LIMITED, UNAVAILABLE,
    UNAUTHENTICATED, FORBIDDEN.
    """
    account_id = access.require_owner(context.actor)
    before = store.previous_result(contract.change_own_password, request, context)
    if before is not None:
        return before
    passwords.require_strong(request.new_password, "", "/new_password")
    account = store.repository(AccountRepository).get(account_id)
    if account.second_factors:
        fresh_proofs.require_fresh(store, account, request.current)
    shown = authentication.confirm(store, account_id, request.current_password, context.client)
    passwords.require_strong(request.new_password, shown.account.login, "/new_password")
    with password_hashing.admission():
        password_hash = password_hashing.hash_password(request.new_password)

    def change(uow: UnitOfWork) -> Empty:
        account = uow.repository(AccountRepository).get(account_id)
        set_own_password(uow, account, password_hash, contract.PASSWORD_CHANGED, request.current)
        return Empty()

    return store.run_idempotent(contract.change_own_password, request, context, change)


def request_password_reset(store: Store, request: RequestPasswordReset, context: Context) -> PasswordReset:
    """By anybody. The same is written whether there is an account or not: whoever asks learns nothing, also not by the time.

    Raises RATE_LIMITED, by what was typed alone.
    """
    login = login_key(request.login)
    direct_letters.count(
        store,
        (letters.quota_key("reset", login, context.client), letters.RESETS_OF_ONE_CLIENT),
        (letters.quota_key("reset", login), letters.RESETS_OF_ALL),
    )
    found = store.repository(AccountRepository).find_credentials(request.login)
    account = next((each.account for each in found if _can_be_reset(each.account)), None)
    account_id, address = (account.account_id, _address_of(account) or "") if account else ("", "")
    letter = store.transaction(
        context, lambda uow: direct_letters.send(uow, Purpose.RESET, account_id, address)
    )
    return PasswordReset(reset_id=letter.letter_id, expires_at=letter.ends_at)


def reset_password(store: Store, codes: OneTimeCodes, request: ResetPassword, context: Context) -> Empty:
    """By who shows the code. Every session ends; what is known of clients and their pace stays.

    Raises INVALID_REQUEST for a weak password and, always the same, for a code that is not good; UNAVAILABLE.
    """
    before = store.previous_result(contract.reset_password, request, context)
    if before is not None:
        return before
    passwords.require_strong(request.new_password, "", "/new_password")
    with password_hashing.admission():
        named = {"_id": request.reset_id, "purpose": Purpose.RESET.value}
        letter = store.repository(LetterRepository).try_one(named, utcnow())
        if letter is None or not codes.is_right(letter.letter_id, request.code) or not letter.account_id:
            raise letters.wrong_code()
        account = store.repository(AccountRepository).get(letter.account_id)
        passwords.require_strong(request.new_password, account.login, "/new_password")
        password_hash = password_hashing.hash_password(request.new_password)

    def reset(uow: UnitOfWork) -> Empty:
        account = uow.repository(AccountRepository).get(letter.account_id)
        good = _can_be_reset(account) and _address_of(account) == letter.address
        if not good or not uow.repository(LetterRepository).take(letter):
            raise letters.wrong_code()
        set_own_password(uow, account, password_hash, contract.PASSWORD_RESET)
        return Empty()

    return store.run_idempotent(contract.reset_password, request, context, reset)


def _can_be_reset(account: Account) -> bool:
    is_open = account.kind is AccountKind.CITIZEN and account.locked_at is None
    return is_open and _address_of(account) is not None


def _address_of(account: Account) -> str | None:
    """Where the code goes: the proved e-mail address, else the proved telephone number."""
    proved = (contacts.address(account, kind) for kind in ContactKind if contacts.is_proved(account, kind))
    return next(proved, None)


def set_own_password(
    uow: UnitOfWork,
    account: Account,
    password_hash: str,
    kind: EventType[PasswordChanged],
    besides: str = "",
) -> None:
    """The account with a password that its owner has chosen; its sessions but `besides` end, and codes that are out are
    void. Raises VERSION_STALE."""
    uow.repository(LetterRepository).void(account.account_id, Purpose.RESET)
    after = with_own_password(account)
    uow.repository(AccountRepository).replace(after, account.version, password_hash)
    uow.record_event(kind, after.account_id, after.version, PasswordChanged(account_id=after.account_id))
    sessions.end_all(uow, after.account_id, SessionEnding.PASSWORD_CHANGED, besides=besides)
