"""What the caller answers of the requests of data subjects: those to an agency, all, or none."""

from accounts.domain.personal_data.officers import DataProtection, data_protection_of
from accounts.repository.accounts import AccountRepository
from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError


def find_data_protection(repository: AccountRepository, actor: Actor) -> DataProtection | None:
    """By the account of the caller as it is now; an officer's is read for it."""
    own = repository.find(actor.account_id) if actor.kind is ActorKind.OFFICER else None
    return data_protection_of(actor, own, utcnow())


def require_data_protection(repository: AccountRepository, actor: Actor) -> DataProtection:
    """Raises UNAUTHENTICATED, FORBIDDEN."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    found = find_data_protection(repository, actor)
    if found is None:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return found
