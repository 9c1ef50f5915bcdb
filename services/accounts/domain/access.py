"""Who may see and do what with accounts."""

from contracts.accounts import Account
from contracts.base import Actor, ActorKind
from contracts.errors import Code, ServiceError

_OWNERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR)


def visible(actor: Actor, account: Account) -> bool:
    """The owner and administrators see an account; for anybody else there is none."""
    return actor.kind is ActorKind.ADMINISTRATOR or owns(actor, account.account_id)


def owns(actor: Actor, account_id: str) -> bool:
    return actor.kind in _OWNERS and actor.account_id == account_id


def require(actor: Actor, *kinds: ActorKind) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one of another kind."""
    if actor.kind in kinds:
        return
    anonymous = actor.kind is ActorKind.ANONYMOUS
    raise ServiceError(Code.UNAUTHENTICATED if anonymous else Code.FORBIDDEN)


def require_owner(actor: Actor) -> str:
    """The caller's own account id. Raises when the caller has no account."""
    require(actor, *_OWNERS)
    return actor.account_id
