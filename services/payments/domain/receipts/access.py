"""Authorisation: who may see a receipt, who ends one, and who registers a collector."""

from typing import Any

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.receipts import Receipt
from payments.domain import access


def is_visible(actor: Actor, receipt: Receipt) -> bool:
    """As the bill that it is for."""
    match actor.kind:
        case ActorKind.CITIZEN:
            return bool(actor.account_id) and receipt.payer_id == actor.account_id
        case ActorKind.OFFICER:
            return actor.works_with_dossiers and receipt.agency_code == actor.agency_code
        case ActorKind.ADMINISTRATOR:
            return True
    return False


def visible_filter(actor: Actor) -> dict[str, Any]:
    """A MongoDB filter that selects exactly what `is_visible` allows: a receipt names payer and agency as a bill does."""
    return access.visible_filter(actor)


def require_visible(actor: Actor, receipt: Receipt) -> None:
    """Raises NOT_FOUND: what a caller may not see does not exist for them."""
    if not is_visible(actor, receipt):
        raise not_found("receipt")


def require_of_agency(actor: Actor, agency_code: str, what: str) -> None:
    """Raises NOT_FOUND but for the agency's officers and administrators. `what` names the thing in the error."""
    is_officer = actor.works_with_dossiers and actor.agency_code == agency_code
    if not is_officer and actor.kind is not ActorKind.ADMINISTRATOR:
        raise not_found(what)


def require_ender(actor: Actor, receipt: Receipt) -> None:
    """Raises NOT_FOUND for who may not see it, FORBIDDEN but for the manager of the agency's desk."""
    require_visible(actor, receipt)
    if not _manages(actor, receipt.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_registrar(actor: Actor, agency_code: str) -> None:
    """Raises FORBIDDEN but for an administrator and the manager of the agency's desk."""
    if actor.kind is not ActorKind.ADMINISTRATOR and not _manages(actor, agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)


def collectors_filter(actor: Actor) -> dict[str, Any]:
    """Registrations that the caller may see: those of the officer's own agency; all for an administrator."""
    match actor.kind:
        case ActorKind.OFFICER if actor.works_with_dossiers:
            return {"agency_code": actor.agency_code}
        case ActorKind.ADMINISTRATOR:
            return {}
    return access.NOTHING


def _manages(actor: Actor, agency_code: str) -> bool:
    is_of_agency = actor.kind is ActorKind.OFFICER and actor.agency_code == agency_code
    return is_of_agency and OfficerRole.MANAGER in actor.roles
