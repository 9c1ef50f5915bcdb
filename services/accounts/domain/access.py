"""Authorisation: who may see an account and do what with it."""

from accounts.domain.officers import Administration
from contracts.accounts import Account
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError

_OWNERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR)


def is_visible(actor: Actor, account: Account) -> bool:
    """The owner and administrators see an account; for anybody else there is none."""
    return actor.kind is ActorKind.ADMINISTRATOR or is_owner(actor, account.account_id)


def officers_scope(actor: Actor, named: str | None, administration: Administration | None) -> str | None:
    """The agency whose officers the caller may list: any, or all (None), for an administrator; the own one for who
    administers its accounts and for an officer who works on dossiers, to whom he passes them on.

    Raises UNAUTHENTICATED, FORBIDDEN.
    """
    require_kind(actor, ActorKind.ADMINISTRATOR, ActorKind.OFFICER)
    if administration is not None and administration.agency_code is None:
        return named
    agency_code = actor.agency_code if administration is None else administration.agency_code
    own = named in (None, agency_code) and bool(agency_code)
    if not own or (administration is None and not actor.works_with_dossiers):
        raise ServiceError(ErrorCode.FORBIDDEN)
    return agency_code


def is_colleague(actor: Actor, officer: Account) -> bool:
    """Whether the caller works on dossiers in the same agency."""
    return actor.works_with_dossiers and actor.agency_code == officer.agency_code


def shown_officer(administration: Administration | None, officer: Account) -> Account:
    """An officer as the caller sees him: who administers nothing sees name, unit and roles of a colleague, and neither
    login nor addresses."""
    if administration is not None:
        return officer
    return officer.model_copy(
        update={
            "login": "",
            "email": None,
            "phone": None,
            "first_password_until": None,
            "second_factors": (),
            "second_factor_due_at": None,
        }
    )


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
