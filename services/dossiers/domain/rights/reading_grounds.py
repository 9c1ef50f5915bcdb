"""Căn cứ truy cập: on what ground somebody who may see a dossier reads it, and whether one must be stated.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: personal data are read for a purpose. The work on the dossier is one, and
needs no words; whoever has no part in it says why he reads.
"""

from contracts.base import Actor, ActorKind
from contracts.data_readings import ReadingGround
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.domain.rights.disclosure import Audience, audience
from dossiers.domain.rights.officers import is_officer_of, is_supervisor
from dossiers.domain.rights.rights import NOBODY, DeputisedFor
from dossiers.domain.rights.visibility import follows

_SHORTEST_NUMBER = 9
"""Of the older identity card (chứng minh nhân dân)."""


def ground_of(
    actor: Actor, dossier: DossierState, deputised_for: DeputisedFor = NOBODY
) -> ReadingGround | None:
    """The ground that follows from the dossier itself, of a caller who may see it; None where one must be stated.

    An agency works on a dossier until it has come to its end (not accepted, withdrawn, returned), and after it while an
    error is to be corrected.
    """
    if actor.acting is not None:
        return ReadingGround.REPRESENTATION
    if actor.kind is ActorKind.SYSTEM:
        return ReadingGround.AGENCY_SYSTEM
    if actor.kind is not ActorKind.OFFICER:
        return None
    if audience(actor, dossier) is Audience.CONSULTED:
        return ReadingGround.CONSULTATION
    if took_part(actor, dossier) or dossier.holder_id in deputised_for:
        return ReadingGround.OWN_TASK
    if dossier.status not in TERMINAL or dossier.open_errors:
        return ReadingGround.AGENCY_TASK
    if is_supervisor(actor) and is_officer_of(actor, dossier.agency_code):
        return ReadingGround.SUPERVISION
    return None


def took_part(actor: Actor, dossier: DossierState) -> bool:
    """Whether the dossier is or was in the hands of this officer."""
    hands = {dossier.holder_id, dossier.received_by}
    hands |= {
        officer_id for row in dossier.hand_overs for officer_id in (row.from_officer_id, row.to_officer_id)
    }
    hands |= {step.completed_by for step in dossier.steps}
    return bool(actor.account_id) and actor.account_id in hands


def is_look_up(words: str) -> bool:
    """Whether the words of a search are the number of somebody's identity document (tra cứu theo số định danh): 9 digits
    or more. The end of a dossier's code has fewer."""
    digits = "".join(words.split())
    return digits.isascii() and digits.isdigit() and len(digits) >= _SHORTEST_NUMBER


def ground_of_list(actor: Actor) -> ReadingGround:
    """Of a page of a list: the list of one's own agency is its work; nobody is asked, because a line names the matter
    and the person, and no more."""
    if actor.acting is not None:
        return ReadingGround.REPRESENTATION
    match actor.kind:
        case ActorKind.OFFICER:
            return ReadingGround.AGENCY_TASK
        case ActorKind.SYSTEM:
            return ReadingGround.AGENCY_SYSTEM
        case _:
            return ReadingGround.NOT_STATED


def sees_readers(actor: Actor, dossier: DossierState) -> bool:
    """Whether the caller sees who of an agency has read: its head and its leaders answer for their officers."""
    return is_supervisor(actor) and is_officer_of(actor, dossier.agency_code)


def may_list_readings(actor: Actor, dossier: DossierState) -> bool:
    """The person whose dossier it is, and the head and the leaders of its agency."""
    own = actor.kind is ActorKind.CITIZEN and follows(actor, dossier)
    return own or sees_readers(actor, dossier)
