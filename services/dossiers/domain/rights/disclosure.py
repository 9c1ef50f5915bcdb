"""What of a dossier a caller is shown, once he may see it at all.

Notes of the office and the accounts of its officers stay in the office (NĐ 224/2026/NĐ-CP art 15.1g asks for the agency and
the times of each change; the office keeps its notes for itself). An agency whose opinion is asked for sees the matter, and
neither numbers nor addresses of the people (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: no more than the purpose needs).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from enum import Enum, auto
from typing import Any

from contracts import dossiers as contract
from contracts.agency_codes import is_within
from contracts.base import Actor, ActorKind
from contracts.dossiers import Applicant, Dossier, DossierSummary, HistoryEntry
from dossiers.domain.model.dossier import DossierState


class Audience(Enum):
    """To whom a dossier is shown."""

    OFFICE = auto()
    """The agencies that handle it, the systems above them, administrators, our services."""
    CONSULTED = auto()
    """An agency whose opinion is asked for (cơ quan được lấy ý kiến)."""
    APPLICANT = auto()
    """The citizens who follow it."""


PUBLIC_NOTES: frozenset[str] = frozenset(
    event.name for event in (contract.RECEPTION_REFUSED, contract.STOPPED, contract.RESULT_ISSUED)
)
"""The events whose note is written for the applicant: why the dossier was refused or stopped."""

_OFFICE_FIELDS: Mapping[str, Any] = {
    "officer_id": None,
    "stands_in_for": None,
    "handler_ids": [],
}
"""What an event says of the office alone, and what is shown of it outside."""
_HIDDEN = "•••"
_PERSONAL = re.compile(r"[0-9]{12}|\+?[0-9][0-9 .]{7,14}[0-9]|[^@\s]+@[^@\s]+")
"""A personal number, a telephone number or an e-mail address, as the whole of a value."""


def audience(actor: Actor, dossier: DossierState) -> Audience:
    """The audience that a caller who sees the dossier belongs to."""
    return _audience(actor, dossier.agency_codes, dossier.consulted_agencies)


def audience_of_event(actor: Actor, payload: Mapping[str, Any]) -> Audience:
    """As `audience`, by what an event says of its dossier at that time; an event of an early release names its own agency
    alone."""
    own = (str(payload.get("agency_code", "")),)
    return _audience(actor, payload.get("agency_codes") or own, payload.get("consulted_agencies", ()))


def _audience(actor: Actor, agency_codes: Iterable[str], consulted: Collection[str]) -> Audience:
    """The office are the agencies that take part by more than an opinion, and the systems above them."""
    handling = [code for code in agency_codes if code not in consulted]
    match actor.kind:
        case ActorKind.CITIZEN:
            return Audience.APPLICANT
        case ActorKind.OFFICER:
            return Audience.OFFICE if actor.agency_code in handling else Audience.CONSULTED
        case ActorKind.SYSTEM:
            above = any(is_within(code, actor.agency_code) for code in handling)
            return Audience.OFFICE if above else Audience.CONSULTED
        case _:
            return Audience.OFFICE


def shown_dossier(view: Dossier, to: Audience) -> Dossier:
    """The dossier without what this audience is not shown."""
    if to is Audience.OFFICE:
        return view
    outside = view.model_copy(update={**_without_officers(view), "officer_id": None, "officer_name": None})
    return outside if to is Audience.APPLICANT else outside.model_copy(update=_without_people(outside))


def shown_summary(line: DossierSummary, actor: Actor) -> DossierSummary:
    """A line of a list: the officer who has it is shown to his agency, the systems above it and administrators."""
    match actor.kind:
        case ActorKind.CITIZEN:
            handles = False
        case ActorKind.SYSTEM:
            handles = is_within(line.agency_code, actor.agency_code)
        case _:
            handles = actor.agency_code in ("", line.agency_code)
    if handles:
        return line
    return line.model_copy(update={"officer_id": None, "officer_name": None})


def shown_officers(shown: Dossier) -> tuple[str, ...]:
    """Accounts of officers that a dossier shows without their names: none outside of the office."""
    supplement, assignment = shown.supplement, shown.assignment
    named = (
        *(step.completed_by for step in shown.steps),
        *(each.answered_by for each in shown.consultations),
        supplement.requested_by if supplement else None,
        assignment.officer_id if assignment else None,
        shown.officer_id,
    )
    return tuple(dict.fromkeys(each for each in named if each))


def shown_entry(entry: HistoryEntry, to: Audience) -> HistoryEntry:
    """A line of the history; its sentence is for everybody, its note where it is written for the applicant."""
    if to is Audience.OFFICE or entry.event in PUBLIC_NOTES:
        return entry
    return entry.model_copy(update={"note": None})


def shown_payload(event: str, payload: Mapping[str, Any], to: Audience) -> dict[str, Any]:
    """The payload of a published event."""
    if to is Audience.OFFICE:
        return dict(payload)
    hidden = {name: value for name, value in _OFFICE_FIELDS.items() if name in payload}
    if "note" in payload and event not in PUBLIC_NOTES:
        hidden["note"] = None
    return {**payload, **hidden}


def _without_officers(view: Dossier) -> dict[str, Any]:
    """Its notes and the accounts of its officers."""
    supplement, assignment = view.supplement, view.assignment
    return {
        "assignment": assignment
        and assignment.model_copy(update={"officer_id": None, "officer_name": None, "by": ""}),
        "steps": tuple(step.model_copy(update={"completed_by": None, "note": None}) for step in view.steps),
        "supplement": supplement and supplement.model_copy(update={"requested_by": None}),
        "consultations": tuple(
            each.model_copy(update={"answered_by": None, "late_told_at": None}) for each in view.consultations
        ),
    }


def _without_people(view: Dossier) -> dict[str, Any]:
    """Numbers and addresses of the people of the dossier; the name and the matter stay."""
    return {
        "applicant": Applicant(full_name=view.applicant.full_name, kind=view.applicant.kind),
        "filer": view.filer and view.filer.model_copy(update={"account_id": None, "authority_file_id": None}),
        "return_address": None,
        "form_data": _masked(view.form_data),
    }


def _masked(value: Any) -> Any:
    """Form data with each value hidden that is a number of a person, a telephone number or an e-mail address."""
    if isinstance(value, dict):
        return {name: _masked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    if isinstance(value, str) and _PERSONAL.fullmatch(value.strip()):
        return _HIDDEN
    return value
