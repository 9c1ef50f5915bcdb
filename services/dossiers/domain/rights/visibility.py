"""Who sees a dossier: one rule, as a predicate on a dossier and as a filter on stored ones."""

from typing import Any

from contracts.agency_codes import is_within, within_pattern
from contracts.base import Actor, ActorKind, RepresentationScope
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.officers import is_officer_of

MATCH_NOTHING: dict[str, Any] = {"_id": {"$in": []}}


def visible(actor: Actor, dossier: DossierState) -> bool:
    """Who follows it; the officers of the agencies that take part and the systems of those above them; administrators.

    `visible_filter` says the same to the database.
    """
    match actor.kind:
        case ActorKind.CITIZEN:
            return follows(actor, dossier)
        case ActorKind.OFFICER:
            return any(is_officer_of(actor, agency_code) for agency_code in dossier.agency_codes)
        case ActorKind.SYSTEM if actor.agency_code:
            return any(is_within(agency_code, actor.agency_code) for agency_code in dossier.agency_codes)
        case kind:
            return kind is ActorKind.ADMINISTRATOR


def visible_filter(actor: Actor) -> dict[str, Any]:
    """`visible` as a filter on stored dossiers."""
    match actor.kind:
        case ActorKind.CITIZEN if actor.account_id:
            return {"follower_ids": actor.account_id} | _by_procedure(actor)
        case ActorKind.OFFICER if is_officer_of(actor, actor.agency_code):
            return {"agency_codes": actor.agency_code}
        case ActorKind.SYSTEM if actor.agency_code:
            return {"agency_codes": {"$regex": within_pattern(actor.agency_code)}}
        case ActorKind.ADMINISTRATOR:
            return {}
        case _:
            return MATCH_NOTHING


def ground_may_end(actor: Actor) -> bool:
    """Whether a caller who saw a dossier at the time of an event may see it no more: an agency through whose hands it
    passed, also as its own, or that gave an opinion. Followers stay."""
    return actor.kind in (ActorKind.OFFICER, ActorKind.SYSTEM)


def follows(actor: Actor, dossier: DossierState) -> bool:
    """Whether the caller is the owner of the dossier or filed it; or acts for one who is, in dossiers of this procedure.

    Who filed it by an act of representation has no right of his own: what he may follows from the act.
    """
    is_follower = bool(actor.account_id) and actor.account_id in dossier.follower_ids
    return is_follower and actor.may(RepresentationScope.READ) and actor.covers(dossier.procedure_code)


def _by_procedure(actor: Actor) -> dict[str, Any]:
    """The rest of `follows`, of somebody who acts for another."""
    if not actor.may(RepresentationScope.READ):
        return MATCH_NOTHING
    if actor.acting is None or not actor.acting.procedure_codes:
        return {}
    return {"procedure_code": {"$in": list(actor.acting.procedure_codes)}}
