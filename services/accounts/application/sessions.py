"""Log in, refresh, log out."""

import math
from datetime import datetime

from accounts.application import authentication
from accounts.application.authentication import PERSONS
from accounts.domain import access_tokens, sessions
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.sessions import FamilyEnding, NewRefreshToken, RefreshDecision, TokenFamily
from accounts.repository import AccountRepository, SessionRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import Account, LogIn, LogOut, RefreshTokens, SessionsRevoked, TokenPair
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError


class Sessions:
    """The life of sessions over one store and one issuer of access tokens."""

    def __init__(self, store: Store, access: AccessTokens) -> None:
        self._store = store
        self._access = access

    def log_in(self, request: LogIn, context: Context) -> TokenPair:
        """Raises `rate_limited` or `credentials_invalid`, never telling which of login and password was wrong."""
        account = authentication.authenticate(self._store, request.login, request.password, PERSONS)
        secret = NewRefreshToken()

        def start(uow: UnitOfWork) -> TokenFamily:
            family = TokenFamily(new_id(), account.account_id, uow.now + sessions.LIFETIME)
            self._sessions(uow).add_family(family, secret.digest)
            return family

        return self._tokens(account, self._store.transaction(context, start), secret)

    def refresh(self, request: RefreshTokens, context: Context) -> TokenPair:
        """Exchange a token. A spent one ends its family: that is kept although the call fails."""
        secret = NewRefreshToken()

        def exchange(uow: UnitOfWork) -> TokenFamily | None:
            return self._exchange(uow, sessions.digest(request.refresh_token), secret)

        family = self._store.transaction(context, exchange)
        if family is None:
            raise ServiceError(ErrorCode.TOKEN_REUSED)
        return self._tokens(AccountRepository(self._store.database).get(family.account_id), family, secret)

    def log_out(self, request: LogOut, context: Context) -> Empty:
        def end(uow: UnitOfWork) -> Empty:
            known = self._sessions(uow).find(sessions.digest(request.refresh_token))
            if known:
                self._sessions(uow).end(known[1], FamilyEnding.LOGGED_OUT)
            return Empty()

        return self._store.transaction(context, end)

    def _exchange(self, uow: UnitOfWork, digest: str, secret: NewRefreshToken) -> TokenFamily | None:
        """The family with its next token, or None when it was revoked just now."""
        known = self._sessions(uow).find(digest)
        if known is None:
            raise ServiceError(ErrorCode.UNAUTHENTICATED)
        token, family = known
        if sessions.decide_refresh(token, family, uow.now) is RefreshDecision.REVOKE:
            self._revoke(uow, family)
            return None
        self._sessions(uow).mark_spent(digest)
        self._sessions(uow).add_token(family, secret.digest)
        return family

    def _revoke(self, uow: UnitOfWork, family: TokenFamily) -> None:
        if self._sessions(uow).end(family, FamilyEnding.REUSED):
            told = SessionsRevoked(account_id=family.account_id, family_id=family.family_id)
            # The family is the aggregate: it ends once, so this is its first and only event.
            uow.record_event(contract.SESSIONS_REVOKED, family.family_id, 1, told)

    def _tokens(self, account: Account, family: TokenFamily, secret: NewRefreshToken) -> TokenPair:
        moment = utcnow()
        return TokenPair(
            access_token=self._access.issue(account, new_id(), moment),
            refresh_token=secret.text,
            expires_in=int(access_tokens.LIFETIME.total_seconds()),
            refresh_expires_in=_seconds_until(family.expires_at, moment),
        )

    def _sessions(self, uow: UnitOfWork) -> SessionRepository:
        return SessionRepository(self._store.database, uow.session)


def _seconds_until(end: datetime, moment: datetime) -> int:
    return max(0, math.floor((end - moment).total_seconds()))
