"""Who is told of an event: those whom the law names (NĐ 61/2018/NĐ-CP art 17-21, NĐ 224/2026 art 15)."""

from dataclasses import dataclass

from contracts import dossiers
from contracts.base import Role
from contracts.events import AnyEvent

APPLICANTS_MATTER = "supplement"
"""The deadline that is the applicant's own; all others are the agency's."""
HEADS = (Role.MANAGER, Role.LEADER)


@dataclass(frozen=True)
class Office:
    """All officers of an agency who have a role."""

    agency_code: str
    role: Role


@dataclass(frozen=True)
class Audience:
    """Persons by account, and offices whose officers accounts must name."""

    account_ids: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()


def audience(event: AnyEvent) -> Audience:
    """A deadline of the agency: the handler and the heads. A consultation: the heads of who is asked, then the handler.
    A hand-over: who has it now. Everything else: those who follow the dossier, or who pays."""
    match event.type:
        case dossiers.DUE_SOON.name | dossiers.OVERDUE.name if event.payload.what != APPLICANTS_MATTER:
            return Audience(event.payload.handler_ids, _heads(event.payload.agency_code))
        case dossiers.CONSULTATION_REQUESTED.name:
            return Audience(offices=_heads(event.payload.consulted_agency))
        case dossiers.CONSULTATION_ANSWERED.name:
            return _handlers_or_heads(event)
        case dossiers.ASSIGNED.name | dossiers.HANDED_OVER.name:
            return Audience(event.payload.handler_ids)
        case _:
            return _people(event)


def _people(event: AnyEvent) -> Audience:
    payload = event.payload
    if isinstance(payload, dossiers.DossierEvent):
        return Audience(payload.follower_ids)
    return Audience((payload.payer_id,))


def _handlers_or_heads(event: AnyEvent) -> Audience:
    payload = event.payload
    return (
        Audience(payload.handler_ids)
        if payload.handler_ids
        else Audience(offices=_heads(payload.agency_code))
    )


def _heads(agency_code: str) -> tuple[Office, ...]:
    return tuple(Office(agency_code, role) for role in HEADS)
