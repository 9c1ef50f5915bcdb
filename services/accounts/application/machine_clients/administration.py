"""Machine clients are made, changed, disabled and given secrets: by who administers the accounts of their agency, by
administrators and by operators."""

from datetime import timedelta

from accounts.application.administration import require_administration
from accounts.application.second_factors import fresh_proofs
from accounts.domain.access_tokens import MACHINE_LIFETIME
from accounts.domain.machine_clients import clients, secrets
from accounts.domain.machine_clients.clients import Client, Secret
from accounts.domain.officers import Administration
from accounts.repository.accounts import AccountRepository
from accounts.repository.agency_ends import AgencyEndRepository
from accounts.repository.machine_clients import MachineClientRepository, VoidTokenRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    ChangeMachineClient,
    CreateMachineClient,
    DisableMachineClient,
    EnableMachineClient,
    GetMachineClient,
    IssuedMachineSecret,
    IssueMachineSecret,
    ListMachineClients,
    MachineClient,
    MachineClientChanged,
    MachineSecretChanged,
    RevokeMachineSecret,
    SessionEnded,
    SessionEnding,
)
from contracts.base import Actor, ActorKind, Empty, Page
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.field_error_messages import wrong_field
from contracts.time import local_day

CLOCK_SKEW = timedelta(seconds=100)
"""How long beyond its life a token may be out: the time between reading a client and signing, and clocks that differ."""
_VOID_FOR = MACHINE_LIFETIME + CLOCK_SKEW


def create_machine_client(store: Store, request: CreateMachineClient, context: Context) -> MachineClient:
    """Without a secret. Raises INVALID_REQUEST for what is no network and for an agency that has ended, FORBIDDEN,
    UNAUTHENTICATED."""
    administration = _require(store, context.actor)

    def create(uow: UnitOfWork) -> MachineClient:
        client = clients.created(request, new_id(), uow.now)
        if administration.agency_code not in (None, client.agency_code):
            raise ServiceError(ErrorCode.FORBIDDEN)
        _require_agency(uow, client.agency_code, "/agency_code")
        uow.repository(MachineClientRepository).add(client)
        _record_change(uow, client, ())
        return clients.shown(client)

    return store.run_idempotent(contract.create_machine_client, request, context, create)


def change_machine_client(store: Store, request: ChangeMachineClient, context: Context) -> MachineClient:
    """Other bounds void the tokens that are out. Nothing is recorded when nothing differs.

    Raises VERSION_STALE, INVALID_REQUEST, NOT_FOUND, FORBIDDEN, UNAUTHENTICATED.
    """
    administration = _require(store, context.actor)

    def change(uow: UnitOfWork) -> MachineClient:
        before = _get(uow.repository(MachineClientRepository), administration, request.client_id)
        return replace_client(uow, before, clients.changed(before, request))

    return store.run_idempotent(contract.change_machine_client, request, context, change)


def disable_machine_client(store: Store, request: DisableMachineClient, context: Context) -> MachineClient:
    """Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED."""
    administration = _require(store, context.actor)

    def disable(uow: UnitOfWork) -> MachineClient:
        before = _get(uow.repository(MachineClientRepository), administration, request.client_id)
        return replace_client(uow, before, clients.disabled(before, uow.now))

    return store.run_idempotent(contract.disable_machine_client, request, context, disable)


def enable_machine_client(store: Store, request: EnableMachineClient, context: Context) -> MachineClient:
    """Raises INVALID_REQUEST where the agency has ended, NOT_FOUND, FORBIDDEN, UNAUTHENTICATED."""
    administration = _require(store, context.actor)

    def enable(uow: UnitOfWork) -> MachineClient:
        before = _get(uow.repository(MachineClientRepository), administration, request.client_id)
        _require_agency(uow, before.agency_code, "")
        return replace_client(uow, before, clients.enabled(before))

    return store.run_idempotent(contract.enable_machine_client, request, context, enable)


def get_machine_client(store: Store, request: GetMachineClient, context: Context) -> MachineClient:
    """Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED."""
    administration = _require(store, context.actor)
    return clients.shown(_get(store.repository(MachineClientRepository), administration, request.client_id))


def list_machine_clients(store: Store, request: ListMachineClients, context: Context) -> Page[MachineClient]:
    """Oldest first. Raises FORBIDDEN, also for those of another agency, UNAUTHENTICATED."""
    administration = _require(store, context.actor)
    agency_code = administration.agency_code or request.agency_code
    if request.agency_code not in (None, agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    criteria = {"agency_code": agency_code}
    found = store.repository(MachineClientRepository).listed(
        agency_code, position_of(request.cursor, criteria, str), request.limit + 1
    )
    return page(
        Page[MachineClient],
        found,
        request.limit,
        key=lambda client: (client.client_id, client.client_id),
        filter=criteria,
        view=clients.shown,
    )


def issue_machine_secret(
    store: Store, longest: timedelta, request: IssueMachineSecret, context: Context
) -> IssuedMachineSecret:
    """A secret for at most `longest`; the only time that it is shown. Who has a second factor has shown it a short time ago,
    who has none has logged in then; an operator has no session.

    Raises SECOND_FACTOR_NEEDED, MACHINE_SECRETS_FULL, INVALID_REQUEST, NOT_FOUND, FORBIDDEN, UNAUTHENTICATED.
    """
    administration = _require(store, context.actor)
    if context.actor.kind is not ActorKind.OPERATOR:
        own = store.repository(AccountRepository).get(context.actor.account_id)
        fresh_proofs.require_fresh(store, own, request.current)
    text, secret_id = secrets.new_secret(), new_id()
    lifetime = longest
    if request.lifetime_days is not None:
        lifetime = min(longest, timedelta(days=request.lifetime_days))

    def issue(uow: UnitOfWork) -> IssuedMachineSecret:
        repository = uow.repository(MachineClientRepository)
        before = _get(repository, administration, request.client_id)
        secret = Secret(
            secret_id, secrets.digest(before.client_id, secret_id, text), uow.now, uow.now + lifetime
        )
        after = clients.with_secret(before, secret, timedelta(days=request.overlap_days))
        repository.replace(after, before.version)
        payload = MachineSecretChanged(
            client_id=after.client_id, secret_id=secret_id, expires_at=secret.expires_at
        )
        uow.record_event(contract.MACHINE_SECRET_ISSUED, after.client_id, after.version, payload)
        end_tokens(uow, after.client_id, clients.voided(before, after, uow.now))
        return IssuedMachineSecret(
            client_id=after.client_id,
            secret_id=secret_id,
            client_secret=text,
            expires_at=secret.expires_at,
        )

    return store.transaction(context, issue)


def revoke_machine_secret(store: Store, request: RevokeMachineSecret, context: Context) -> Empty:
    """Nothing more for one that is live no more. Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED."""
    administration = _require(store, context.actor)

    def revoke(uow: UnitOfWork) -> Empty:
        repository = uow.repository(MachineClientRepository)
        before = _get(repository, administration, request.client_id)
        secret = next((each for each in before.secrets if each.secret_id == request.secret_id), None)
        if secret is None:
            raise not_found("machine_secret")
        after = clients.without_secret(before, secret.secret_id, uow.now)
        if after is not before:
            repository.replace(after, before.version)
            payload = MachineSecretChanged(
                client_id=after.client_id, secret_id=secret.secret_id, expires_at=secret.expires_at
            )
            uow.record_event(contract.MACHINE_SECRET_REVOKED, after.client_id, after.version, payload)
            end_tokens(uow, after.client_id, clients.voided(before, after, uow.now))
        return Empty()

    return store.transaction(context, revoke)


def end_tokens(uow: UnitOfWork, client_id: str, names: tuple[str, ...]) -> None:
    """Void all tokens of these `sid`s or `jti`s, with the event by which the gateway learns it."""
    uow.repository(VoidTokenRepository).add(names, uow.now, _VOID_FOR)
    for name in names:
        payload = SessionEnded(account_id=client_id, family_id=name, ending=SessionEnding.REVOKED)
        uow.record_event(contract.SESSION_ENDED, name, 1, payload)


def _require(store: Store, actor: Actor) -> Administration:
    """Of whose clients. Raises UNAUTHENTICATED, FORBIDDEN."""
    if actor.kind is ActorKind.OPERATOR:
        return Administration("", None)
    return require_administration(store.repository(AccountRepository), actor)


def _require_agency(uow: UnitOfWork, agency_code: str, pointer: str) -> None:
    """Raises INVALID_REQUEST where it has ended."""
    if uow.repository(AgencyEndRepository).has_ended(agency_code, local_day(uow.now)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, "agency_ended"),))


def _get(repository: MachineClientRepository, administration: Administration, client_id: str) -> Client:
    """Raises NOT_FOUND, also for a client of another agency."""
    client = repository.get(client_id)
    if administration.agency_code not in (None, client.agency_code):
        raise not_found("machine_client")
    return client


def replace_client(uow: UnitOfWork, before: Client, after: Client) -> MachineClient:
    """Store a change with its events, and void the tokens that it makes void; nothing where nothing differs."""
    if after is not before:
        uow.repository(MachineClientRepository).replace(after, before.version)
        _record_change(uow, after, clients.changed_fields(before, after))
        end_tokens(uow, after.client_id, clients.voided(before, after, uow.now))
    return clients.shown(after)


def _record_change(uow: UnitOfWork, client: Client, changed: tuple[str, ...]) -> None:
    payload = MachineClientChanged(
        client_id=client.client_id,
        agency_code=client.agency_code,
        scopes=client.scopes,
        changed=changed,
    )
    uow.record_event(contract.MACHINE_CLIENT_CHANGED, client.client_id, client.version, payload)
