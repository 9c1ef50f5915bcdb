"""Access to the papers of the store: the one rule behind every path."""

from dataclasses import dataclass
from typing import Any

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from records.domain.papers import VERIFIED, PaperState

BY_NUMBER = ("owner.identity_number", "subject.personal_number")
"""The fields of a stored paper by which a proved number finds it."""
NOTHING: dict[str, Any] = {"_id": {"$in": []}}


@dataclass(frozen=True)
class Claimant:
    """Who says that papers are his: an account, and the number that it has proved, to which level."""

    account_id: str | None = None
    identity_number: str | None = None
    level: int = 0

    @property
    def proved_number(self) -> str | None:
        """None while nothing is proved: nothing is found by a number that was only typed."""
        return self.identity_number if self.level > 0 else None


@dataclass(frozen=True)
class PaperViewer:
    """A caller, and the papers of whom are his own: only a citizen has any."""

    actor: Actor
    claimant: Claimant = Claimant()

    @classmethod
    def without_number(cls, actor: Actor) -> "PaperViewer":
        """As far as the account alone says."""
        is_citizen = actor.kind is ActorKind.CITIZEN
        return cls(actor, Claimant(actor.account_id or None) if is_citizen else Claimant())


def belongs(paper: PaperState, claimant: Claimant) -> bool:
    """By account, or by a number that is proved to the level that the paper asks for: that of the owner, or of the person
    whom it is about. What is not known is nothing."""
    by_account = claimant.account_id is not None and claimant.account_id == paper.owner.account_id
    number = claimant.proved_number
    by_number = number is not None and number in paper.identity_numbers
    return by_account or (by_number and paper.required_ial <= claimant.level)


def owned_filter(claimant: Claimant) -> dict[str, Any]:
    """`belongs` as a filter on documents."""
    ways: list[dict[str, Any]] = []
    if claimant.account_id is not None:
        ways.append({"owner.account_id": claimant.account_id})
    if claimant.proved_number is not None:
        level = within_level(claimant.level)
        ways += [{name: claimant.proved_number, **level} for name in BY_NUMBER]
    return {"$or": ways} if ways else NOTHING


def may_reuse(paper: PaperState, claimant: Claimant) -> bool:
    """An own paper, and what an agency vouches for only at the level that it asks for, also when it is of the account."""
    return belongs(paper, claimant) and (not paper.verified or paper.required_ial <= claimant.level)


def reusable_filter(claimant: Claimant) -> dict[str, Any]:
    """`may_reuse` as a filter on documents that `owned_filter` has found."""
    return {"$or": [{"origin": {"$nin": sorted(VERIFIED)}}, within_level(claimant.level)]}


def within_level(level: int) -> dict[str, Any]:
    """Documents of papers that ask for this level or a lower one. Those of an earlier release do not say: level 1."""
    unsaid = [None] if level >= PaperState.model_fields["required_ial"].default else []
    return {"required_ial": {"$in": [*range(level + 1), *unsaid]}}


def owns(viewer: PaperViewer, paper: PaperState) -> bool:
    return belongs(paper, viewer.claimant)


def paper_visible(viewer: PaperViewer, paper: PaperState) -> bool:
    """The owner; our services; officers whose agency vouches for it, issued it or has a dossier that holds it."""
    actor = viewer.actor
    if actor.kind is ActorKind.SERVICE:
        return True
    return owns(viewer, paper) or (actor.works_with_dossiers and ground(actor, paper) is not None)


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
