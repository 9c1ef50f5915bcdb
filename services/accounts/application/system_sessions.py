"""Sessions of agencies' systems: one token, nothing to refresh it with."""

from datetime import timedelta

from accounts.application import authentication
from accounts.application.authentication import SYSTEMS
from accounts.domain.access_tokens import AccessTokens
from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.accounts import OpenSystemSession, SystemSession


def open_system_session(
    store: Store, access: AccessTokens, lifetime_s: int, request: OpenSystemSession
) -> SystemSession:
    """Raises `rate_limited` or `credentials_invalid`."""
    account = authentication.authenticate(store, request.login, request.password, SYSTEMS)
    token = access.issue(account, new_id(), utcnow(), timedelta(seconds=lifetime_s))
    return SystemSession(access_token=token, expires_in=lifetime_s)
