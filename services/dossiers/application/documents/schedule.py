"""What a kept change calls for beside itself: documents to issue, results to seal. Timers, in its own transaction."""

from typing import Any

from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Model
from contracts.dossiers import (
    DocumentIssuedEvent,
    IssuedDocument,
    ResultOutcome,
    ResultSealedEvent,
)
from contracts.events import EventType
from dossiers.domain.documents.content import document_for
from dossiers.domain.documents.issuance import Issuance, Seal
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import Transition, common_payload
from dossiers.repository import IssuanceRepository

ISSUE_TIMER = "dossiers.issue_document"
"""Timer, keyed by dossier, version and kind."""

SEAL_TIMER = "dossiers.seal_results"
"""Timer, keyed by dossier: every approved result of it that has a file and no seal."""

_WITH_RESULTS = {contract.RESULT_ISSUED.name, contract.RESULT_CORRECTED.name, contract.STEP_COMPLETED.name}


def issuances_of(uow: UnitOfWork) -> IssuanceRepository:
    return IssuanceRepository(uow.database, uow.session)


def schedule_documents(change: Transition, uow: UnitOfWork) -> None:
    """Set the timers that the events of a change call for."""
    dossier = change.dossier
    for event in change.events:
        kind = document_for(event.type, dossier)
        if kind is not None:
            wanted = {"dossier_id": dossier.dossier_id, "version": event.version, "kind": kind.value}
            uow.schedule(ISSUE_TIMER, f"{dossier.dossier_id}-{event.version}-{kind}", uow.now, wanted)
    if any(event.type.name in _WITH_RESULTS for event in change.events) and _sealable(dossier):
        uow.schedule(SEAL_TIMER, dossier.dossier_id, uow.now, {"dossier_id": dossier.dossier_id})


def record_document(uow: UnitOfWork, dossier: DossierState, document: IssuedDocument) -> Issuance:
    """Once per kind and version that it is about; tells DOCUMENT_ISSUED."""
    before = issuances_of(uow).of(dossier.dossier_id)
    if before.has(document.kind, document.about_version):
        return before
    told = DocumentIssuedEvent(
        **common_payload(dossier),
        file_ids=(document.file_id,),
        kind=document.kind,
        form_number=document.form_number,
    )
    return _record(uow, before.with_document(document), contract.DOCUMENT_ISSUED, told, document)


def record_seal(uow: UnitOfWork, dossier: DossierState, seal: Seal) -> Issuance:
    """Once per file; tells RESULT_SEALED."""
    before = issuances_of(uow).of(dossier.dossier_id)
    if before.seal_of(seal.file_id) is not None:
        return before
    told = ResultSealedEvent(
        **common_payload(dossier),
        file_ids=(seal.sealed_file_id,),
        paper_id=seal.paper_id,
        verification_code=seal.verification_code,
    )
    return _record(uow, before.with_seal(seal), contract.RESULT_SEALED, told, seal)


def _record(uow: UnitOfWork, after: Issuance, type_: EventType[Any], told: Model, new: Model) -> Issuance:
    issuances_of(uow).put(after)
    uow.record_event(type_, after.aggregate_id, after.version, told, private=new.model_dump(mode="json"))
    return after


def _sealable(dossier: DossierState) -> bool:
    return any(result.file_id and result.outcome is ResultOutcome.APPROVED for result in dossier.results)
