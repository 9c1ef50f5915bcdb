"""Authorisation: who may see a bill and its orders, as a predicate and as the same rule for a query."""

from typing import Any

from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.payments import Bill

NOTHING: dict[str, Any] = {"_id": {"$in": []}}


def is_visible(actor: Actor, bill: Bill) -> bool:
    match actor.kind:
        case ActorKind.CITIZEN:
            return bool(actor.account_id) and bill.payer_id == actor.account_id
        case ActorKind.OFFICER:
            return actor.works_with_dossiers and bill.agency_code == actor.agency_code
        case ActorKind.ADMINISTRATOR:
            return True
    return False


def visible_filter(actor: Actor) -> dict[str, Any]:
    """A MongoDB filter that selects exactly what `is_visible` allows."""
    match actor.kind:
        case ActorKind.CITIZEN if actor.account_id:
            return {"payer_id": actor.account_id}
        case ActorKind.OFFICER if actor.works_with_dossiers:
            return {"agency_code": actor.agency_code}
        case ActorKind.ADMINISTRATOR:
            return {}
    return NOTHING


def require_visible(actor: Actor, bill: Bill, what: str = "bill") -> None:
    """Raises NOT_FOUND: what a caller may not see does not exist for them. `what` names it in the error."""
    if not is_visible(actor, bill):
        raise not_found(what)


def require_payer(actor: Actor, bill: Bill) -> None:
    """Raises NOT_FOUND for those who may not see it, FORBIDDEN for those who may only see it."""
    require_visible(actor, bill)
    if actor.account_id != bill.payer_id:
        raise ServiceError(ErrorCode.FORBIDDEN)
