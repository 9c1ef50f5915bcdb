"""A dossier as its caller sees it."""

from datetime import datetime

from contracts import dossiers as contract
from contracts.base import Actor
from dossiers.domain.access import allowed_actions
from dossiers.domain.dossier import Dossier

_SAME = tuple(name for name in contract.Dossier.model_fields if name in Dossier.model_fields)


def view(dossier: Dossier, actor: Actor, now: datetime) -> contract.Dossier:
    return contract.Dossier(
        **{name: getattr(dossier, name) for name in _SAME},
        status_number=dossier.status.number,
        applicant_name=dossier.applicant.full_name,
        supplement=dossier.supplements[-1] if dossier.supplements else None,
        allowed_actions=allowed_actions(actor, dossier, now),
    )
