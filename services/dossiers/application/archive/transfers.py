"""Transfers to the archive: listed, confirmed by a second person, receipted."""

from collections.abc import Callable, Sequence

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.accounts import HeldRecords
from contracts.base import Page
from contracts.dossiers import (
    MOST_PACKAGES,
    ArchivalState,
    CancelTransfer,
    ClosedDossier,
    ConfirmTransfer,
    GetTransfer,
    GetTransferDocuments,
    HoldingArchive,
    ListTransfers,
    MakeTransfer,
    RecordReceipt,
    Transfer,
    TransferDocuments,
)
from contracts.errors import not_found
from contracts.time import local_day
from dossiers.application.dependencies import Dependencies
from dossiers.domain.archive import access, file_plans, transfers
from dossiers.domain.archive.transfers import Standing
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository.archive.closed_dossiers import ClosedDossierRepository
from dossiers.repository.archive.file_plans import FilePlanRepository
from dossiers.repository.archive.transfers import TransferDocumentRepository, TransferRepository
from dossiers.repository.ended import EndedDossierRepository


def make_transfer(deps: Dependencies, request: MakeTransfer, context: Context) -> Transfer:
    """Raises FORBIDDEN, NOT_FOUND for a dossier of another agency, INVALID_REQUEST for one that cannot be listed."""
    access.require_steward(context.actor, request.agency_code)
    held = deps.clients.accounts.held_records(context)
    transfer_id = new_id()

    def work(uow: UnitOfWork) -> Transfer:
        archive = _archive(uow, request.agency_code)
        chosen = uow.repository(ClosedDossierRepository)
        if request.dossier_ids:
            found = chosen.get_all(request.dossier_ids)
            if any(each.agency_code != request.agency_code for each in found):
                raise not_found("dossier")
            transfers.checked(found, _standing(uow, found, held))
        else:
            due_by = request.due_by or local_day(uow.now)
            due = chosen.due(request.agency_code, due_by, MOST_PACKAGES)
            standing = _standing(uow, due, held)
            found = [each for each in due if standing.obstacle(each) is None]
            chosen.save_all(
                [_outdated(each) for each in due if standing.obstacle(each) == "package_outdated"]
            )
        made, text = transfers.listed(
            transfer_id, request.agency_code, archive, found, context.actor.account_id, uow.now
        )
        uow.repository(TransferRepository).add(made)
        uow.repository(TransferDocumentRepository).add(transfer_id, text)
        _record(uow, made)
        chosen.save_all([transfers.follow(each, made) for each in found])
        return made

    return deps.store.run_idempotent(contract.make_transfer, request, context, work)


def confirm_transfer(deps: Dependencies, request: ConfirmTransfer, context: Context) -> Transfer:
    """Raises FORBIDDEN, NOT_FOUND, SAME_PERSON, VERSION_STALE, RETENTION_SETTLED, INVALID_REQUEST."""
    access.agency_read_by(context.actor)
    held = deps.clients.accounts.held_records(context)

    def decide(uow: UnitOfWork, before: Transfer, dossiers: Sequence[ClosedDossier]) -> Transfer:
        standing = _standing(uow, dossiers, held)
        by = context.actor.account_id
        return transfers.confirmed(before, dossiers, standing, request.expected_version, by, uow.now)

    def work(uow: UnitOfWork) -> Transfer:
        return _decide(uow, request.transfer_id, context, decide)

    return deps.store.run_idempotent(contract.confirm_transfer, request, context, work)


def cancel_transfer(deps: Dependencies, request: CancelTransfer, context: Context) -> Transfer:
    """Its packages can be listed anew. Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, RETENTION_SETTLED."""

    def decide(uow: UnitOfWork, before: Transfer, _: Sequence[ClosedDossier]) -> Transfer:
        by = context.actor.account_id
        return transfers.cancelled(before, request.reason, request.expected_version, by, uow.now)

    def work(uow: UnitOfWork) -> Transfer:
        return _decide(uow, request.transfer_id, context, decide)

    return deps.store.run_idempotent(contract.cancel_transfer, request, context, work)


def record_receipt(deps: Dependencies, request: RecordReceipt, context: Context) -> Transfer:
    """For an operator. The signature has to be that of the certificate which the file plan named. The same receipt again
    changes nothing.

    Raises FORBIDDEN, NOT_FOUND, RETENTION_SETTLED for another one, INVALID_REQUEST.
    """
    access.require_operator(context.actor)
    text = transfers.decoded(request.receipt)
    before = deps.store.repository(TransferRepository).get(request.transfer_id)
    if before.receipt is not None and before.receipt.sha256 == transfers.digest(text):
        return before
    expected = before.archive.certificate_sha256
    found = deps.clients.records.check_signature(request.receipt, request.signature, expected, context)
    if not found.valid:
        raise invalid_field("/signature", "signature_not_good", "It is not the archive's signature.")

    def work(uow: UnitOfWork) -> Transfer:
        current = uow.repository(TransferRepository).get(request.transfer_id)
        after = transfers.receipted(current, text, found.signer, uow.now)
        uow.repository(TransferDocumentRepository).note_receipt(after.transfer_id, text, request.signature)
        return _save(uow, after)

    return deps.store.transaction(context, work)


def get_transfer(deps: Dependencies, request: GetTransfer, context: Context) -> Transfer:
    """Raises FORBIDDEN, NOT_FOUND."""
    return _seen(deps.store, request.transfer_id, context)


def get_transfer_documents(
    deps: Dependencies, request: GetTransferDocuments, context: Context
) -> TransferDocuments:
    """Raises FORBIDDEN, NOT_FOUND."""
    _seen(deps.store, request.transfer_id, context)
    return deps.store.repository(TransferDocumentRepository).get(request.transfer_id)


def list_transfers(deps: Dependencies, request: ListTransfers, context: Context) -> Page[Transfer]:
    """Newest first. Raises FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    agency = access.agency_read_by(context.actor)
    selection = {"transfers": agency, "state": request.state}
    last = position_of(request.cursor, selection, str)
    found = deps.store.repository(TransferRepository).newest(
        agency, request.state, last and last[1], request.limit + 1
    )
    return page(
        Page[Transfer],
        found,
        request.limit,
        key=lambda each: (each.transfer_id, each.transfer_id),
        filter=selection,
    )


Decide = Callable[[UnitOfWork, Transfer, Sequence[ClosedDossier]], Transfer]


def _decide(uow: UnitOfWork, transfer_id: str, context: Context, decide: Decide) -> Transfer:
    before = _seen(uow, transfer_id, context)
    access.require_steward(context.actor, before.agency_code)
    dossiers = uow.repository(ClosedDossierRepository).get_all(each.dossier_id for each in before.items)
    return _save(uow, decide(uow, before, dossiers))


def _save(uow: UnitOfWork, transfer: Transfer) -> Transfer:
    """The transfer, and its dossiers as it has them now."""
    uow.repository(TransferRepository).save(transfer)
    repository = uow.repository(ClosedDossierRepository)
    dossiers = repository.get_all(each.dossier_id for each in transfer.items)
    repository.save_all([transfers.follow(each, transfer) for each in dossiers])
    _record(uow, transfer)
    return transfer


def _seen(source: Store | UnitOfWork, transfer_id: str, context: Context) -> Transfer:
    access.agency_read_by(context.actor)
    found = source.repository(TransferRepository).get(transfer_id)
    access.require_seen(context.actor, found.agency_code, "transfer")
    return found


def _archive(uow: UnitOfWork, agency_code: str) -> HoldingArchive:
    plans = uow.repository(FilePlanRepository).enacted_of({agency_code})[agency_code]
    plan = file_plans.in_force(plans, local_day(utcnow()))
    if plan is None or plan.content.archive is None:
        raise invalid_field("/agency_code", "no_archive", "No file plan in force names an archive.")
    return plan.content.archive


def _standing(uow: UnitOfWork, dossiers: Sequence[ClosedDossier], held: HeldRecords) -> Standing:
    """As of now: entries of the logs, and holds by dossier and by person."""
    ids = [each.dossier_id for each in dossiers]
    ages = uow.repository(EndedDossierRepository).of_ids(ids)
    on_hold = {
        each.dossier_id
        for each in ages
        if each.names.intersection(held.dossiers) or each.people.intersection(held.accounts)
    }
    return Standing(uow.repository(EndedDossierRepository).log_entries(ids), on_hold)


def _outdated(dossier: ClosedDossier) -> ClosedDossier:
    return dossier.model_copy(update={"state": ArchivalState.CLASSIFIED, "package": None})


def _record(uow: UnitOfWork, transfer: Transfer) -> None:
    payload = transfers.event_of(transfer)
    uow.record_event(contract.TRANSFER_CHANGED, transfer.transfer_id, transfer.version, payload)
