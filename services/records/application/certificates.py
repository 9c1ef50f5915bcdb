"""Certificates of agencies and officials are registered and ended by who administers the accounts of the agency."""

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import ActorKind, Page, is_expected
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.events import EventType
from contracts.records import (
    GetCertificate,
    ListCertificates,
    RegisterCertificate,
    RevokeCertificate,
    SigningCertificate,
    SigningCertificateEvent,
)
from records.application.documents.signing_context import SigningContext
from records.clients import accounts, catalog
from records.domain.certificates import RegisteredCertificate, check_alone, registered, revoked
from records.making.jobs import CertificateJob
from records.repository.certificates import CertificateRepository


def register(
    signing: SigningContext, client: RpcClient, request: RegisterCertificate, context: Context
) -> SigningCertificate:
    """A new registration. The key has signed before anything is stored. Blocks for the authorities of the certificate.

    Raises FORBIDDEN, INVALID_REQUEST, SIGNATURE_REFUSED; UNAVAILABLE while key or authority are out of reach.
    """
    before = signing.store.previous_result(contract.register_certificate, request, context)
    if before is not None:
        return before
    _require_administrator(client, request.agency_code, context)
    _check_whose(client, request, context)
    job = CertificateJob(
        certificates=request.certificates, key_place=request.key_place, key_name=request.key_name
    )
    read, certificate_id = signing.tools.making.certificate(job), new_id()

    def work(uow: UnitOfWork) -> SigningCertificate:
        new = registered(request, read, certificate_id, uow.now)
        certificates = uow.repository(CertificateRepository)
        officials = (new.account_id,) if new.account_id else ()
        certificates.lock(new.agency_code)
        others = (
            *certificates.that_sign((new.agency_code,), officials),
            *certificates.of_fingerprints((new.sha256,)),
        )
        check_alone(new, others, uow.now)
        certificates.add(new)
        _record(uow, contract.CERTIFICATE_REGISTERED, new)
        return new.view

    return signing.store.run_idempotent(contract.register_certificate, request, context, work)


def revoke(
    store: Store, client: RpcClient, request: RevokeCertificate, context: Context
) -> SigningCertificate:
    """The registration, ended. Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, INVALID_REQUEST."""
    found = _visible(store, request.certificate_id, context)
    _require_administrator(client, found.agency_code, context)

    def work(uow: UnitOfWork) -> SigningCertificate:
        certificates = uow.repository(CertificateRepository)
        current = certificates.get(request.certificate_id)
        if not is_expected(request.expected_version, current.version):
            raise ServiceError(ErrorCode.VERSION_STALE, current=current.version)
        ended = revoked(current, request, uow.now)
        certificates.replace(ended)
        _record(uow, contract.CERTIFICATE_REVOKED, ended)
        return ended.view

    return store.run_idempotent(contract.revoke_certificate, request, context, work)


def get_certificate(store: Store, request: GetCertificate, context: Context) -> SigningCertificate:
    """Raises NOT_FOUND also for one of another agency."""
    return _visible(store, request.certificate_id, context).view


def list_certificates(store: Store, request: ListCertificates, context: Context) -> Page[SigningCertificate]:
    """Newest first. Raises FORBIDDEN for who is no officer and no administrator."""
    actor = context.actor
    if actor.kind not in (ActorKind.OFFICER, ActorKind.ADMINISTRATOR):
        raise ServiceError(ErrorCode.FORBIDDEN)
    agency_code = None if actor.kind is ActorKind.ADMINISTRATOR else actor.agency_code
    filter_ = {"certificates_of": agency_code}
    position = position_of(request.cursor, filter_, str)
    return page(
        Page[SigningCertificate],
        store.repository(CertificateRepository).newest(agency_code, position, request.limit + 1),
        request.limit,
        key=lambda each: (each.certificate_id, each.certificate_id),
        filter=filter_,
        view=lambda each: each.view,
    )


def _visible(store: Store, certificate_id: str, context: Context) -> RegisteredCertificate:
    found, actor = store.repository(CertificateRepository).get(certificate_id), context.actor
    own = actor.kind is ActorKind.OFFICER and actor.agency_code == found.agency_code
    if not own and actor.kind is not ActorKind.ADMINISTRATOR:
        raise not_found("certificate")
    return found


def _require_administrator(client: RpcClient, agency_code: str, context: Context) -> None:
    if context.actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    if context.actor.kind is not ActorKind.ADMINISTRATOR and not accounts.administers(
        client, agency_code, context
    ):
        raise ServiceError(ErrorCode.FORBIDDEN)


def _check_whose(client: RpcClient, request: RegisterCertificate, context: Context) -> None:
    agency = catalog.find_agency(client, request.agency_code, context)
    if agency is None or agency.code != request.agency_code:
        raise _invalid("/agency_code", "unknown_code", "There is no such agency.")
    account_id = request.account_id
    if account_id and not accounts.works_at(client, account_id, request.agency_code, context):
        raise _invalid("/account_id", "unknown_officer", "The agency has no such officer.")


def _record(
    uow: UnitOfWork, event_type: EventType[SigningCertificateEvent], certificate: RegisteredCertificate
) -> None:
    named = {name: getattr(certificate, name) for name in SigningCertificateEvent.model_fields}
    uow.record_event(
        event_type, certificate.certificate_id, certificate.version, SigningCertificateEvent(**named)
    )


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )
