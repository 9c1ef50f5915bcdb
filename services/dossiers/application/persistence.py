"""A change kept in one transaction: the document, its events, and what the log needs to make it again."""

from chassis.storage.unit_of_work import UnitOfWork
from dossiers.application.documents import schedule
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.repository import DossierRepository


def dossiers_of(uow: UnitOfWork) -> DossierRepository:
    return DossierRepository(uow.database, uow.session)


def save_transition(change: Transition, uow: UnitOfWork) -> DossierState:
    """The dossier as it is shown, with what was issued for it.

    Raises VERSION_STALE when another change came first. A change without events changes nothing.
    """
    before = change.dossier.version - len(change.events)
    if before == 0:
        dossiers_of(uow).add(change.dossier)
    elif change.events:
        dossiers_of(uow).replace(change.dossier, before)
    for event in change.events:
        uow.record_event(
            event.type, change.dossier.dossier_id, event.version, event.payload, private=event.changes
        )
    schedule.schedule_documents(change, uow)
    return _with_issued_documents(change.dossier, uow) if before else change.dossier


def _with_issued_documents(dossier: DossierState, uow: UnitOfWork) -> DossierState:
    return schedule.issuances_of(uow).of(dossier.dossier_id).with_issued(dossier)
