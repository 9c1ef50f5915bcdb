"""Log-in by electronic identity: people are sent to an identity provider and come back; identities are linked and unlinked.

What the provider vouches for proves the number of the account (`identity.prove_number`). The provider is asked outside of
every transaction.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from accounts.application import identity as proofs
from accounts.application import password_hashing, sessions
from accounts.clients.identity_providers import IdentityProviders, ProviderClient
from accounts.domain import access, id_tokens, linked_identities
from accounts.domain.access_tokens import AccessTokens
from accounts.domain.accounts import require_unlocked
from accounts.domain.assurance import Proof
from accounts.domain.identity_providers import IdentityProvider, ProvedIdentity, proved_identity
from accounts.domain.linked_identities import Link
from accounts.domain.sessions import Opening, digest, opened_with_factor, provider_key
from accounts.repository.accounts import AccountRepository
from accounts.repository.linked_identities import (
    Attempt,
    AttemptRepository,
    LinkRepository,
    LogoutTokenRepository,
)
from accounts.repository.sessions import RefreshTokenRepository, TokenFamilyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountRegistered,
    AuthenticationMethod,
    ProofMethod,
    SessionEnding,
    TokenPair,
)
from contracts.accounts.eid import (
    EidAnswerBody,
    EidAuthorization,
    EidLogIn,
    EidLogOut,
    EidLogOutAddress,
    EidProviders,
    EidPurpose,
    IdentityLinked,
    IdentityUnlinked,
    LinkedIdentities,
    LinkedIdentity,
    LinkIdentity,
    ListEidProviders,
    ListIdentities,
    ReceiveLogoutToken,
    StartEid,
    UnlinkIdentity,
)
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.field_error_messages import wrong_field

Vouched = TypeVar("Vouched")
ReadClaims = Callable[[IdentityProvider, Mapping[str, Any], Mapping[str, Any]], Vouched]
"""What of a provider's checked claims is read: those of the ID token, and those that say who it is. Raises ServiceError."""
ATTEMPT_LIFETIME = timedelta(minutes=10)
_LEVEL_OF_BOTH_FACTORS = 2
"""An identity of this level is shown by something that its owner has, and by what he knows or is (NĐ 69/2024/NĐ-CP)."""
_PROVIDER_FAILED = frozenset({"server_error", "temporarily_unavailable"})
"""`error` of an answer that is the provider's own trouble (OAuth 2.0, 4.1.2.1); every other one is a refusal."""


def list_providers(providers: IdentityProviders, request: ListEidProviders) -> EidProviders:  # noqa: ARG001
    return EidProviders(items=tuple(each.offered for each in providers))


def start(
    store: Store, providers: IdentityProviders, request: StartEid, context: Context
) -> EidAuthorization:
    """Raises INVALID_REQUEST for an unknown provider or page, UNAVAILABLE; to link, UNAUTHENTICATED, FORBIDDEN."""
    account_id = ""
    if request.purpose is not EidPurpose.LOG_IN:
        linked_identities.require_citizen(context.actor.kind)
        account_id = context.actor.account_id
    client = _provider(providers, request.provider)
    provider = client.provider
    _require_allowed(request.return_to, provider.return_urls)
    state, binding = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    attempt = Attempt(
        provider.name,
        request.purpose,
        request.return_to,
        secrets.token_urlsafe(32),
        id_tokens.code_verifier(),
        account_id,
    )
    params = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": request.return_to,
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": attempt.nonce,
        "code_challenge": id_tokens.code_challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    if provider.acr_values:
        params["acr_values"] = " ".join(provider.acr_values)
    with client.admission():
        url = client.authorization_url(params)
    ends_at = utcnow() + ATTEMPT_LIFETIME
    store.repository(AttemptRepository).add(state, binding, attempt, ends_at)
    return EidAuthorization(authorization_url=url, state=state, binding=binding, expires_at=ends_at)


def log_in(
    store: Store, tokens: AccessTokens, providers: IdentityProviders, request: EidLogIn, context: Context
) -> TokenPair:
    """Open a session of the account that the identity opens, for a gateway of the release before, which knows no second
    step: who needs one gets PASSWORD_LOG_IN_OFF. Raises as `enter`."""
    account, opening = enter(store, providers, request, context, eid_counts=True)
    if account.second_factors and AuthenticationMethod.MULTIPLE_FACTORS not in opening.methods:
        raise ServiceError(ErrorCode.PASSWORD_LOG_IN_OFF)
    return sessions.open_session(store, tokens, account, opening, context)


def enter(
    store: Store, providers: IdentityProviders, request: EidLogIn, context: Context, *, eid_counts: bool
) -> tuple[Account, Opening]:
    """The account that the identity opens, a new one where nobody has proved the number, and how its session is opened;
    `eid_counts`: whether an identity of level 2 counts as both factors.

    Raises INVALID_REQUEST, EID_ATTEMPT_INVALID, EID_REFUSED, EID_NOT_PROVED, EID_KIND_UNSUPPORTED, EID_LINK_NEEDED,
    IDENTITY_CONFLICT, ACCOUNT_LOCKED, UNAVAILABLE.
    """
    identity, _ = vouched_identity(store, providers, request, EidPurpose.LOG_IN, proved_identity)
    password_hash = None if _is_known(store, identity) else password_hashing.hash_of_no_password()

    def enter_by(uow: UnitOfWork) -> tuple[Account, Link]:
        link = uow.repository(LinkRepository).of_subject(identity.provider, identity.subject)
        if link is None:
            return _enter_unlinked(uow, identity, password_hash)
        linked_identities.require_same_person(link, identity)
        account = uow.repository(AccountRepository).get(link.account_id)
        require_unlocked(account)
        uow.repository(LinkRepository).put(linked_identities.used(link, identity, uow.now))
        return _proved(uow, account, identity), link

    account, link = store.transaction(context, enter_by)
    opening = replace(
        sessions.opening_of(request, AuthenticationMethod.ELECTRONIC_IDENTITY),
        identity_id=link.identity_id,
        provider_keys=_provider_keys(identity),
    )
    if eid_counts and identity.level >= _LEVEL_OF_BOTH_FACTORS:
        opening = opened_with_factor(opening, AuthenticationMethod.ELECTRONIC_IDENTITY, utcnow())
    return account, opening


def link_identity(
    store: Store, providers: IdentityProviders, request: LinkIdentity, context: Context
) -> LinkedIdentity:
    """By the owner of the account, who began the attempt. The number is that of the account from now on, as by any proof.

    Raises as `log_in`, UNAUTHENTICATED, FORBIDDEN.
    """
    linked_identities.require_citizen(context.actor.kind)
    identity, attempt = vouched_identity(store, providers, request, EidPurpose.LINK, proved_identity)
    if attempt.account_id != context.actor.account_id:
        raise ServiceError(ErrorCode.EID_ATTEMPT_INVALID)

    def link_it(uow: UnitOfWork) -> LinkedIdentity:
        account = uow.repository(AccountRepository).get(context.actor.account_id)
        require_unlocked(account)
        link = uow.repository(LinkRepository).of_subject(identity.provider, identity.subject)
        if link is not None:
            if link.account_id != account.account_id:
                raise ServiceError(ErrorCode.IDENTITY_CONFLICT)
            linked_identities.require_same_person(link, identity)
            link = linked_identities.used(link, identity, uow.now)
            uow.repository(LinkRepository).put(link)
        else:
            link = _link(uow, account.account_id, identity)
        _proved(uow, account, identity)
        return link.shown

    return store.transaction(context, link_it)


def list_identities(store: Store, request: ListIdentities, context: Context) -> LinkedIdentities:  # noqa: ARG001
    """Raises UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)
    found = store.repository(LinkRepository).of_account(account_id)
    return LinkedIdentities(items=tuple(link.shown for link in found))


def unlink_identity(store: Store, request: UnlinkIdentity, context: Context) -> Empty:
    """By the owner. What it proved stays proved. Raises NOT_FOUND, UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)

    def unlink(uow: UnitOfWork) -> Empty:
        link = uow.repository(LinkRepository).find(request.identity_id)
        if link is None or link.account_id != account_id:
            raise not_found("identity")
        uow.repository(LinkRepository).remove(link.identity_id)
        payload = IdentityUnlinked(
            account_id=account_id, identity_id=link.identity_id, provider=link.provider
        )
        uow.record_event(contract.IDENTITY_UNLINKED, link.identity_id, 2, payload)
        return Empty()

    return store.transaction(context, unlink)


def log_out(
    store: Store, providers: IdentityProviders, request: EidLogOut, context: Context
) -> EidLogOutAddress:
    """End a session here; the address ends it at its provider. An unknown token is no error.

    Raises INVALID_REQUEST for a page that is not allowed.
    """
    token = store.repository(RefreshTokenRepository).find(digest(request.refresh_token))
    family = store.repository(TokenFamilyRepository).find(token.family_id) if token else None
    if family is None:
        return EidLogOutAddress()
    link = store.repository(LinkRepository).find(family.identity_id) if family.identity_id else None
    client = _provider(providers, link.provider) if link else None
    if client and request.return_to:
        _require_allowed(request.return_to, client.provider.log_out_return_urls)
    ended = family
    store.transaction(context, lambda uow: sessions.end_family(uow, ended, SessionEnding.LOGGED_OUT))
    return EidLogOutAddress(log_out_url=_log_out_url(client, request.return_to))


def receive_logout_token(
    store: Store, providers: IdentityProviders, request: ReceiveLogoutToken, context: Context
) -> Empty:
    """End the sessions that a provider says are over; a token that comes again ends nothing.

    Raises NOT_FOUND for an unknown provider, INVALID_REQUEST for a token that does not hold, UNAVAILABLE.
    """
    try:
        client = providers.get(request.provider)
    except LookupError:
        raise not_found("identity provider") from None
    provider = client.provider
    try:
        header = id_tokens.header_of(request.logout_token, provider)
        with client.admission():
            key = client.key(header.kid)
        notice = id_tokens.logout_notice(request.logout_token, key, provider, utcnow())
    except ServiceError as error:
        if error.code is ErrorCode.EID_NOT_PROVED:
            raise ServiceError(ErrorCode.INVALID_REQUEST) from None
        raise
    named = {"sub": notice.subject, "sid": notice.session}
    keys = [provider_key(provider.name, name, value) for name, value in named.items() if value]

    def end(uow: UnitOfWork) -> Empty:
        ends_at = uow.now + timedelta(seconds=id_tokens.LOGOUT_LIFETIME_S + 2 * id_tokens.LEEWAY_S)
        if uow.repository(LogoutTokenRepository).take(provider.name, notice.jti, ends_at):
            for family in uow.repository(TokenFamilyRepository).open_of_provider(keys, uow.now):
                sessions.end_family(uow, family, SessionEnding.LOGGED_OUT)
        return Empty()

    return store.transaction(context, end)


def vouched_identity(
    store: Store,
    providers: IdentityProviders,
    request: EidAnswerBody,
    purpose: EidPurpose,
    read: ReadClaims[Vouched],
) -> tuple[Vouched, Attempt]:
    """What the provider vouches for, by the code that the browser brought back. The attempt is used up."""
    if (request.code is None) == (request.error is None):
        wrong = wrong_field("/code", "eid_answer")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    attempt = store.repository(AttemptRepository).take(request.state, request.binding, utcnow())
    if attempt is None or attempt.purpose is not purpose:
        raise ServiceError(ErrorCode.EID_ATTEMPT_INVALID)
    if request.error in _PROVIDER_FAILED:
        raise ServiceError(ErrorCode.UNAVAILABLE)
    if request.code is None:
        raise ServiceError(ErrorCode.EID_REFUSED)
    try:
        client = providers.get(attempt.provider)
    except LookupError:  # switched off meanwhile
        raise ServiceError(ErrorCode.EID_ATTEMPT_INVALID) from None
    with client.admission():
        return _vouched(client, attempt, request.code, request.iss, read), attempt


def _vouched(
    client: ProviderClient, attempt: Attempt, code: str, iss: str | None, read: ReadClaims[Vouched]
) -> Vouched:
    provider = client.provider
    if iss != provider.issuer and (iss is not None or client.requires_iss()):
        raise ServiceError(ErrorCode.EID_NOT_PROVED)
    answer = client.exchange(code, attempt.verifier, attempt.return_to)
    key = client.key(id_tokens.header_of(answer.id_token, provider).kid)
    id_claims = id_tokens.id_claims(answer.id_token, key, provider, attempt.nonce, answer.access_token)
    if provider.claims_from == "id_token":
        return read(provider, id_claims, id_claims)
    if answer.access_token is None:
        raise ServiceError(ErrorCode.EID_NOT_PROVED)
    claims = client.user_info(answer.access_token)
    if claims.get("sub") != id_claims["sub"]:  # OpenID Connect Core 1.0, 5.3.2
        raise ServiceError(ErrorCode.EID_NOT_PROVED)
    return read(provider, id_claims, claims)


def _is_known(store: Store, identity: ProvedIdentity) -> bool:
    """Whether there is an account that it opens; what the transaction finds decides."""
    linked = store.repository(LinkRepository).of_subject(identity.provider, identity.subject)
    return (
        linked is not None or store.repository(AccountRepository).holder(identity.personal_number) is not None
    )


def _enter_unlinked(
    uow: UnitOfWork, identity: ProvedIdentity, password_hash: str | None
) -> tuple[Account, Link]:
    """By an identity that comes for the first time. The link is written first: of two at once, one is run again."""
    holder = uow.repository(AccountRepository).holder(identity.personal_number)
    if holder is not None:
        require_unlocked(holder)
        linked_identities.require_link_by_proof(holder, identity)
        link = _link(uow, holder.account_id, identity)
        return _proved(uow, holder, identity), link
    if password_hash is None:  # the holder has lost the number this moment
        raise ServiceError(ErrorCode.UNAVAILABLE)
    account_id = new_id()
    link = _link(uow, account_id, identity)
    return _proved(uow, _registered(uow, account_id, identity, password_hash), identity), link


def _registered(uow: UnitOfWork, account_id: str, identity: ProvedIdentity, password_hash: str) -> Account:
    repository = uow.repository(AccountRepository)
    login = repository.free_login(identity.personal_number)
    account = linked_identities.new_account(identity, account_id, login, uow.now)
    repository.add(account, password_hash)
    payload = AccountRegistered(account_id=account_id, kind=account.kind, agency_code=None)
    uow.record_event(contract.ACCOUNT_REGISTERED, account_id, account.version, payload)
    return account


def _link(uow: UnitOfWork, account_id: str, identity: ProvedIdentity) -> Link:
    link = linked_identities.new_link(new_id(), account_id, identity, uow.now)
    uow.repository(LinkRepository).put(link)
    payload = IdentityLinked(account_id=account_id, identity_id=link.identity_id, provider=link.provider)
    uow.record_event(contract.IDENTITY_LINKED, link.identity_id, 1, payload)
    return link


def _proved(uow: UnitOfWork, account: Account, identity: ProvedIdentity) -> Account:
    """The account with what this log-in proves beyond what it had."""
    if not linked_identities.needs_proof(account, identity):
        return account
    proof = Proof(identity.personal_number, identity.level, ProofMethod.EID, identity.full_name)
    return proofs.prove_number(uow, account.account_id, proof)


def _provider_keys(identity: ProvedIdentity) -> tuple[str, ...]:
    named = {"sub": identity.sub, "sid": identity.sid}
    return tuple(provider_key(identity.provider, name, value) for name, value in named.items() if value)


def _log_out_url(client: ProviderClient | None, return_to: str | None) -> str | None:
    """No ID token is in the address: it would be in logs and histories. A provider that is away ends nothing there."""
    if client is None:
        return None
    params = {"client_id": client.provider.client_id}
    if return_to:
        params["post_logout_redirect_uri"] = return_to
    try:
        with client.admission():
            return client.log_out_url(params)
    except ServiceError:
        return None


def _provider(providers: IdentityProviders, name: str) -> ProviderClient:
    """Raises INVALID_REQUEST at /provider."""
    try:
        return providers.get(name)
    except LookupError:
        wrong = wrong_field("/provider", "unknown_provider")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,)) from None


def _require_allowed(page: str, allowed: tuple[str, ...]) -> None:
    """Letter for letter. Raises INVALID_REQUEST at /return_to."""
    if page not in allowed:
        wrong = wrong_field("/return_to", "page_not_allowed")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
