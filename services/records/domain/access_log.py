"""The access log of papers: who read one, when, on which ground. It names no person to its reader."""

from datetime import datetime

from contracts.base import Actor, ActorKind, Identifier
from contracts.records import AccessKind, PaperAccess
from records.domain.paper_access import ground
from records.domain.papers import PaperState


class AccessEntry(PaperAccess):
    """As it is stored: `account_id` is for those who investigate a misuse; the owner does not see it."""

    access_id: Identifier
    paper_id: Identifier
    account_id: str = ""


def read_entry(
    access_id: str, paper: PaperState, kind: AccessKind, actor: Actor, at: datetime
) -> AccessEntry:
    """A reading by another than the owner."""
    return AccessEntry(
        access_id=access_id,
        paper_id=paper.paper_id,
        at=at,
        kind=kind,
        actor_kind=actor.kind,
        agency_code=actor.agency_code or None,
        dossier_id=paper.held_by(actor.agency_code),
        ground=_ground(actor, paper),
        account_id=actor.account_id,
    )


def reuse_entry(
    access_id: str, paper: PaperState, dossier_id: str, agency_code: str, actor: Actor, at: datetime
) -> AccessEntry:
    """Attached to a dossier of an agency by its owner."""
    return AccessEntry(
        access_id=access_id,
        paper_id=paper.paper_id,
        at=at,
        kind=AccessKind.REUSED,
        actor_kind=actor.kind,
        agency_code=agency_code,
        dossier_id=dossier_id,
        ground="dossier",
    )


def public_view(access: AccessEntry) -> PaperAccess:
    return PaperAccess(**access.model_dump(exclude={"access_id", "paper_id", "account_id"}))


def _ground(actor: Actor, paper: PaperState) -> str:
    """`shared`: a dossier lets the reader see the file and not the paper."""
    if actor.kind is ActorKind.SERVICE:
        return f"service {actor.name}"
    return ground(actor, paper) or "shared"
