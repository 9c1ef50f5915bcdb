"""Uỷ quyền xử lý: an officer who is away lets another act on his dossiers, from one instant to another."""

from datetime import datetime
from typing import Any

from contracts.base import Actor, ActorKind
from contracts.dossiers import Delegate, Delegation
from contracts.errors import Code, ServiceError, not_found
from dossiers.domain.access import NOTHING, at_the_desk
from dossiers.domain.assignment import oversees
from dossiers.domain.guards import invalid_field


def of_agency(actor: Actor) -> dict[str, Any]:
    """The delegations that a person sees, as a filter: an officer of the desk those of his agency."""
    if at_the_desk(actor):
        return {"agency_code": actor.agency_code}
    return {} if actor.kind is ActorKind.ADMINISTRATOR else NOTHING


def granted(request: Delegate, delegation_id: str, actor: Actor, now: datetime) -> Delegation:
    """One's own dossiers by oneself; another's by a manager or leader. Raises FORBIDDEN, INVALID_REQUEST."""
    officer_id = request.officer_id or actor.account_id
    if not at_the_desk(actor) or (officer_id != actor.account_id and not oversees(actor)):
        raise ServiceError(Code.FORBIDDEN)
    if request.to_officer_id == officer_id:
        raise invalid_field("/to_officer_id", "same_person", "Nobody stands in for himself.")
    if request.to_at <= max(request.from_at, now):
        raise invalid_field("/to_at", "not_later", "The end is not after the beginning and after now.")
    return Delegation(
        delegation_id=delegation_id,
        version=1,
        agency_code=actor.agency_code,
        officer_id=officer_id,
        to_officer_id=request.to_officer_id,
        from_at=request.from_at,
        to_at=request.to_at,
    )


def ended(delegation: Delegation, actor: Actor, now: datetime) -> Delegation:
    """The very same when it had been ended before. Raises NOT_FOUND, FORBIDDEN."""
    if not at_the_desk(actor) or actor.agency_code != delegation.agency_code:
        raise not_found("delegation")
    if delegation.officer_id != actor.account_id and not oversees(actor):
        raise ServiceError(Code.FORBIDDEN)
    if delegation.ended_at is not None:
        return delegation
    return delegation.model_copy(update={"ended_at": now, "version": delegation.version + 1})


def in_force(delegation: Delegation, now: datetime) -> bool:
    """From its first instant until its end, which is outside."""
    until = min(delegation.to_at, delegation.ended_at or delegation.to_at)
    return delegation.from_at <= now < until
