"""Who may see a dossier and who may do what to it: the one rule behind every path."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.agency_codes import is_within, within_pattern
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import SubmissionChannel
from contracts.dossiers import DossierAction, DossierStep
from dossiers.domain.actions.assignment import NOBODY, DeputisedFor, may_act_on_assignment
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import is_possible

DESK_ROLES = frozenset(
    {OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, OfficerRole.MANAGER}
)
"""Roles that work on dossiers; an officer of the catalogue alone sees none."""

MATCH_NOTHING: dict[str, Any] = {"_id": {"$in": []}}

_PROCESSING = frozenset(
    {
        DossierAction.START_PROCESSING,
        DossierAction.COMPLETE_STEP,
        DossierAction.REQUEST_SUPPLEMENT,
        DossierAction.STOP,
        DossierAction.RESUME,
        DossierAction.ISSUE_RESULT,
        DossierAction.SERVE_AT_ONCE,
        DossierAction.EXTEND,
        DossierAction.REQUEST_CONSULTATION,
        DossierAction.SCHEDULE_VERIFICATION,
        DossierAction.RECORD_VERIFICATION,
        DossierAction.RECORD_ERROR,
        DossierAction.CORRECT_RESULT,
    }
)
_WORKING = frozenset({DossierAction.CLAIM, DossierAction.RELEASE, DossierAction.HAND_OVER})
_OVERSEEING = _WORKING | {DossierAction.ASSIGN}
ACTIONS_BY_ROLE: Mapping[OfficerRole, frozenset[DossierAction]] = {
    OfficerRole.RECEPTION: frozenset(
        {
            DossierAction.ACCEPT,
            DossierAction.SERVE_AT_ONCE,
            DossierAction.REFUSE_RECEPTION,
            DossierAction.REQUEST_SUPPLEMENT,
            DossierAction.RETURN_RESULT,
            DossierAction.COMPLETE_STEP,
        }
        | _WORKING
    ),
    OfficerRole.PROCESSING: _PROCESSING | _WORKING,
    OfficerRole.LEADER: _PROCESSING | _OVERSEEING | {DossierAction.ADOPT_LAW},
    OfficerRole.MANAGER: _OVERSEEING,
    OfficerRole.CATALOGUE: frozenset(),
}
APPLICANT_ACTIONS = frozenset({DossierAction.SUPPLEMENT, DossierAction.WITHDRAW, DossierAction.RATE})
APPLICANT_ACTIONS_ON_PAPER = frozenset({DossierAction.SUPPLEMENT, DossierAction.WITHDRAW})
"""What the applicant of a dossier that came on paper may bring or say on paper too."""
CONSULTED_ROLES = frozenset({OfficerRole.PROCESSING, OfficerRole.LEADER})
"""Roles that answer for an agency whose opinion was asked for."""


def is_receptionist(actor: Actor) -> bool:
    """Whether this officer takes in what is brought to the desk of his agency."""
    return _is_officer_of(actor, actor.agency_code) and OfficerRole.RECEPTION in actor.roles


def visible(actor: Actor, dossier: DossierState) -> bool:
    """Who follows it; the officers of the agencies that take part and the systems of those above them; administrators.

    `query` says the same to the database.
    """
    match actor.kind:
        case ActorKind.CITIZEN:
            return _is_applicant(actor, dossier)
        case ActorKind.OFFICER:
            return any(_is_officer_of(actor, agency_code) for agency_code in dossier.agency_codes)
        case ActorKind.SYSTEM if actor.agency_code:
            return any(is_within(agency_code, actor.agency_code) for agency_code in dossier.agency_codes)
        case kind:
            return kind is ActorKind.ADMINISTRATOR


def visible_filter(actor: Actor) -> dict[str, Any]:
    """`visible` as a filter on documents."""
    match actor.kind:
        case ActorKind.CITIZEN if actor.account_id:
            return {"follower_ids": actor.account_id}
        case ActorKind.OFFICER if _is_officer_of(actor, actor.agency_code):
            return {"agency_codes": actor.agency_code}
        case ActorKind.SYSTEM if actor.agency_code:
            return {"agency_codes": {"$regex": within_pattern(actor.agency_code)}}
        case ActorKind.ADMINISTRATOR:
            return {}
        case _:
            return MATCH_NOTHING


def is_desk_officer(actor: Actor) -> bool:
    """An officer who works on dossiers."""
    return actor.kind is ActorKind.OFFICER and _is_officer_of(actor, actor.agency_code)


def permitted(
    actor: Actor, action: DossierAction, dossier: DossierState, standing_for: DeputisedFor = NOBODY
) -> bool:
    """Whether this person's office allows the action at all, whatever the state of the dossier.

    `standing_for` are the officers whom he stands in for now.
    """
    if action in APPLICANT_ACTIONS_ON_PAPER and _receives_on_paper(actor, dossier):
        return True
    if action in APPLICANT_ACTIONS:
        return actor.kind is ActorKind.CITIZEN and _is_applicant(actor, dossier)
    if actor.kind is not ActorKind.OFFICER:
        return False
    if action is DossierAction.ANSWER_CONSULTATION:
        return _is_consulted(actor, dossier)
    if not may_act_on_assignment(actor, action, dossier, standing_for):
        return False
    if action is DossierAction.COMPLETE_STEP:
        return _may_complete_any(actor, dossier)
    return _is_officer_of(actor, dossier.agency_code) and _office_allows(actor, action)


def allowed_actions(
    actor: Actor, dossier: DossierState, now: datetime, standing_for: DeputisedFor = NOBODY
) -> tuple[DossierAction, ...]:
    """What this person may do to this dossier now."""
    overriding = OfficerRole.LEADER in actor.roles
    return tuple(
        action
        for action in DossierAction
        if permitted(actor, action, dossier, standing_for)
        and is_possible(dossier, action, now, overriding=overriding)
    )


def may_complete(actor: Actor, dossier: DossierState, step: DossierStep) -> bool:
    """An officer of the step's agency and role; a leader may do what the processing officers do."""
    if not _is_officer_of(actor, step.agency_code or dossier.agency_code):
        return False
    leads = step.role is OfficerRole.PROCESSING and OfficerRole.LEADER in actor.roles
    return step.role in actor.roles or leads


def _receives_on_paper(actor: Actor, dossier: DossierState) -> bool:
    """An officer of reception of its agency writes down what the applicant brings to the desk or sends by post."""
    came_on_paper = dossier.channel is not SubmissionChannel.ONLINE
    return came_on_paper and is_receptionist(actor) and actor.agency_code == dossier.agency_code


def _is_applicant(actor: Actor, dossier: DossierState) -> bool:
    return bool(actor.account_id) and actor.account_id in dossier.follower_ids


def _is_officer_of(actor: Actor, agency_code: str) -> bool:
    here = bool(agency_code) and actor.agency_code == agency_code
    return here and actor.kind is ActorKind.OFFICER and bool(DESK_ROLES.intersection(actor.roles))


def _office_allows(actor: Actor, action: DossierAction) -> bool:
    return any(action in ACTIONS_BY_ROLE.get(role, frozenset()) for role in actor.roles)


def _is_consulted(actor: Actor, dossier: DossierState) -> bool:
    answers = bool(CONSULTED_ROLES.intersection(actor.roles))
    return answers and any(_is_officer_of(actor, asked.agency_code) for asked in dossier.open_consultations)


def _may_complete_any(actor: Actor, dossier: DossierState) -> bool:
    """One of the open steps; where none is open, any of them at some time."""
    steps = dossier.open_steps or dossier.steps
    if not steps:
        return _is_officer_of(actor, dossier.agency_code) and _office_allows(
            actor, DossierAction.COMPLETE_STEP
        )
    return any(may_complete(actor, dossier, step) for step in steps)
