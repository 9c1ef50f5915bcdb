"""Which dossiers stay here by their file plan, of some that a run or an erasure looks at."""

from collections.abc import Iterable

from chassis.core.clock import utcnow
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.time import local_day
from dossiers.domain.archive.retention import is_retained
from dossiers.repository.archive.closed_dossiers import ClosedDossierRepository
from dossiers.repository.archive.file_plans import FilePlanRepository
from dossiers.repository.ended import DossierAge


def retained(source: Store | UnitOfWork, dossiers: Iterable[DossierAge]) -> frozenset[str]:
    """Ids of those that stay; asks nothing for none."""
    looked_at = {each.dossier_id: each for each in dossiers if not each.anonymised}
    if not looked_at:
        return frozenset()
    closed = source.repository(ClosedDossierRepository).find_all(looked_at.keys())
    placeless = {each.agency_code for each in looked_at.values() if each.dossier_id not in closed}
    plans = source.repository(FilePlanRepository).enacted_of(placeless)
    today = local_day(utcnow())
    return frozenset(
        dossier_id
        for dossier_id, each in looked_at.items()
        if is_retained(closed.get(dossier_id), today, agency_has_plan=bool(plans.get(each.agency_code)))
    )
