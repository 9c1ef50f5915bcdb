"""Authorisation: who may see an account and do what with it."""

from contracts.accounts import Account
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError

_OWNERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR)


def is_visible(actor: Actor, account: Account) -> bool:
    """The owner and administrators see an account; for anybody else there is none."""
    return actor.kind is ActorKind.ADMINISTRATOR or is_owner(actor, account.account_id)


def is_owner(actor: Actor, account_id: str) -> bool:
    return actor.kind in _OWNERS and actor.account_id == account_id


def require_kind(actor: Actor, *kinds: ActorKind) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one of another kind."""
    if actor.kind in kinds:
        return
    anonymous = actor.kind is ActorKind.ANONYMOUS
    raise ServiceError(ErrorCode.UNAUTHENTICATED if anonymous else ErrorCode.FORBIDDEN)


def require_owner(actor: Actor) -> str:
    """The caller's own account id. Raises when the caller has no account."""
    require_kind(actor, *_OWNERS)
    return actor.account_id
