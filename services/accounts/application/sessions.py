"""Sessions: people log in, refresh and log out; an agency's system opens a session that cannot be refreshed."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.application import authentication
from accounts.application.authentication import Credentials
from accounts.domain import access_tokens, sessions
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.sessions import (
    FamilyEnding,
    RefreshDecision,
    RefreshSecret,
    RefreshToken,
    Spending,
    TokenFamily,
)
from accounts.repository.accounts import AccountRepository
from accounts.repository.sessions import RefreshTokenRepository, TokenFamilyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    LogIn,
    LogOut,
    OpenSystemSession,
    RefreshTokens,
    SessionsRevoked,
    SystemSession,
    TokenPair,
)
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError


def log_in(store: Store, tokens: AccessTokens, request: LogIn, context: Context) -> TokenPair:
    """Start a token family. Raises RATE_LIMITED, CREDENTIALS_INVALID (not which of login and password was wrong)."""
    account = authentication.authenticate(store, _credentials(request, context), authentication.PERSONS)
    token, family = RefreshSecret(), TokenFamily(new_id(), account.account_id, utcnow() + sessions.LIFETIME)
    # No transaction: a token is worth nothing until its family is there, and nobody has it yet.
    store.repository(RefreshTokenRepository).add(family, token.digest)
    store.repository(TokenFamilyRepository).add(family)
    return _token_pair(tokens, account, family, token)


def refresh(store: Store, tokens: AccessTokens, request: RefreshTokens, context: Context) -> TokenPair:
    """Exchange a token for the next pair, or answer a repetition with the same refresh token as the first time.

    Raises TOKEN_REUSED for a copy, whose family has ended by then, UNAUTHENTICATED, TOKEN_EXPIRED.
    """
    shown, successor_key = RefreshSecret(request.refresh_token), sessions.new_successor_key()
    granted = store.transaction(context, lambda uow: _exchange(uow, shown, successor_key, context.client))
    if granted is None:
        raise ServiceError(ErrorCode.TOKEN_REUSED)
    account = store.repository(AccountRepository).get(granted.family.account_id)
    return _token_pair(tokens, account, granted.family, granted.token)


def log_out(store: Store, request: LogOut, context: Context) -> Empty:
    """End the family of the token; nothing for an unknown token."""

    def end(uow: UnitOfWork) -> Empty:
        token = uow.repository(RefreshTokenRepository).find(sessions.digest(request.refresh_token))
        family = uow.repository(TokenFamilyRepository).find(token.family_id) if token else None
        if family:
            uow.repository(TokenFamilyRepository).end(family, FamilyEnding.LOGGED_OUT)
        return Empty()

    return store.transaction(context, end)


def open_system_session(
    store: Store, tokens: AccessTokens, lifetime_s: int, request: OpenSystemSession, context: Context
) -> SystemSession:
    """One access token of `lifetime_s` seconds. Raises RATE_LIMITED, CREDENTIALS_INVALID."""
    account = authentication.authenticate(store, _credentials(request, context), authentication.SYSTEMS)
    token = tokens.issue(account, new_id(), utcnow(), timedelta(seconds=lifetime_s))
    return SystemSession(access_token=token, expires_in=lifetime_s)


def _credentials(request: LogIn | OpenSystemSession, context: Context) -> Credentials:
    return Credentials(request.login, request.password, context.client)


@dataclass(frozen=True)
class _Granted:
    family: TokenFamily
    token: RefreshSecret


def _exchange(uow: UnitOfWork, shown: RefreshSecret, successor_key: bytes, client: str) -> _Granted | None:
    """The family with the token that its holder goes on with, or None when it was revoked just now."""
    refresh_tokens = uow.repository(RefreshTokenRepository)
    token, family = _find(uow, shown)
    sessions.require_open(family, uow.now)
    while True:
        match sessions.decide_refresh(token, client, uow.now):
            case RefreshDecision.ROTATE:
                successor = shown.successor(successor_key)
                refresh_tokens.mark_spent(shown.digest, Spending(uow.now, client, successor_key))
                refresh_tokens.add(family, successor.digest)
                return _Granted(family, successor)
            case RefreshDecision.REPEAT:
                assert token.spending is not None  # else it would be revoked
                shown = shown.successor(token.spending.successor_key)
                token, _ = _find(uow, shown)
                if not token.spent:
                    return _Granted(family, shown)
            case RefreshDecision.REVOKE:
                _revoke(uow, family)
                return None


def _find(uow: UnitOfWork, shown: RefreshSecret) -> tuple[RefreshToken, TokenFamily]:
    """Raises UNAUTHENTICATED for a token that is none of ours."""
    token = uow.repository(RefreshTokenRepository).find(shown.digest)
    family = uow.repository(TokenFamilyRepository).find(token.family_id) if token else None
    if token is None or family is None:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    return token, family


def _revoke(uow: UnitOfWork, family: TokenFamily) -> None:
    if uow.repository(TokenFamilyRepository).end(family, FamilyEnding.REUSED):
        payload = SessionsRevoked(account_id=family.account_id, family_id=family.family_id)
        # The family is the aggregate: it ends once, so this is its first and only event.
        uow.record_event(contract.SESSIONS_REVOKED, family.family_id, 1, payload)


def _token_pair(
    tokens: AccessTokens, account: Account, family: TokenFamily, token: RefreshSecret
) -> TokenPair:
    issued_at = utcnow()
    return TokenPair(
        access_token=tokens.issue(account, new_id(), issued_at),
        refresh_token=token.text,
        expires_in=int(access_tokens.LIFETIME.total_seconds()),
        refresh_expires_in=_seconds_until(family.expires_at, issued_at),
    )


def _seconds_until(end: datetime, now: datetime) -> int:
    return max(0, math.floor((end - now).total_seconds()))
