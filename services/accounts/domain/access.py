"""Authorisation: who may see an account and do what with it."""

from contracts.accounts import Account
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

_DESK_ROLES = frozenset(
    {OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, OfficerRole.MANAGER}
)
_OWNERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR)


def is_visible(actor: Actor, account: Account) -> bool:
    """The owner and administrators see an account; for anybody else there is none."""
    return actor.kind is ActorKind.ADMINISTRATOR or is_owner(actor, account.account_id)


def officers_scope(actor: Actor, named: str | None) -> str | None:
    """The agency whose officers the caller may list: any, or all (None), for an administrator; his own for an officer who
    works on dossiers, to whom he passes them on. Raises UNAUTHENTICATED, FORBIDDEN."""
    require_kind(actor, ActorKind.ADMINISTRATOR, ActorKind.OFFICER)
    if actor.kind is ActorKind.ADMINISTRATOR:
        return named
    own = named in (None, actor.agency_code) and bool(actor.agency_code)
    if not own or not _DESK_ROLES.intersection(actor.roles):
        raise ServiceError(ErrorCode.FORBIDDEN)
    return actor.agency_code


def shown_officer(actor: Actor, officer: Account) -> Account:
    """An officer as the caller sees him: a colleague shows name, unit and roles, and neither login nor addresses."""
    if actor.kind is ActorKind.ADMINISTRATOR:
        return officer
    return officer.model_copy(update={"login": "", "email": None, "phone": None})


def is_owner(actor: Actor, account_id: str) -> bool:
    return actor.kind in _OWNERS and actor.account_id == account_id


def require_kind(actor: Actor, *kinds: ActorKind) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one of another kind."""
    if actor.kind in kinds:
        return
    anonymous = actor.kind is ActorKind.ANONYMOUS
    raise ServiceError(ErrorCode.UNAUTHENTICATED if anonymous else ErrorCode.FORBIDDEN)


def require_reception(actor: Actor) -> None:
    """Raises UNAUTHENTICATED or FORBIDDEN for all but officers of reception."""
    require_kind(actor, ActorKind.OFFICER)
    if not actor.agency_code or OfficerRole.RECEPTION not in actor.roles:
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_owner(actor: Actor) -> str:
    """The caller's own account id. Raises when the caller has no account."""
    require_kind(actor, *_OWNERS)
    return actor.account_id
