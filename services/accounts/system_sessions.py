"""Sessions of agencies' systems: one token, nothing to refresh it with."""

from datetime import timedelta

from accounts import credentials
from accounts.access_tokens import AccessTokens
from accounts.credentials import SYSTEMS
from chassis.ids import new_id
from chassis.moments import utcnow
from chassis.store import Store
from contracts.accounts import OpenSystemSession, SystemSession


def open_system_session(
    store: Store, access: AccessTokens, lifetime_s: int, request: OpenSystemSession
) -> SystemSession:
    """Raises `rate_limited` or `credentials_invalid`."""
    account = credentials.authenticate(store, request.login, request.password, SYSTEMS)
    token = access.issue(account, new_id(), utcnow(), timedelta(seconds=lifetime_s))
    return SystemSession(access_token=token, expires_in=lifetime_s)
