"""Recording what was issued for a dossier, and what could not be: once each, in an aggregate of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Model
from contracts.dossiers import (
    DocumentFailedEvent,
    DocumentIssuedEvent,
    DossierResult,
    FailedDocument,
    IssuedDocument,
    ResultSealedEvent,
    ResultSealFailedEvent,
)
from contracts.events import EventType
from contracts.records import DossierReaders
from dossiers.domain.documents.issuance import Issuance, Seal, SealFailure, lasting_readers
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import common_payload
from dossiers.repository import DossierRepository, IssuanceRepository


@dataclass(frozen=True)
class MadeDocument:
    """A document that was made for a dossier, and who reads it since (None: its agency alone)."""

    dossier_id: str
    document: IssuedDocument
    readers: DossierReaders | None


@dataclass(frozen=True)
class MadeSeal:
    """A seal that was set on a result of a dossier, and who reads the sealed file since."""

    dossier_id: str
    seal: Seal
    readers: DossierReaders


def record_documents(
    store: Store, made: Sequence[MadeDocument], timers: Sequence[Timer], context: Context
) -> None:
    """Store documents with their dossiers, in one transaction that completes the timers which called for them; each once
    per kind and version that it is about, with a DOCUMENT_ISSUED."""

    def work(uow: UnitOfWork) -> None:
        ids = [each.dossier_id for each in made]
        issuances = uow.repository(IssuanceRepository).of_all(ids)
        dossiers = uow.repository(DossierRepository).find_all(ids)
        uow.read_tails({each.aggregate_id: each.version for each in issuances.values()})
        steps = []
        for each in made:
            issuance, document = issuances[each.dossier_id], each.document
            if issuance.has(document.kind, document.about_version):
                continue
            dossier = dossiers[each.dossier_id]
            payload = DocumentIssuedEvent(
                **common_payload(dossier),
                file_ids=(document.file_id,),
                readers_given=_all_given(dossier, each.readers),
                kind=document.kind,
                form_number=document.form_number,
            )
            after = issuances[each.dossier_id] = issuance.with_document(document)
            steps.append(after)
            _record_event(uow, after, contract.DOCUMENT_ISSUED, payload, document)
        uow.repository(IssuanceRepository).put_all(steps)
        uow.complete_timers(timers)

    if made:
        store.transaction(context, work)


def record_seals(store: Store, made: Sequence[MadeSeal], timers: Sequence[Timer], context: Context) -> None:
    """As `record_documents`, for seals; each once per file, with a RESULT_SEALED."""

    def work(uow: UnitOfWork) -> None:
        ids = [each.dossier_id for each in made]
        issuances = uow.repository(IssuanceRepository).of_all(ids)
        dossiers = uow.repository(DossierRepository).find_all(ids)
        uow.read_tails({each.aggregate_id: each.version for each in issuances.values()})
        steps = []
        for each in made:
            issuance, seal, dossier = issuances[each.dossier_id], each.seal, dossiers[each.dossier_id]
            if issuance.seal_of(seal.file_id) is not None:
                continue
            payload = ResultSealedEvent(
                **common_payload(dossier),
                file_ids=(seal.sealed_file_id,),
                readers_given=_all_given(dossier, each.readers),
                source_file_id=seal.file_id,
                paper_id=seal.paper_id,
                verification_code=seal.verification_code,
            )
            after = issuances[each.dossier_id] = issuance.with_seal(seal)
            steps.append(after)
            _record_event(uow, after, contract.RESULT_SEALED, payload, seal)
        uow.repository(IssuanceRepository).put_all(steps)
        uow.complete_timers(timers)

    store.transaction(context, work)


def record_failed_document(store: Store, dossier_id: str, failed: FailedDocument, context: Context) -> None:
    """Mark a document that cannot be made, once for each reason; publishes DOCUMENT_FAILED."""

    def work(uow: UnitOfWork) -> None:
        before = uow.repository(IssuanceRepository).of(dossier_id)
        after = before.with_failed_document(failed)
        if after is before or before.has(failed.kind, failed.about_version):
            return
        payload = DocumentFailedEvent(
            **common_payload(uow.repository(DossierRepository).get(dossier_id)),
            kind=failed.kind,
            about_version=failed.about_version,
            reason=failed.reason,
        )
        _record(uow, after, contract.DOCUMENT_FAILED, payload, failed)

    store.transaction(context, work)


def record_seal_failure(
    store: Store, dossier_id: str, result: DossierResult, reason: str, context: Context
) -> None:
    """Mark a result that cannot be sealed, once for each reason; publishes RESULT_SEAL_FAILED."""
    failure = SealFailure(file_id=str(result.file_id), reason=reason)

    def work(uow: UnitOfWork) -> None:
        before = uow.repository(IssuanceRepository).of(dossier_id)
        after = before.with_seal_failure(failure)
        if after is before or before.seal_of(failure.file_id) is not None:
            return
        payload = ResultSealFailedEvent(
            **common_payload(uow.repository(DossierRepository).get(dossier_id)),
            file_id=failure.file_id,
            result_code=result.result_code,
            reason=reason,
        )
        _record(uow, after, contract.RESULT_SEAL_FAILED, payload, failure)

    store.transaction(context, work)


def _record(
    uow: UnitOfWork, issuance: Issuance, event_type: EventType[Any], payload: Model, added: Model
) -> None:
    uow.repository(IssuanceRepository).put_all((issuance,))
    _record_event(uow, issuance, event_type, payload, added)


def _all_given(dossier: DossierState, given: DossierReaders | None) -> bool:
    """Whether records has given the file to everybody who may read it now, so that it need not heed the event."""
    for_a_time = dossier.consulted_agencies or dossier.passing_agencies
    return not for_a_time and given == lasting_readers(dossier)


def _record_event(
    uow: UnitOfWork, issuance: Issuance, event_type: EventType[Any], payload: Model, added: Model
) -> None:
    uow.record_event(
        event_type,
        issuance.aggregate_id,
        issuance.version,
        payload,
        private=added.model_dump(mode="json"),
    )
