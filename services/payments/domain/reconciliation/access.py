"""Authorisation: who hands in a provider's file, and who sees and closes a case."""

from typing import Any

from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.reconciliation import ReconciliationCase
from payments.domain.access import NOTHING


def require_reconciler(actor: Actor) -> None:
    """Raises FORBIDDEN but for the operator and administrators."""
    if actor.kind not in (ActorKind.OPERATOR, ActorKind.ADMINISTRATOR):
        raise ServiceError(ErrorCode.FORBIDDEN)


def visible_filter(actor: Actor) -> dict[str, Any]:
    """A MongoDB filter: cases of the officer's own agency; all for an administrator."""
    match actor.kind:
        case ActorKind.OFFICER if actor.works_with_dossiers:
            return {"agency_code": actor.agency_code}
        case ActorKind.ADMINISTRATOR:
            return {}
    return NOTHING


def require_visible(actor: Actor, case: ReconciliationCase) -> None:
    """The same for one case. Raises NOT_FOUND. Who sees it may close it."""
    of_agency = actor.works_with_dossiers and case.agency_code == actor.agency_code
    if actor.kind is not ActorKind.ADMINISTRATOR and not of_agency:
        raise not_found("reconciliation case")
