"""A dossier as its caller sees it."""

from datetime import datetime

from contracts import dossiers as contract
from contracts.dossiers import DossierAction
from dossiers.domain.awaited import awaited_acts
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.signing import possible_outcomes
from dossiers.domain.rights.disclosure import audience, shown_dossier
from dossiers.domain.rights.rights import Rights

_SAME = tuple(name for name in contract.Dossier.model_fields if name in DossierState.model_fields)


def dossier_view(rights: Rights, now: datetime) -> contract.Dossier:
    """The dossier of these rights, with the actions that they allow now."""
    dossier = rights.dossier
    allowed = rights.allowed_actions(now)
    outcomes = possible_outcomes(dossier, now) if DossierAction.ISSUE_RESULT in allowed else ()
    view = contract.Dossier(
        **{name: getattr(dossier, name) for name in _SAME},
        status_number=dossier.status.number,
        applicant_name=dossier.applicant.full_name,
        filer_name=dossier.filer.full_name if dossier.filer else None,
        lateness=lateness(dossier.due_at, dossier.ended_at, dossier.clock_stopped_since, now),
        officer_id=dossier.holder_id,
        officer_name=dossier.assignment.officer_name if dossier.assignment else None,
        unit=dossier.assignment.unit if dossier.assignment else "",
        step_codes=dossier.open_step_codes,
        awaited=awaited_acts(dossier),
        result=dossier.result,
        supplement=dossier.supplements[-1] if dossier.supplements else None,
        allowed_actions=allowed,
        allowed_outcomes=outcomes,
    )
    return shown_dossier(view, audience(rights.actor, dossier))
