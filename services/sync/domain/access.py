"""Who may tell what, and who may see what was told: each rule said once."""

from contracts.agency_codes import is_within
from contracts.base import Actor, ActorKind
from contracts.errors import Code, ServiceError


def require(actor: Actor, *kinds: ActorKind) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one of another kind."""
    if actor.kind in kinds:
        return
    anonymous = actor.kind is ActorKind.ANONYMOUS
    raise ServiceError(Code.UNAUTHENTICATED if anonymous else Code.FORBIDDEN)


def require_writer(actor: Actor, unit_code: str) -> None:
    """A system may write for its own agency and those under it."""
    require(actor, ActorKind.SYSTEM)
    if not actor.agency_code or not is_within(unit_code, actor.agency_code):
        raise ServiceError(Code.FORBIDDEN)
