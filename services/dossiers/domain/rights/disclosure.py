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
from contracts.base import Actor, ActorKind, Model
from contracts.catalog.dated_rules import HostSystem
from contracts.dossiers import Dossier, DossierSummary, HistoryEntry
from contracts.subjects import Subject
from dossiers.domain.model.dossier import DossierState


class Audience(Enum):
    """To whom a dossier is shown."""

    OFFICE = auto()
    """The agencies that handle it, the systems above them, administrators, our services."""
    CONSULTED = auto()
    """An agency whose opinion is asked for (cơ quan được lấy ý kiến)."""
    APPLICANT = auto()
    """The citizens who follow it."""


class Disclosed(Enum):
    """To whom a field of a dossier is shown, of those who see the dossier."""

    EVERYBODY = frozenset(Audience)
    PEOPLE = frozenset({Audience.OFFICE, Audience.APPLICANT})
    """Numbers and addresses of the people: not to an agency that is asked for its opinion."""
    OFFICE = frozenset({Audience.OFFICE})

    @property
    def audiences(self) -> frozenset[Audience]:
        return self.value


def _fields(everybody: str = "", people: str = "", office: str = "") -> Mapping[str, Disclosed]:
    """The fields of one model, by their names with blanks between them."""
    return {
        **dict.fromkeys(everybody.split(), Disclosed.EVERYBODY),
        **dict.fromkeys(people.split(), Disclosed.PEOPLE),
        **dict.fromkeys(office.split(), Disclosed.OFFICE),
    }


DISCLOSED: Mapping[type[Model], Mapping[str, Disclosed]] = {
    contract.Dossier: _fields(
        everybody="dossier_id code submission_number version status status_number procedure_code procedure_name"
        " agency_code agency_name channel applicant_name filer_name submitted_at received_at due_at ended_at lateness unit"
        " awaited consents step_codes procedure_version forwarded_from forwarded_from_name forward_reason regime_id"
        " case_code applicant filer claims form_data papers return_method clock_stopped_since fee steps supplement"
        " extension consultations"
        " verifications errors assignment result results subjects documents failed_documents returned rating reason"
        " legal_ground allowed_actions officer_names allowed_outcomes kiosk host passings earlier_fees fee_ground",
        people="return_address",
        office="officer_id officer_name draft",
    ),
    contract.Applicant: _fields("full_name kind", people="account_id identity address phone email"),
    contract.ApplicantIdentity: _fields(people="type number"),
    contract.Filer: _fields(
        "full_name relation ground", people="account_id authority_file_id person_id representation_id"
    ),
    Subject: _fields("full_name relation", people="born_on personal_number"),
    contract.FeeReductionClaim: _fields("claim confirmed"),
    contract.DossierPaper: _fields(
        "component_code name file_id sha256 size media_type paper_id result_code reused digitised quantity"
    ),
    contract.FeeDue: _fields(
        "amount requested_at paid_at bill_id receipt_number pay_until lapsed_at reductions"
    ),
    contract.FeeReduction: _fields(
        "fee_code fee_name legal_kind full_amount amount percent source code name claimed"
    ),
    contract.DossierStep: _fields(
        "code name role hours unit order agency_code agency_name result_code started_at due_at completed_at lateness"
        " outcome reason finished_at synchronise_until acknowledge_until acknowledged_at",
        office="completed_by note acknowledged_by",
    ),
    contract.Supplement: _fields(
        "components replaced added form_replaced reason items legal_ground requested_at answer_until answered_at"
        " overridden failed_look_ups",
        office="requested_by",
    ),
    contract.FailedLookUp: _fields("component_code database_code looked_up_at reason reference"),
    contract.Passing: _fields(
        "cause from_agency_code from_agency_name to_agency_code to_agency_name reason passed_at until"
        " confirmed_at"
    ),
    contract.Kiosk: _fields("device_id identity_check"),
    HostSystem: _fields("kind name valid_from valid_to"),
    contract.RequestedComponent: _fields("component_code name piece note reason_code correct_at answered_at"),
    contract.DueDateExtension: _fields("reason told_at due_before promised_at in_time"),
    contract.Consultation: _fields(
        "consultation_id agency_code agency_name content state asked_at due_at answered_at answer",
        office="answered_by late_told_at",
    ),
    contract.AwaitedAct: _fields("kind until step_code consent_id"),
    contract.OwnerConsent: _fields(
        "consent_id content requested_at until outcome closed_at",
        people="owner_name",
        office="requested_by evidence",
    ),
    contract.Verification: _fields(
        "verification_id content place scheduled_at due_at attendance participants recorded_at minutes minutes_file_id"
    ),
    contract.AgencyError: _fields("kind description apology recorded_at corrected_at"),
    contract.Assignment: _fields("unit since", office="officer_id officer_name by"),
    contract.ResultDraft: _fields(
        office="outcome result_code number file_id sha256 reason legal_ground drafted_at drafted_by subject"
    ),
    contract.DossierResult: _fields(
        "outcome result_code number file_id sha256 reason legal_ground issued_at agency_code agency_name step_code"
        " lateness sealed_file_id sealed_sha256 paper_id verification_code seal_failure subject"
        " corrects_file_id",
        office="signed_by drafted_by",
    ),
    contract.IssuedDocument: _fields(
        "kind form_number file_id sha256 verification_code issued_at about_version"
    ),
    contract.FailedDocument: _fields("kind about_version failed_at reason"),
    contract.ResultReturn: _fields("recipient method returned_at tracking_number"),
    contract.DossierRating: _fields("satisfaction reasons comment rated_at"),
}
"""Every field of a dossier, decided: one that is not here is shown to nobody outside of the office, by an error."""

PUBLIC_NOTES: frozenset[str] = frozenset(
    event.name for event in (contract.RECEPTION_REFUSED, contract.STOPPED, contract.RESULT_ISSUED)
)
"""The events whose note is written for the applicant: why the dossier was refused or stopped."""

_OFFICE_FIELDS: Mapping[str, Any] = {
    "officer_id": None,
    "stands_in_for": None,
    "handler_ids": [],
    "suggestion_id": None,
    "draft_outcome": None,
    "draft_file_ids": [],
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
    shown: Dossier = _without_hidden(view, to)
    return (
        shown if to is Audience.APPLICANT else shown.model_copy(update={"form_data": _masked(view.form_data)})
    )


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
        *(step.acknowledged_by for step in shown.steps),
        *(each.answered_by for each in shown.consultations),
        *(each.requested_by for each in shown.consents),
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


def _without_hidden(value: Any, to: Audience) -> Any:
    """A part of a dossier, or several, with what this audience is not shown as if nobody had written it."""
    if isinstance(value, tuple):
        return tuple(_without_hidden(each, to) for each in value)
    if not isinstance(value, Model):
        return value
    fields = DISCLOSED[type(value)]
    shown = {
        name: _without_hidden(getattr(value, name), to)
        if to in fields[name].audiences
        else _nothing(type(value), name)
        for name in type(value).model_fields
    }
    return value.model_copy(update=shown)


def _nothing(model: type[Model], name: str) -> Any:
    field = model.model_fields[name]
    return "" if field.is_required() else field.get_default(call_default_factory=True)


def _masked(value: Any) -> Any:
    """Form data with each value hidden that is a number of a person, a telephone number or an e-mail address."""
    if isinstance(value, dict):
        return {name: _masked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    if isinstance(value, str) and _PERSONAL.fullmatch(value.strip()):
        return _HIDDEN
    return value
