"""Mức độ hoàn thành: how far a dossier has come, for those who know its code only (TT 01/2018/TT-VPCP art 16)."""

from contracts.dossiers import DossierStatus
from dossiers.domain.model.dossier import DossierState

RECEIVED = 10
PROCESSED = 90
DONE = 100


def completion(dossier: DossierState) -> int:
    """Percent: 0 before reception, 10 at reception, up to 90 with the steps, 100 when nothing more will come.

    It tells no state: a dossier that waits stands where it stood before.
    """
    if dossier.status in (DossierStatus.RETURNED, DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN):
        return DONE
    if dossier.status is DossierStatus.PROCESSED or dossier.has_ended:
        return PROCESSED
    return 0 if dossier.received_at is None else RECEIVED + _by_steps(dossier)


def _by_steps(dossier: DossierState) -> int:
    done = sum(step.completed_at is not None for step in dossier.steps)
    return (PROCESSED - RECEIVED) * done // (len(dossier.steps) + 1)
