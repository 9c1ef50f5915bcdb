"""Access to the papers of the store: the one rule behind every path."""

from dataclasses import dataclass
from typing import Any

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.records import PaperOwner
from records.domain.file_access import works_with_dossiers
from records.domain.papers import PaperState

NOTHING: dict[str, Any] = {"_id": {"$in": []}}


@dataclass(frozen=True)
class PaperViewer:
    """A caller, with the personal number where accounts has one."""

    actor: Actor
    identity_number: str | None = None

    @property
    def owner(self) -> PaperOwner:
        """Whose papers are his own. Only a citizen has any."""
        if self.actor.kind is not ActorKind.CITIZEN:
            return PaperOwner()
        return PaperOwner(
            account_id=self.actor.account_id or None, identity_number=self.identity_number or None
        )


def belongs(paper: PaperState, owner: PaperOwner) -> bool:
    """By account or by number; what is not known is the same as nothing."""
    by_account = owner.account_id is not None and owner.account_id == paper.owner.account_id
    by_number = owner.identity_number is not None and owner.identity_number == paper.owner.identity_number
    return by_account or by_number


def owned_filter(owner: PaperOwner) -> dict[str, Any]:
    """`belongs` as a filter on documents."""
    known = owner.model_dump(include={"account_id", "identity_number"}, exclude_none=True)
    ways = [{f"owner.{name}": value} for name, value in known.items()]
    return {"$or": ways} if ways else NOTHING


def owns(viewer: PaperViewer, paper: PaperState) -> bool:
    return belongs(paper, viewer.owner)


def paper_visible(viewer: PaperViewer, paper: PaperState) -> bool:
    """The owner; our services; officers whose agency vouches for it, issued it or has a dossier that holds it."""
    actor = viewer.actor
    if actor.kind is ActorKind.SERVICE:
        return True
    return owns(viewer, paper) or (works_with_dossiers(actor) and ground(actor, paper) is not None)


def ground(actor: Actor, paper: PaperState) -> str | None:
    """On what an officer's right to read it rests: `issuer`, `dossier` or nothing."""
    if actor.agency_code and actor.agency_code in (paper.vouched_by, paper.issuer_code):
        return "issuer"
    return "dossier" if actor.agency_code and paper.held_by(actor.agency_code) else None


def may_be_revoked_by(actor: Actor, paper: PaperState) -> bool:
    """A leader of the agency that vouches for it."""
    leads = actor.kind is ActorKind.OFFICER and OfficerRole.LEADER in actor.roles
    return leads and paper.vouched_by is not None and actor.agency_code == paper.vouched_by


def require_reception(actor: Actor) -> None:
    """Raises `unauthenticated` or `forbidden` for all but officers of reception."""
    _require(
        actor,
        actor.kind is ActorKind.OFFICER and bool(actor.agency_code) and OfficerRole.RECEPTION in actor.roles,
    )


def require_citizen(actor: Actor) -> None:
    _require(actor, actor.kind is ActorKind.CITIZEN and bool(actor.account_id))


def _require(actor: Actor, allowed: bool) -> None:
    if not allowed:
        raise ServiceError(
            ErrorCode.UNAUTHENTICATED if actor.kind is ActorKind.ANONYMOUS else ErrorCode.FORBIDDEN
        )
