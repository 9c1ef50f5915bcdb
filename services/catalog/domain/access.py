"""Who may change the catalogue. Reading it is open to everybody: the law makes procedures public."""

from contracts.base import Actor, ActorKind, Role
from contracts.errors import Code, ServiceError

KEEPERS = (ActorKind.OPERATOR, ActorKind.ADMINISTRATOR)


def may_maintain(actor: Actor) -> bool:
    """Operators, administrators, and officers in charge of procedures (quản trị TTHC)."""
    if actor.kind in KEEPERS:
        return True
    return actor.kind == ActorKind.OFFICER and Role.CATALOGUE in actor.roles


def require_maintainer(actor: Actor) -> None:
    """Raises ServiceError(FORBIDDEN)."""
    if not may_maintain(actor):
        raise ServiceError(Code.FORBIDDEN)


def require_keeper(actor: Actor) -> None:
    """For what a whole country shares: units, agencies, calendars. Raises ServiceError(FORBIDDEN)."""
    if actor.kind not in KEEPERS:
        raise ServiceError(Code.FORBIDDEN)
