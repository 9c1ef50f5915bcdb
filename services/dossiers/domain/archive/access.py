"""Who writes file plans, puts dossiers under their headings and hands them over: an agency for itself."""

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError, not_found
from dossiers.domain.rights.officers import is_officer_of, is_supervisor

READERS_OF_ALL = frozenset({ActorKind.ADMINISTRATOR, ActorKind.OPERATOR})


def agency_read_by(actor: Actor, asked_for: str | None = None) -> str | None:
    """The agency whose archive work the caller reads; None: all. Raises FORBIDDEN."""
    if actor.kind in READERS_OF_ALL:
        return asked_for
    if not is_supervisor(actor) or not is_officer_of(actor, asked_for or actor.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    return actor.agency_code


def require_steward(actor: Actor, agency_code: str) -> None:
    """Who looks after the records of the agency: a leader or the head of its one-stop shop, an administrator. Raises
    FORBIDDEN."""
    if actor.kind is not ActorKind.ADMINISTRATOR and not (
        is_supervisor(actor) and is_officer_of(actor, agency_code)
    ):
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_leader(actor: Actor, agency_code: str) -> None:
    """Who enacts for the agency (NĐ 30/2020/NĐ-CP art 28): a leader of it, an administrator. Raises FORBIDDEN."""
    require_steward(actor, agency_code)
    if actor.kind is ActorKind.OFFICER and OfficerRole.LEADER not in actor.roles:
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_seen(actor: Actor, agency_code: str, noun: str) -> None:
    """Raises FORBIDDEN for who reads none, NOT_FOUND for who reads those of another agency."""
    own = agency_read_by(actor)
    if own is not None and own != agency_code:
        raise not_found(noun)


def require_operator(actor: Actor) -> None:
    """Raises FORBIDDEN."""
    if actor.kind is not ActorKind.OPERATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)
