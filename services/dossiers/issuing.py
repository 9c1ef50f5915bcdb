"""What a kept change calls for beside itself: documents to issue, results to seal. Timers, in its own transaction."""

from typing import Any

from chassis.unit import Unit
from contracts import dossiers as contract
from contracts.base import Model
from contracts.dossiers import (
    DocumentIssuedEvent,
    IssuedDocument,
    Outcome,
    ResultSealedEvent,
)
from contracts.events import EventType
from dossiers.domain.documents import called_for
from dossiers.domain.dossier import Dossier
from dossiers.domain.issuance import Issuance, Seal
from dossiers.domain.lifecycle import Change, announcement
from dossiers.repository import IssuanceRepository

ISSUE = "dossiers.issue_document"
"""Timer, keyed by dossier, version and kind."""

SEAL = "dossiers.seal_results"
"""Timer, keyed by dossier: every approved result of it that has a file and no seal."""

_WITH_RESULTS = {contract.RESULT_ISSUED.name, contract.RESULT_CORRECTED.name, contract.STEP_COMPLETED.name}


def issuances_of(unit: Unit) -> IssuanceRepository:
    return IssuanceRepository(unit.database, unit.session)


def call_for(change: Change, unit: Unit) -> None:
    """Set the timers that the events of a change call for."""
    dossier = change.dossier
    for event in change.events:
        kind = called_for(event.type, dossier)
        if kind is not None:
            wanted = {"dossier_id": dossier.dossier_id, "version": event.version, "kind": kind.value}
            unit.schedule(ISSUE, f"{dossier.dossier_id}-{event.version}-{kind}", unit.now, wanted)
    if any(event.type.name in _WITH_RESULTS for event in change.events) and _sealable(dossier):
        unit.schedule(SEAL, dossier.dossier_id, unit.now, {"dossier_id": dossier.dossier_id})


def keep_document(unit: Unit, dossier: Dossier, document: IssuedDocument) -> Issuance:
    """Once per kind and version that it is about; tells DOCUMENT_ISSUED."""
    before = issuances_of(unit).of(dossier.dossier_id)
    if before.has(document.kind, document.about_version):
        return before
    told = DocumentIssuedEvent(
        **announcement(dossier),
        file_ids=(document.file_id,),
        kind=document.kind,
        form_number=document.form_number,
    )
    return _keep(unit, before.with_document(document), contract.DOCUMENT_ISSUED, told, document)


def keep_seal(unit: Unit, dossier: Dossier, seal: Seal) -> Issuance:
    """Once per file; tells RESULT_SEALED."""
    before = issuances_of(unit).of(dossier.dossier_id)
    if before.seal_of(seal.file_id) is not None:
        return before
    told = ResultSealedEvent(
        **announcement(dossier),
        file_ids=(seal.sealed_file_id,),
        paper_id=seal.paper_id,
        verification_code=seal.verification_code,
    )
    return _keep(unit, before.with_seal(seal), contract.RESULT_SEALED, told, seal)


def _keep(unit: Unit, after: Issuance, type_: EventType[Any], told: Model, new: Model) -> Issuance:
    issuances_of(unit).put(after)
    unit.append(type_, after.aggregate_id, after.version, told, private=new.model_dump(mode="json"))
    return after


def _sealable(dossier: Dossier) -> bool:
    return any(result.file_id and result.outcome is Outcome.APPROVED for result in dossier.results)
