"""Recording what was issued for a dossier: once each, in an aggregate of its own."""

from typing import Any

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Model
from contracts.dossiers import DocumentIssuedEvent, IssuedDocument, ResultSealedEvent
from contracts.events import EventType
from dossiers.domain.documents.issuance import Issuance, Seal
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
            paper_id=seal.paper_id,
            verification_code=seal.verification_code,
        )
        _record(uow, issuance.with_seal(seal), contract.RESULT_SEALED, payload, seal)

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
