"""What a caller's claims alone say: whose officer he is, and in which part."""

from contracts.base import Actor, OfficerRole

SUPERVISOR_ROLES = frozenset({OfficerRole.MANAGER, OfficerRole.LEADER})


def is_officer_of(actor: Actor, agency_code: str) -> bool:
    """Whether the caller works on dossiers at this agency."""
    return actor.works_with_dossiers and actor.agency_code == agency_code


def is_desk_officer(actor: Actor) -> bool:
    """An officer who works on dossiers, at his own agency."""
    return actor.works_with_dossiers


def is_receptionist(actor: Actor) -> bool:
    """An officer who takes in what is brought to the desk of his agency (cán bộ tiếp nhận)."""
    return is_officer_of(actor, actor.agency_code) and OfficerRole.RECEPTION in actor.roles


def is_supervisor(actor: Actor) -> bool:
    """The head of the one-stop shop or a leader of the agency."""
    return bool(SUPERVISOR_ROLES.intersection(actor.roles))
