"""A change kept in one transaction: the document, its events, and what the log needs to make it again."""

from chassis.unit import Unit
from dossiers import issuing
from dossiers.domain.dossier import Dossier
from dossiers.domain.lifecycle import Change
from dossiers.repository import DossierRepository


def dossiers_of(unit: Unit) -> DossierRepository:
    return DossierRepository(unit.database, unit.session)


def keep(change: Change, unit: Unit) -> Dossier:
    """The dossier as it is shown, with what was issued for it.

    Raises VERSION_STALE when another change came first. A change without events changes nothing.
    """
    before = change.dossier.version - len(change.events)
    if before == 0:
        dossiers_of(unit).add(change.dossier)
    elif change.events:
        dossiers_of(unit).replace(change.dossier, before)
    for event in change.events:
        unit.append(
            event.type, change.dossier.dossier_id, event.version, event.payload, private=event.changes
        )
    issuing.call_for(change, unit)
    return _shown(change.dossier, unit) if before else change.dossier


def _shown(dossier: Dossier, unit: Unit) -> Dossier:
    return issuing.issuances_of(unit).of(dossier.dossier_id).joined(dossier)
