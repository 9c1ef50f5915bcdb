"""Log in, refresh, log out."""

import math
from datetime import datetime

from accounts import access_tokens, credentials
from accounts.access_tokens import AccessTokens
from accounts.credentials import PERSONS
from accounts.domain import sessions
from accounts.domain.sessions import Ending, Family, Secret, Verdict
from accounts.repository import AccountRepository, SessionRepository
from chassis.context import Context
from chassis.ids import new_id
from chassis.moments import now
from chassis.store import Store
from chassis.unit import Unit
from contracts import accounts as contract
from contracts.accounts import Account, LogIn, LogOut, Refresh, SessionsRevoked, Tokens
from contracts.base import Done
from contracts.errors import Code, ServiceError


class Sessions:
    """The life of sessions over one store and one issuer of access tokens."""

    def __init__(self, store: Store, access: AccessTokens) -> None:
        self._store = store
        self._access = access

    def log_in(self, request: LogIn, context: Context) -> Tokens:
        """Raises `rate_limited` or `credentials_invalid`, never telling which of login and password was wrong."""
        account = credentials.authenticate(self._store, request.login, request.password, PERSONS)
        secret = Secret()

        def start(unit: Unit) -> Family:
            family = Family(new_id(), account.account_id, unit.now + sessions.LIFETIME)
            self._sessions(unit).start(family, secret.digest)
            return family

        return self._tokens(account, self._store.transaction(context, start), secret)

    def refresh(self, request: Refresh, context: Context) -> Tokens:
        """Exchange a token. A spent one ends its family: that is kept although the call fails."""
        secret = Secret()

        def exchange(unit: Unit) -> Family | None:
            return self._exchange(unit, sessions.digest(request.refresh_token), secret)

        family = self._store.transaction(context, exchange)
        if family is None:
            raise ServiceError(Code.TOKEN_REUSED)
        return self._tokens(AccountRepository(self._store.database).get(family.account_id), family, secret)

    def log_out(self, request: LogOut, context: Context) -> Done:
        def end(unit: Unit) -> Done:
            known = self._sessions(unit).find(sessions.digest(request.refresh_token))
            if known:
                self._sessions(unit).end(known[1], Ending.LOGGED_OUT)
            return Done()

        return self._store.transaction(context, end)

    def _exchange(self, unit: Unit, digest: str, secret: Secret) -> Family | None:
        """The family with its next token, or None when it was revoked just now."""
        known = self._sessions(unit).find(digest)
        if known is None:
            raise ServiceError(Code.UNAUTHENTICATED)
        token, family = known
        if sessions.judge(token, family, unit.now) is Verdict.REVOKE:
            self._revoke(unit, family)
            return None
        self._sessions(unit).spend(digest)
        self._sessions(unit).add(family, secret.digest)
        return family

    def _revoke(self, unit: Unit, family: Family) -> None:
        if self._sessions(unit).end(family, Ending.REUSED):
            told = SessionsRevoked(account_id=family.account_id, family_id=family.family_id)
            # The family is the aggregate: it ends once, so this is its first and only event.
            unit.append(contract.SESSIONS_REVOKED, family.family_id, 1, told)

    def _tokens(self, account: Account, family: Family, secret: Secret) -> Tokens:
        moment = now()
        return Tokens(
            access_token=self._access.issue(account, new_id(), moment),
            refresh_token=secret.text,
            expires_in=int(access_tokens.LIFETIME.total_seconds()),
            refresh_expires_in=_seconds_until(family.expires_at, moment),
        )

    def _sessions(self, unit: Unit) -> SessionRepository:
        return SessionRepository(self._store.database, unit.session)


def _seconds_until(end: datetime, moment: datetime) -> int:
    return max(0, math.floor((end - moment).total_seconds()))
