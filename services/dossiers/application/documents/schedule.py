"""The timers that a stored transition calls for: documents to issue, results to seal."""

from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import ActorKind
from contracts.dossiers import ResultOutcome
from dossiers.domain.documents.content import document_for
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import Transition

ISSUE_TIMER = "dossiers.issue_document"
"""Timer, keyed by dossier, version and kind of the document."""

SEAL_TIMER = "dossiers.seal_results"
"""Timer, keyed by dossier: every approved result of it that has a file and no seal."""

_WITH_RESULTS = {contract.RESULT_ISSUED.name, contract.RESULT_CORRECTED.name, contract.STEP_COMPLETED.name}


def schedule_documents(transition: Transition, uow: UnitOfWork) -> None:
    """Set the timers in the transaction of the transition."""
    dossier, actor = transition.dossier, uow.context.actor
    for event in transition.events:
        kind = document_for(event.type, dossier)
        if kind is not None:
            payload = {
                "dossier_id": dossier.dossier_id,
                "version": event.version,
                "kind": kind.value,
                "officer_id": actor.account_id if actor.kind is ActorKind.OFFICER else None,
            }
            uow.schedule(ISSUE_TIMER, f"{dossier.dossier_id}-{event.version}-{kind}", uow.now, payload)
    if any(event.type.name in _WITH_RESULTS for event in transition.events) and _has_sealable(dossier):
        uow.schedule(SEAL_TIMER, dossier.dossier_id, uow.now, {"dossier_id": dossier.dossier_id})


def _has_sealable(dossier: DossierState) -> bool:
    return any(result.file_id and result.outcome is ResultOutcome.APPROVED for result in dossier.results)
