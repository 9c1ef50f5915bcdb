"""Access tokens of machine clients: given out (RFC 6749 4.4), voided (RFC 7009) and inspected (RFC 7662)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import jwt

from accounts.application import authentication
from accounts.application.machine_clients.administration import end_tokens
from accounts.domain import attempts
from accounts.domain.access_tokens import AccessTokens, TokenTerms
from accounts.domain.attempts import ONE_CLIENT
from accounts.domain.machine_clients import clients
from accounts.domain.machine_clients.clients import Client, Secret
from accounts.repository.attempts import LoginAttemptRepository
from accounts.repository.machine_clients import MachineClientRepository, VoidTokenRepository
from chassis.core import access_tokens
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.accounts import (
    GrantMachineToken,
    InspectedToken,
    InspectMachineToken,
    MachineCredentials,
    MachineToken,
    OpenSystemSession,
    RevokeMachineToken,
    SystemSession,
)
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day

_NO_TOKEN = InspectedToken(active=False)


def grant_machine_token(
    store: Store, tokens: AccessTokens, terms: TokenTerms, request: GrantMachineToken, context: Context
) -> MachineToken:
    """A token of a machine client, or of the account of a system that has this login.

    Raises CREDENTIALS_INVALID, to who has shown the secret with a `reason`; RATE_LIMITED and UNAVAILABLE, to who has not;
    INVALID_REQUEST at /scope; PASSWORD_LOG_IN_OFF to who has shown the password of a system.
    """
    found = _authenticate(store, request, context)
    if found is None:
        session = open_system_session(store, tokens, terms, _as_system(request), context)
        return MachineToken(access_token=session.access_token, expires_in=session.expires_in)
    client, secret, now = found
    scopes = clients.granted_scopes(client, request.scope)
    seconds = max(1, int(min(terms.machine_lifetime, secret.expires_at - now).total_seconds()))
    lifetime = timedelta(seconds=seconds)
    certificate = request.certificate if client.certificates else ""
    token = tokens.issue_to_machine(client, secret, scopes, certificate, new_id(), now, lifetime)
    metrics.MACHINE_TOKENS.labels(store.service, clients.ends_within(secret, now)).inc()
    metrics.MACHINE_SECRET_ENDS.labels(store.service, client.client_id).set(secret.expires_at.timestamp())
    if clients.is_to_be_noted(secret, now):
        store.repository(MachineClientRepository).note_use(
            client.client_id, secret.secret_id, now, request.address
        )
    return MachineToken(access_token=token, expires_in=int(lifetime.total_seconds()), scope=" ".join(scopes))


def open_system_session(
    store: Store, tokens: AccessTokens, terms: TokenTerms, request: OpenSystemSession, context: Context
) -> SystemSession:
    """One access token for the account of a system.

    Raises RATE_LIMITED, UNAVAILABLE, CREDENTIALS_INVALID; PASSWORD_LOG_IN_OFF after the last day of these, to who has shown
    the password.
    """
    shown = authentication.Credentials(request.login, request.password, context.client)
    account = authentication.authenticate(store, shown, authentication.SYSTEMS)
    now = utcnow()
    if terms.passwords_until is None or local_day(now) > terms.passwords_until:
        raise ServiceError(ErrorCode.PASSWORD_LOG_IN_OFF)
    token = tokens.issue(account, new_id(), now, lifetime=terms.system_lifetime)
    return SystemSession(access_token=token, expires_in=int(terms.system_lifetime.total_seconds()))


def revoke_machine_token(
    store: Store, tokens: AccessTokens, request: RevokeMachineToken, context: Context
) -> Empty:
    """Nothing for a token that is not the client's, or good no more (RFC 7009 2.2). Raises as `grant_machine_token`."""
    client, _, now = _require_client(store, request, context)
    stated = _own_token(tokens, client, request.token)
    if stated is not None and _is_good(store, client, stated, now):
        store.transaction(context, lambda uow: _void(uow, client, stated.verified.token_id))
    return Empty()


def inspect_machine_token(
    store: Store, tokens: AccessTokens, request: InspectMachineToken, context: Context
) -> InspectedToken:
    """Raises as `grant_machine_token`."""
    client, _, now = _require_client(store, request, context)
    stated = _own_token(tokens, client, request.token)
    if stated is None or not _is_good(store, client, stated, now):
        return _NO_TOKEN
    return InspectedToken(
        active=True,
        scope=" ".join(sorted(stated.verified.scopes or ())),
        client_id=client.client_id,
        exp=stated.expires_at,
        iat=stated.issued_at,
    )


@dataclass(frozen=True)
class _Stated:
    verified: access_tokens.VerifiedToken
    issued_at: int
    expires_at: int


def _authenticate(
    store: Store, shown: MachineCredentials, context: Context
) -> tuple[Client, Secret, datetime] | None:
    """The client with the secret that was shown; None where there is no such client.

    A right secret is never refused for wrong ones of others: only these are counted, each by the address that it came
    from. Raises CREDENTIALS_INVALID, RATE_LIMITED.
    """
    client, now = store.repository(MachineClientRepository).find(shown.client_id), utcnow()
    if client is None:
        return None
    secret = clients.matching(client, shown.client_secret, now)
    if secret is None:
        key = attempts.client_attempts_key(shown.client_id, context.client)
        counted = partial(attempts.with_attempt, pace=ONE_CLIENT, now=now)
        store.repository(LoginAttemptRepository).change({key: counted})
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
    clients.require_place(client, shown.address, shown.certificate)
    return client, secret, now


def _require_client(
    store: Store, shown: MachineCredentials, context: Context
) -> tuple[Client, Secret, datetime]:
    found = _authenticate(store, shown, context)
    if found is None:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID)
    return found


def _as_system(request: GrantMachineToken) -> OpenSystemSession:
    """Whatever cannot be the credentials of anybody is wrong credentials."""
    try:
        return OpenSystemSession(login=request.client_id, password=request.client_secret)
    except ValueError:
        raise ServiceError(ErrorCode.CREDENTIALS_INVALID) from None


def _own_token(tokens: AccessTokens, client: Client, token: str) -> _Stated | None:
    """What a token says that we gave to this client and that has not expired."""
    try:
        key = access_tokens.keys_of(tokens.published(utcnow()))[access_tokens.key_id(token)]
        verified, expires_at = access_tokens.verify(token, key, 0)
    except (ServiceError, KeyError):
        return None
    if verified.actor.account_id != client.client_id:
        return None
    issued_at = jwt.decode(token, options={"verify_signature": False})["iat"]
    return _Stated(verified, int(issued_at), int(expires_at))


def _void(uow: UnitOfWork, client: Client, token_id: str) -> None:
    """Of two that void the same token, one is run again and sees it void."""
    if not uow.repository(VoidTokenRepository).has([token_id]):
        end_tokens(uow, client.client_id, (token_id,))


def _is_good(store: Store, client: Client, stated: _Stated, now: datetime) -> bool:
    if stated.verified.session_id not in client.sessions(now):
        return False
    return not store.repository(VoidTokenRepository).has([stated.verified.token_id])
