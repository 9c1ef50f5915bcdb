"""The way of a paper into the store: scan taken, fields suggested and confirmed, sealed. Each step once per command."""

from collections.abc import Iterable

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Actor, is_expected
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import (
    BeginDigitisation,
    ConfirmedField,
    ConfirmFields,
    Digitisation,
    DigitisationEvent,
    DigitisationStep,
    DigitisedField,
    GetDigitisation,
    ProposeFields,
)
from records.application.digitisation.in_store import check_store
from records.application.digitisation.scans import checked_scan
from records.application.documents.signing_context import SigningContext
from records.application.papers.named import check_owner, named_issuer, named_kind
from records.domain.digitisation.digitisation import DigitisationState, begun, confirmed, proposed, view
from records.domain.paper_access import require_reception
from records.repository.digitisations import DigitisationRepository


def begin_digitisation(
    signing: SigningContext, client: RpcClient, request: BeginDigitisation, context: Context
) -> Digitisation:
    """By an officer of reception, of a scan of his own or of a dossier of his agency.

    Raises INVALID_REQUEST for a scan that is not what it has to be, and where the store has the paper; as `checked_scan`.
    """
    actor = context.actor
    require_reception(actor)
    before = signing.store.previous_result(contract.begin_digitisation, request, context)
    if before is not None:
        return before
    kind = named_kind(client, request.result_code, context)
    check_owner(client, request.owner, context)
    check_store(signing.store, request, kind)
    report, file = checked_scan(signing, request.file_id, actor, request.pages)
    scan = report, file.stored_content.sha256

    def work(uow: UnitOfWork) -> Digitisation:
        state = begun(new_id(), request, scan, kind, actor, uow.now)
        uow.repository(DigitisationRepository).add(state)
        record_step(uow, state, DigitisationStep.BEGUN)
        return view(state)

    return signing.store.run_idempotent(contract.begin_digitisation, request, context, work)


def propose_fields(store: Store, request: ProposeFields, context: Context) -> Digitisation:
    """By the software of the desk, as an officer of reception of the agency. Raises NOT_FOUND, INVALID_REQUEST."""
    actor = context.actor
    require_reception(actor)

    def work(uow: UnitOfWork) -> Digitisation:
        state = visible(uow.repository(DigitisationRepository), request.digitisation_id, actor)
        after = proposed(state, request, actor.account_id, uow.now)
        return _moved(uow, after, DigitisationStep.PROPOSED, (each.name for each in request.fields))

    return store.run_idempotent(contract.propose_fields, request, context, work)


def confirm_fields(store: Store, client: RpcClient, request: ConfirmFields, context: Context) -> Digitisation:
    """By an officer of reception of the agency. Raises NOT_FOUND, VERSION_STALE, INVALID_REQUEST."""
    actor = context.actor
    require_reception(actor)
    visible(store.repository(DigitisationRepository), request.digitisation_id, actor)
    fields = _with_issuer(client, request.fields, context)

    def work(uow: UnitOfWork) -> Digitisation:
        state = visible(uow.repository(DigitisationRepository), request.digitisation_id, actor)
        require_version(state, request.expected_version)
        after = confirmed(state, fields, actor.account_id, uow.now)
        return _moved(uow, after, DigitisationStep.CONFIRMED, (each.name for each in fields))

    return store.run_idempotent(contract.confirm_fields, request, context, work)


def get_digitisation(store: Store, request: GetDigitisation, context: Context) -> Digitisation:
    """For officers of its agency. Raises NOT_FOUND."""
    return view(visible(store.repository(DigitisationRepository), request.digitisation_id, context.actor))


def visible(repository: DigitisationRepository, digitisation_id: str, actor: Actor) -> DigitisationState:
    """Raises NOT_FOUND also for one of another agency."""
    state = repository.find(digitisation_id)
    if state is None or not actor.works_with_dossiers or state.agency_code != actor.agency_code:
        raise not_found("digitisation")
    return state


def require_version(state: DigitisationState, expected: int) -> None:
    """Raises VERSION_STALE."""
    if not is_expected(expected, state.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=state.version)


def record_step(
    uow: UnitOfWork,
    state: DigitisationState,
    step: DigitisationStep,
    fields: Iterable[DigitisedField] = (),
    *,
    certified_copy: bool = False,
) -> None:
    event = DigitisationEvent(
        digitisation_id=state.digitisation_id,
        step=step,
        agency_code=state.agency_code,
        dossier_id=state.dossier_id,
        fields=tuple(fields),
        paper_id=state.paper_id,
        certified_copy=certified_copy,
    )
    uow.record_event(contract.DIGITISATION_MOVED, state.digitisation_id, state.version, event)


def _moved(
    uow: UnitOfWork, after: DigitisationState, step: DigitisationStep, fields: Iterable[DigitisedField]
) -> Digitisation:
    uow.repository(DigitisationRepository).replace(after)
    record_step(uow, after, step, fields)
    return view(after)


def _with_issuer(
    client: RpcClient, fields: tuple[ConfirmedField, ...], context: Context
) -> tuple[ConfirmedField, ...]:
    """The issuer by the code that it has today. Raises INVALID_REQUEST for a code that no agency has."""

    def named(index: int, each: ConfirmedField) -> ConfirmedField:
        if each.name is not DigitisedField.ISSUER or each.text is None:
            return each
        agency = named_issuer(client, each.text, None, context, f"/fields/{index}/text")
        return each.model_copy(update={"text": agency.code})

    return tuple(named(index, each) for index, each in enumerate(fields))
