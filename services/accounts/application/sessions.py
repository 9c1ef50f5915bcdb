"""Sessions: people log in, refresh and log out, list, name and end theirs.

Each end is an event, by which the gateway learns that the access tokens of the session are void.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.application import authentication
from accounts.application.authentication import Credentials
from accounts.domain import access, access_tokens, accounts, devices, sessions
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.second_factors.requirement import NOTHING_REQUIRED, NextStep, Requirement
from accounts.domain.sessions import (
    FamilyEnding,
    Opening,
    RefreshDecision,
    RefreshSecret,
    RefreshToken,
    Spending,
    TokenFamily,
)
from accounts.repository.accounts import AccountRepository
from accounts.repository.machine_clients import VoidTokenRepository
from accounts.repository.representations import RepresentationRepository
from accounts.repository.sessions import RefreshTokenRepository, TokenFamilyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    AuthenticationMethod,
    EndSession,
    EndSessions,
    GetRevocations,
    ListSessions,
    LogIn,
    LogOut,
    NameSession,
    RefreshTokens,
    Revocations,
    Session,
    SessionEnded,
    SessionEnding,
    SessionsRevoked,
    TokenPair,
)
from contracts.accounts.eid import EidLogIn
from contracts.base import ActorKind, Empty, Page
from contracts.errors import ErrorCode, ServiceError, not_found

_CLOCK_SKEW = timedelta(seconds=30)
"""How far the clock of whoever checks tokens may be behind."""


def log_in(
    store: Store,
    tokens: AccessTokens,
    request: LogIn,
    context: Context,
    by_password: frozenset[AccountKind] = authentication.PERSONS,
    requirement: Requirement = NOTHING_REQUIRED,
) -> TokenPair:
    """Start a token family, for a gateway of the release before, which knows no second step: who needs one gets
    PASSWORD_LOG_IN_OFF. Raises as `let_in`."""
    account = let_in(store, request, context, by_password)
    opening = by_password_alone(request)
    if requirement.next_step(account, opening.methods, utcnow()) is not NextStep.OPEN:
        raise ServiceError(ErrorCode.PASSWORD_LOG_IN_OFF)
    return open_session(store, tokens, account, opening, context, requirement)


def let_in(store: Store, request: LogIn, context: Context, by_password: frozenset[AccountKind]) -> Account:
    """The account of who knows its password.

    Raises RATE_LIMITED, CREDENTIALS_INVALID (not which of login and password was wrong), ACCOUNT_LOCKED,
    PASSWORD_CHANGE_REQUIRED, PASSWORD_LOG_IN_OFF to who knows the password of an account of a kind that is not in
    `by_password`.
    """
    account = authentication.authenticate(store, _credentials(request, context), authentication.PERSONS)
    if account.kind not in by_password:
        raise ServiceError(ErrorCode.PASSWORD_LOG_IN_OFF)
    accounts.require_own_password(account)
    return account


def by_password_alone(request: LogIn) -> Opening:
    return opening_of(request, AuthenticationMethod.PASSWORD)


def opening_of(request: LogIn | EidLogIn, *methods: AuthenticationMethod) -> Opening:
    """The device that the request says."""
    device, name = devices.described(request.user_agent), request.device or ""
    return Opening(device=device, name=name, methods=methods)


def open_session(
    store: Store,
    tokens: AccessTokens,
    account: Account,
    opening: Opening,
    context: Context,
    requirement: Requirement = NOTHING_REQUIRED,
) -> TokenPair:
    """The first tokens of somebody whom the caller has let in."""
    token, now = RefreshSecret(), utcnow()
    family = TokenFamily(
        new_id(),
        account.account_id,
        now + sessions.LIFETIME,
        network=sessions.masked(context.client),
        used_at=now,
        **vars(opening),
    )
    # No transaction: a token is worth nothing until its family is there, and nobody has it yet.
    store.repository(RefreshTokenRepository).add(family, token.digest)
    store.repository(TokenFamilyRepository).add(family)
    if account.kind is AccountKind.OFFICER:
        # Rights that ended while the password was looked at end no session that was not there: the token says what is now.
        account = store.repository(AccountRepository).get(account.account_id)
        accounts.require_unlocked(account)
        accounts.require_own_password(account)
        requirement.require_enough(account, opening.methods, now)
    return _token_pair(tokens, account, family, token, _factor_due_at(store, account, requirement, now))


def refresh(
    store: Store,
    tokens: AccessTokens,
    request: RefreshTokens,
    context: Context,
    requirement: Requirement = NOTHING_REQUIRED,
) -> TokenPair:
    """Exchange a token for the next pair, or answer a repetition with the same refresh token as the first time.

    Raises TOKEN_REUSED for a copy, whose family has ended by then, UNAUTHENTICATED, also where a second factor has become
    due, TOKEN_EXPIRED, ACCOUNT_LOCKED.
    """
    shown, successor_key = RefreshSecret(request.refresh_token), sessions.new_successor_key()
    granted = store.transaction(context, lambda uow: _exchange(uow, shown, successor_key, context.client))
    if granted is None:
        raise ServiceError(ErrorCode.TOKEN_REUSED)
    account = store.repository(AccountRepository).get(granted.family.account_id)
    accounts.require_unlocked(account)
    now = utcnow()
    requirement.require_enough(account, granted.family.methods, now)
    due_at = _factor_due_at(store, account, requirement, now)
    return _token_pair(tokens, account, granted.family, granted.token, due_at)


def log_out(store: Store, request: LogOut, context: Context) -> Empty:
    """End the family of the token; nothing for an unknown token."""

    def end(uow: UnitOfWork) -> Empty:
        token = uow.repository(RefreshTokenRepository).find(sessions.digest(request.refresh_token))
        family = uow.repository(TokenFamilyRepository).find(token.family_id) if token else None
        if family:
            end_family(uow, family, SessionEnding.LOGGED_OUT)
        return Empty()

    return store.transaction(context, end)


def list_sessions(store: Store, request: ListSessions, context: Context) -> Page[Session]:
    """The caller's own that have not ended, newest first. Raises UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)
    found = store.repository(TokenFamilyRepository).open_of(
        account_id, utcnow(), position_of(request.cursor, {}, str), request.limit + 1
    )
    return page(
        Page[Session],
        found,
        request.limit,
        key=lambda family: (family.family_id, family.family_id),
        filter={},
        view=lambda family: sessions.shown(family, request.current),
    )


def name_session(store: Store, request: NameSession, context: Context) -> Session:
    """Name the device of an own session. Raises NOT_FOUND, UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)

    def rename(uow: UnitOfWork) -> Session:
        families = uow.repository(TokenFamilyRepository)
        family = families.rename(request.session_id, account_id, request.device)
        if family is None:
            raise not_found("session")
        return sessions.shown(family, request.current)

    return store.run_idempotent(contract.name_session, request, context, rename)


def end_session(store: Store, request: EndSession, context: Context) -> Empty:
    """End an own session; nothing for one that has ended. Raises NOT_FOUND, UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)

    def end(uow: UnitOfWork) -> Empty:
        family = uow.repository(TokenFamilyRepository).find(request.session_id)
        if family is None or family.account_id != account_id:
            raise not_found("session")
        end_family(uow, family, SessionEnding.OWNER)
        return Empty()

    return store.transaction(context, end)


def end_sessions(store: Store, request: EndSessions, context: Context) -> Empty:
    """End the caller's own sessions, or all but one. Raises UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)

    def end(uow: UnitOfWork) -> Empty:
        end_all(uow, account_id, SessionEnding.OWNER, besides=request.besides)
        return Empty()

    return store.transaction(context, end)


def end_beside(store: Store, account_id: str, ending: SessionEnding, context: Context) -> None:
    """End what a log-in has opened that read the account before a change of it was committed. After the change."""
    store.transaction(context, lambda uow: end_all(uow, account_id, ending))


def end_all(uow: UnitOfWork, account_id: str, ending: SessionEnding, besides: str = "") -> None:
    """End every session of an account but `besides`, with an event for each."""
    for family in uow.repository(TokenFamilyRepository).open_of(account_id, uow.now):
        if family.family_id != besides:
            end_family(uow, family, ending)


def get_revocations(store: Store, request: GetRevocations, context: Context) -> Revocations:  # noqa: ARG001
    """What voids tokens that may still be out. For services. Raises FORBIDDEN, UNAUTHENTICATED."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    now = utcnow()
    return Revocations(
        session_ids=(
            *store.repository(TokenFamilyRepository).ended_since(now - access_tokens.LIFETIME - _CLOCK_SKEW),
            *store.repository(VoidTokenRepository).open_at(now),
        ),
        account_ids=tuple(
            store.repository(AccountRepository).locked_since(now - access_tokens.LONGEST_LIFETIME)
        ),
        representation_keys=tuple(
            store.repository(RepresentationRepository).void_since(now - access_tokens.LIFETIME - _CLOCK_SKEW)
        ),
    )


def _credentials(request: LogIn, context: Context) -> Credentials:
    return Credentials(request.login, request.password, context.client)


@dataclass(frozen=True)
class _Granted:
    family: TokenFamily
    token: RefreshSecret


def _exchange(uow: UnitOfWork, shown: RefreshSecret, successor_key: bytes, client: str) -> _Granted | None:
    """The family with the token that its holder goes on with, or None when it was revoked just now."""
    refresh_tokens = uow.repository(RefreshTokenRepository)
    token = _find(uow, shown)
    family = uow.repository(TokenFamilyRepository).find_used(
        token.family_id, sessions.masked(client), uow.now
    )
    if family is None:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    sessions.require_open(family, uow.now)
    while True:
        match sessions.decide_refresh(token, client, uow.now):
            case RefreshDecision.ROTATE:
                successor = shown.successor(successor_key)
                spending = Spending(uow.now, client, successor_key)
                refresh_tokens.rotate(family, shown.digest, spending, successor.digest)
                return _Granted(family, successor)
            case RefreshDecision.REPEAT:
                assert token.spending is not None  # else it would be revoked
                shown = shown.successor(token.spending.successor_key)
                token = _find(uow, shown)
                if not token.spent:
                    return _Granted(family, shown)
            case RefreshDecision.REVOKE:
                _revoke(uow, family)
                return None


def _find(uow: UnitOfWork, shown: RefreshSecret) -> RefreshToken:
    """Raises UNAUTHENTICATED for a token that is none of ours."""
    token = uow.repository(RefreshTokenRepository).find(shown.digest)
    if token is None:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    return token


def _revoke(uow: UnitOfWork, family: TokenFamily) -> None:
    if uow.repository(TokenFamilyRepository).end(family, FamilyEnding.REUSED, uow.now):
        payload = SessionsRevoked(account_id=family.account_id, family_id=family.family_id)
        # The family is the aggregate: it ends once, so this is its first and only event.
        uow.record_event(contract.SESSIONS_REVOKED, family.family_id, 1, payload)


def end_family(uow: UnitOfWork, family: TokenFamily, ending: SessionEnding) -> None:
    """With its event; nothing for one that has ended."""
    if uow.repository(TokenFamilyRepository).end(family, FamilyEnding.LOGGED_OUT, uow.now):
        payload = SessionEnded(account_id=family.account_id, family_id=family.family_id, ending=ending)
        uow.record_event(contract.SESSION_ENDED, family.family_id, 1, payload)


def _factor_due_at(
    store: Store, account: Account, requirement: Requirement, now: datetime
) -> datetime | None:
    """From when the account needs a second factor; counted from the first session that it is asked for."""
    due_at = requirement.due_at(account, now)
    if due_at is not None and account.second_factor_due_at is None:
        store.repository(AccountRepository).note_factor_due(account.account_id, due_at)
    return due_at


def _token_pair(
    tokens: AccessTokens,
    account: Account,
    family: TokenFamily,
    token: RefreshSecret,
    factor_due_at: datetime | None,
) -> TokenPair:
    issued_at = utcnow()
    return TokenPair(
        access_token=tokens.issue(account, new_id(), issued_at, family=family),
        refresh_token=token.text,
        expires_in=int(access_tokens.lasting(account, issued_at).total_seconds()),
        refresh_expires_in=_seconds_until(family.expires_at, issued_at),
        second_factor_due_at=factor_due_at,
    )


def _seconds_until(end: datetime, now: datetime) -> int:
    return max(0, math.floor((end - now).total_seconds()))
