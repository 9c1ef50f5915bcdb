"""What the caller administers: all officers, those of the own agency, or none."""

from accounts.domain import officers
from accounts.domain.officers import Administration
from accounts.repository.accounts import AccountRepository
from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError


def find_administration(repository: AccountRepository, actor: Actor) -> Administration | None:
    """By the account of the caller as it is now; an officer's is read for it."""
    own = repository.find(actor.account_id) if actor.kind is ActorKind.OFFICER else None
    return officers.administration_of(actor, own, utcnow())


def require_administration(repository: AccountRepository, actor: Actor) -> Administration:
    """Raises UNAUTHENTICATED, FORBIDDEN."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    found = find_administration(repository, actor)
    if found is None:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return found
