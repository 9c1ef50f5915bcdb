"""Ủy quyền xử lý: an officer who is away lets another act on his dossiers, from one instant to another."""

from datetime import datetime
from typing import Any

from contracts.base import Actor, ActorKind
from contracts.dossiers import Delegate, Delegation
from contracts.errors import ErrorCode, ServiceError, not_found
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.officers import is_desk_officer, is_supervisor
from dossiers.domain.rights.visibility import MATCH_NOTHING


def visible_delegations_filter(actor: Actor) -> dict[str, Any]:
    """The delegations that a caller sees, as a filter: an officer of the desk those of his agency."""
    if is_desk_officer(actor):
        return {"agency_code": actor.agency_code}
    return {} if actor.kind is ActorKind.ADMINISTRATOR else MATCH_NOTHING


def grant(request: Delegate, delegation_id: str, actor: Actor, now: datetime) -> Delegation:
    """A new delegation: of one's own dossiers by oneself, of another's by a manager or leader.

    Raises FORBIDDEN, INVALID_REQUEST.
    """
    officer_id = request.officer_id or actor.account_id
    if not is_desk_officer(actor) or (officer_id != actor.account_id and not is_supervisor(actor)):
        raise ServiceError(ErrorCode.FORBIDDEN)
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


def end(delegation: Delegation, actor: Actor, now: datetime) -> Delegation:
    """The delegation as it is ended; unchanged when it had been ended before. Raises NOT_FOUND, FORBIDDEN."""
    if not is_desk_officer(actor) or actor.agency_code != delegation.agency_code:
        raise not_found("delegation")
    if delegation.officer_id != actor.account_id and not is_supervisor(actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if delegation.ended_at is not None:
        return delegation
    return delegation.model_copy(update={"ended_at": now, "version": delegation.version + 1})


def is_in_force(delegation: Delegation, now: datetime) -> bool:
    """Whether it holds: from its first instant until its end, which is outside."""
    until = min(delegation.to_at, delegation.ended_at or delegation.to_at)
    return delegation.from_at <= now < until
