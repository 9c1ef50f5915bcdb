"""Access rules: who may change the catalogue. Reading what is public is open to all, as the law demands."""

from typing import Any

from catalog.domain.agency_codes import root
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import VersionState
from contracts.errors import ErrorCode, ServiceError

KEEPERS = (ActorKind.OPERATOR, ActorKind.ADMINISTRATOR)
PUBLISHED = (
    VersionState.PUBLISHED,
    VersionState.PUBLIC,
    VersionState.REPLACED,
    VersionState.ABOLISHED,
)


def may_maintain(actor: Actor) -> bool:
    """Operators, administrators, and officers in charge of procedures (quản trị TTHC)."""
    return actor.kind in KEEPERS or _is_catalogue_officer(actor)


def require_maintainer(actor: Actor) -> None:
    """Raises ServiceError(FORBIDDEN)."""
    _require(may_maintain(actor))


def require_keeper(actor: Actor) -> None:
    """What is brought in whole goes past the agency it belongs to. Raises ServiceError(FORBIDDEN)."""
    _require(actor.kind in KEEPERS)


def require_administrator(actor: Actor) -> None:
    """What takes two persons takes accounts. Raises ServiceError(FORBIDDEN)."""
    _require(actor.kind == ActorKind.ADMINISTRATOR)


def may_write_for(actor: Actor, agency_code: str) -> bool:
    """Administrators, and officers in charge of procedures in the ministry or province of that agency."""
    if actor.kind == ActorKind.ADMINISTRATOR:
        return True
    same_root = root(agency_code) != "" and root(agency_code) == root(actor.agency_code)
    return same_root and _is_catalogue_officer(actor)


def require_writer_for(actor: Actor, *agency_codes: str) -> None:
    """Raises ServiceError(FORBIDDEN)."""
    _require(all(may_write_for(actor, code) for code in agency_codes))


def require_terms_writer(actor: Actor, agency_code: str) -> None:
    """Keepers, and those who write for the agency. Raises ServiceError(FORBIDDEN)."""
    _require(actor.kind in KEEPERS or may_write_for(actor, agency_code))


def visible_version(actor: Actor, state: VersionState) -> bool:
    """What is published is for all; drafts and proposals are for those who keep the catalogue."""
    return state in PUBLISHED or may_maintain(actor)


def visible_versions(actor: Actor) -> dict[str, Any]:
    """The same rule as a filter."""
    return {} if may_maintain(actor) else {"state": {"$in": [state.value for state in PUBLISHED]}}


def _is_catalogue_officer(actor: Actor) -> bool:
    return actor.kind == ActorKind.OFFICER and OfficerRole.CATALOGUE in actor.roles


def _require(allowed: bool) -> None:
    if not allowed:
        raise ServiceError(ErrorCode.FORBIDDEN)
