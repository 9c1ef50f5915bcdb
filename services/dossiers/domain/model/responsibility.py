"""Where the work on a dossier lies, and to whom it may pass."""

from dataclasses import dataclass, field

from contracts.base import OfficerRole
from contracts.dossiers import DossierStep
from dossiers.domain.model.dossier import DossierState


@dataclass(frozen=True)
class Responsibility:
    """The unit and the role whose turn it is."""

    unit: str
    role: OfficerRole


@dataclass(frozen=True)
class Assignee:
    """An officer, or with no officer the queue of a unit. The same by id and unit; names of people change."""

    officer_id: str | None
    unit: str
    name: str | None = field(default=None, compare=False)


def current_responsibility(dossier: DossierState) -> Responsibility:
    """The reception desk until it is received and when the result is ready; between, who has the agency's next step."""
    if dossier.received_at is None or dossier.has_ended:
        return Responsibility("", OfficerRole.RECEPTION)
    left = [step for step in dossier.steps if step.completed_at is None and _is_own(dossier, step)]
    first = min(left, key=lambda step: step.order, default=None)
    if first is None:
        return Responsibility("", OfficerRole.PROCESSING)
    return Responsibility(first.unit, first.role)


def _is_own(dossier: DossierState, step: DossierStep) -> bool:
    return step.agency_code in (None, dossier.agency_code)
