"""The audience of an event: those whom the law names (NĐ 61/2018/NĐ-CP art 17-21, NĐ 224/2026 art 15)."""

from dataclasses import dataclass

from contracts import dossiers
from contracts.base import OfficerRole
from contracts.events import AnyEvent

APPLICANT_DEADLINE = "supplement"
"""The deadline that is the applicant's own; all others are the agency's."""
HEADS = (OfficerRole.MANAGER, OfficerRole.LEADER)


@dataclass(frozen=True)
class OfficerGroup:
    """All officers of an agency who have a role."""

    agency_code: str
    role: OfficerRole


@dataclass(frozen=True)
class Audience:
    """Persons by account id, and groups of officers, whose ids accounts has."""

    account_ids: tuple[str, ...] = ()
    officer_groups: tuple[OfficerGroup, ...] = ()


def audience(event: AnyEvent) -> Audience:
    """The audience by the event's type.

    - a deadline of the agency: the handlers and the heads of the agency
    - a consultation: the heads of the consulted agency; its answer: the handlers, or else the heads
    - an assignment or a hand-over: the new handlers
    - everything else: those who follow the dossier, or the payer
    """
    match event.type:
        case dossiers.DUE_SOON.name | dossiers.OVERDUE.name if event.payload.what != APPLICANT_DEADLINE:
            return Audience(event.payload.handler_ids, _heads(event.payload.agency_code))
        case dossiers.CONSULTATION_REQUESTED.name:
            return Audience(officer_groups=_heads(event.payload.consulted_agency))
        case dossiers.CONSULTATION_ANSWERED.name:
            return _handlers_or_heads(event)
        case dossiers.ASSIGNED.name | dossiers.HANDED_OVER.name:
            return Audience(event.payload.handler_ids)
        case _:
            return _followers_or_payer(event)


def _followers_or_payer(event: AnyEvent) -> Audience:
    payload = event.payload
    if isinstance(payload, dossiers.DossierEvent):
        return Audience(payload.follower_ids)
    return Audience((payload.payer_id,))


def _handlers_or_heads(event: AnyEvent) -> Audience:
    payload = event.payload
    return (
        Audience(payload.handler_ids)
        if payload.handler_ids
        else Audience(officer_groups=_heads(payload.agency_code))
    )


def _heads(agency_code: str) -> tuple[OfficerGroup, ...]:
    return tuple(OfficerGroup(agency_code, role) for role in HEADS)
