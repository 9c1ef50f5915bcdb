"""Accounts are locked and unlocked by administrators, those of officers also by who administers the agency's (khóa, mở khóa
tài khoản)."""

from accounts.application import sessions
from accounts.application.administration import require_administration
from accounts.domain import accounts
from accounts.repository.accounts import AccountRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountLocked,
    AccountUnlocked,
    LockAccount,
    SessionEnding,
    UnlockAccount,
)
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError


def lock_account(store: Store, request: LockAccount, context: Context) -> Account:
    """Its sessions end; nothing more for one that is locked. Nobody locks himself out.

    Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED.
    """

    def lock(uow: UnitOfWork) -> Account:
        repository = uow.repository(AccountRepository)
        before = _to_lock(uow, context.actor, request.account_id)
        after = accounts.locked(before, uow.now)
        if after is not before:
            repository.replace(after, before.version)
            repository.note_lock(after.account_id, request.reason)
            payload = AccountLocked(account_id=after.account_id)
            uow.record_event(contract.LOCKED, after.account_id, after.version, payload)
            sessions.end_all(uow, after.account_id, SessionEnding.LOCKED)
        return after

    return store.run_idempotent(contract.lock_account, request, context, lock)


def unlock_account(store: Store, request: UnlockAccount, context: Context) -> Account:
    """Whoever has it logs in anew. Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED."""

    def unlock(uow: UnitOfWork) -> Account:
        repository = uow.repository(AccountRepository)
        before = _to_lock(uow, context.actor, request.account_id)
        after = accounts.unlocked(before)
        if after is not before:
            repository.replace(after, before.version)
            payload = AccountUnlocked(account_id=after.account_id)
            uow.record_event(contract.UNLOCKED, after.account_id, after.version, payload)
        return after

    return store.run_idempotent(contract.unlock_account, request, context, unlock)


def _to_lock(uow: UnitOfWork, actor: Actor, account_id: str) -> Account:
    """The account. Raises UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, also for one's own."""
    repository = uow.repository(AccountRepository)
    administration = require_administration(repository, actor)
    account = repository.get(account_id)
    if actor.kind is not ActorKind.ADMINISTRATOR:
        administration.require_may_change(account, uow.now)
    elif account_id == actor.account_id:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return account
