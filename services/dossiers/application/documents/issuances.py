"""Recording what was issued for a dossier, and what could not be: once each, in an aggregate of its own."""

from typing import Any

from chassis.core.context import Context
from chassis.storage.store import Store
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
from dossiers.domain.documents.issuance import Issuance, Seal, SealFailure
from dossiers.domain.model.state_machine import common_payload
from dossiers.repository import DossierRepository, IssuanceRepository


def record_document(store: Store, dossier_id: str, document: IssuedDocument, context: Context) -> None:
    """Store a document with its dossier, once per kind and version that it is about; publishes DOCUMENT_ISSUED."""

    def work(uow: UnitOfWork) -> None:
        issuance = uow.repository(IssuanceRepository).of(dossier_id)
        if issuance.has(document.kind, document.about_version):
            return
        payload = DocumentIssuedEvent(
            **common_payload(uow.repository(DossierRepository).get(dossier_id)),
            file_ids=(document.file_id,),
            kind=document.kind,
            form_number=document.form_number,
        )
        _record(uow, issuance.with_document(document), contract.DOCUMENT_ISSUED, payload, document)

    store.transaction(context, work)


def record_seal(store: Store, dossier_id: str, seal: Seal, context: Context) -> None:
    """Store a seal with its dossier, once per file; publishes RESULT_SEALED."""

    def work(uow: UnitOfWork) -> None:
        issuance = uow.repository(IssuanceRepository).of(dossier_id)
        if issuance.seal_of(seal.file_id) is not None:
            return
        payload = ResultSealedEvent(
            **common_payload(uow.repository(DossierRepository).get(dossier_id)),
            file_ids=(seal.sealed_file_id,),
            source_file_id=seal.file_id,
            paper_id=seal.paper_id,
            verification_code=seal.verification_code,
        )
        _record(uow, issuance.with_seal(seal), contract.RESULT_SEALED, payload, seal)

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
    uow.repository(IssuanceRepository).put(issuance)
    uow.record_event(
        event_type,
        issuance.aggregate_id,
        issuance.version,
        payload,
        private=added.model_dump(mode="json"),
    )
