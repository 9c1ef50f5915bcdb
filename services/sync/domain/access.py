"""Access to what is synchronised: who may report, who may read. One rule for predicate and query."""

from dataclasses import dataclass
from typing import Any

from contracts.agency_codes import is_within, root_of
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError

NOTHING: dict[str, Any] = {"_id": {"$in": []}}


def require(actor: Actor, *kinds: ActorKind) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one of another kind."""
    if actor.kind in kinds:
        return
    anonymous = actor.kind is ActorKind.ANONYMOUS
    raise ServiceError(ErrorCode.UNAUTHENTICATED if anonymous else ErrorCode.FORBIDDEN)


def require_writer(actor: Actor, unit_code: str) -> None:
    """A system may write for its own agency and those under it."""
    require(actor, ActorKind.SYSTEM)
    if not actor.agency_code or not is_within(unit_code, actor.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)


@dataclass(frozen=True)
class SyncViewer:
    """A caller and, for a citizen, the personal number of the account."""

    actor: Actor
    personal_number: str | None = None

    def sees(self, sender: str, owners: tuple[str, ...]) -> bool:
        """A system sees what it sent, that of a whole ministry or province what all under it sent; a citizen his own;
        administrators all."""
        match self.actor.kind:
            case ActorKind.SYSTEM:
                return _sent(self.actor.agency_code, sender)
            case ActorKind.CITIZEN:
                return bool(self.personal_number) and self.personal_number in owners
            case ActorKind.ADMINISTRATOR:
                return True
        return False

    def filter(self) -> dict[str, Any]:
        """The same rule for the documents of dossiers."""
        match self.actor.kind:
            case ActorKind.SYSTEM:
                return sent_by(self.actor.agency_code)
            case ActorKind.CITIZEN if self.personal_number:
                return {"content.owner.numbers": self.personal_number}
            case ActorKind.ADMINISTRATOR:
                return {}
        return NOTHING


def own_reports(actor: Actor) -> dict[str, Any]:
    """Of anomalies, refusals and reconciliations: a system sees those of its agency, administrators all."""
    require(actor, ActorKind.SYSTEM, ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)
    return sent_by(actor.agency_code) if actor.kind is ActorKind.SYSTEM else {}


def sent_by(agency_code: str) -> dict[str, Any]:
    if not agency_code:
        return NOTHING
    narrower = {} if _is_whole(agency_code) else {"sender": agency_code}
    return {"root": root_of(agency_code), **narrower}


def _sent(agency_code: str, sender: str) -> bool:
    if not agency_code:
        return False
    return root_of(sender) == root_of(agency_code) if _is_whole(agency_code) else sender == agency_code


def _is_whole(agency_code: str) -> bool:
    """A whole ministry or province: its own code is that of level 1."""
    return is_within(root_of(agency_code), agency_code)
