"""Mandates to sign are recorded by the head of an agency, and end at once; services ask who signs."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Actor, ActorKind, OfficerRole, Page
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.events import EventType
from contracts.records import (
    EndMandate,
    GetSigningPowers,
    GrantMandate,
    ListMandates,
    MandateEvent,
    SigningMandate,
    SigningPowers,
)
from records.clients import accounts
from records.domain import file_access
from records.domain.mandates import ended, granted, powers_of
from records.repository.certificates import CertificateRepository
from records.repository.mandates import MandateRepository


def grant(store: Store, client: RpcClient, request: GrantMandate, context: Context) -> SigningMandate:
    """A new mandate. Raises FORBIDDEN for who is no leader, SIGNATURE_REFUSED for who does not sign in the own name,
    INVALID_REQUEST."""
    actor = context.actor
    _require_leader(actor)
    if not accounts.works_at(client, request.account_id, actor.agency_code, context):
        wrong = FieldError(
            pointer="/account_id", code="unknown_officer", detail="The agency has no such officer."
        )
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    mandate_id = new_id()

    def work(uow: UnitOfWork) -> SigningMandate:
        own = uow.repository(CertificateRepository).that_sign((actor.agency_code,), (actor.account_id,))
        new = granted(request, mandate_id, own, actor.agency_code, actor.account_id, uow.now)
        uow.repository(MandateRepository).add(new)
        _record(uow, contract.MANDATE_GRANTED, new)
        return new

    return store.run_idempotent(contract.grant_mandate, request, context, work)


def end(store: Store, client: RpcClient, request: EndMandate, context: Context) -> SigningMandate:
    """The mandate, ended from now on; by a leader of the agency, who administers its accounts, or an administrator.

    Raises NOT_FOUND also for one of another agency, FORBIDDEN.
    """
    found, actor = store.repository(MandateRepository).get(request.mandate_id), context.actor
    if not _sees(actor, found):
        raise not_found("mandate")
    may = (
        actor.kind is ActorKind.ADMINISTRATOR
        or OfficerRole.LEADER in actor.roles
        or accounts.administers(client, found.agency_code, context)
    )
    if not may:
        raise ServiceError(ErrorCode.FORBIDDEN)

    def work(uow: UnitOfWork) -> SigningMandate:
        mandates = uow.repository(MandateRepository)
        before = mandates.get(request.mandate_id)
        after = ended(before, request, actor.account_id, uow.now)
        if after is not before:
            mandates.replace(after)
            _record(uow, contract.MANDATE_ENDED, after)
        return after

    return store.run_idempotent(contract.end_mandate, request, context, work)


def list_mandates(store: Store, request: ListMandates, context: Context) -> Page[SigningMandate]:
    """Newest first. Raises FORBIDDEN for who is no officer and no administrator."""
    actor = context.actor
    if actor.kind not in (ActorKind.OFFICER, ActorKind.ADMINISTRATOR):
        raise ServiceError(ErrorCode.FORBIDDEN)
    agency_code = None if actor.kind is ActorKind.ADMINISTRATOR else actor.agency_code
    filter_ = {"mandates_of": agency_code}
    position = position_of(request.cursor, filter_, str)
    return page(
        Page[SigningMandate],
        store.repository(MandateRepository).newest(agency_code, position, request.limit + 1),
        request.limit,
        key=lambda each: (each.mandate_id, each.mandate_id),
        filter=filter_,
        view=lambda each: each,
    )


def signing_powers(store: Store, request: GetSigningPowers, context: Context) -> SigningPowers:
    """For services. Raises FORBIDDEN."""
    file_access.require_service(context.actor)
    certificates = store.repository(CertificateRepository).of_agency(request.agency_code)
    mandates = store.repository(MandateRepository).of_agency(request.agency_code)
    return powers_of(certificates, mandates, utcnow())


def _require_leader(actor: Actor) -> None:
    if actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    if actor.kind is not ActorKind.OFFICER or OfficerRole.LEADER not in actor.roles:
        raise ServiceError(ErrorCode.FORBIDDEN)


def _sees(actor: Actor, mandate: SigningMandate) -> bool:
    own = actor.kind is ActorKind.OFFICER and actor.agency_code == mandate.agency_code
    return own or actor.kind is ActorKind.ADMINISTRATOR


def _record(uow: UnitOfWork, event_type: EventType[MandateEvent], mandate: SigningMandate) -> None:
    named = {name: getattr(mandate, name) for name in MandateEvent.model_fields}
    uow.record_event(event_type, mandate.mandate_id, mandate.version, MandateEvent(**named))
