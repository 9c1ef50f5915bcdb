"""Who may see a dossier and who may do what to it: the one rule behind every path."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.agency_codes import is_within, within_pattern
from contracts.base import Actor, ActorKind, Role
from contracts.catalog import Channel
from contracts.dossiers import Action, Step
from dossiers.domain.assignment import ALONE, Standing, in_right_hands
from dossiers.domain.dossier import Dossier
from dossiers.domain.lifecycle import is_possible

DESK = frozenset({Role.RECEPTION, Role.PROCESSING, Role.LEADER, Role.MANAGER})
"""Roles that work on dossiers; an officer of the catalogue alone sees none."""

NOTHING: dict[str, Any] = {"_id": {"$in": []}}

_PROCESSING = frozenset(
    {
        Action.START_PROCESSING,
        Action.COMPLETE_STEP,
        Action.REQUEST_SUPPLEMENT,
        Action.STOP,
        Action.RESUME,
        Action.ISSUE_RESULT,
        Action.SERVE_AT_ONCE,
        Action.EXTEND,
        Action.REQUEST_CONSULTATION,
        Action.SCHEDULE_VERIFICATION,
        Action.RECORD_VERIFICATION,
        Action.RECORD_ERROR,
        Action.CORRECT_RESULT,
    }
)
_WORKING = frozenset({Action.CLAIM, Action.RELEASE, Action.HAND_OVER})
_OVERSEEING = _WORKING | {Action.ASSIGN}
ACTIONS: Mapping[Role, frozenset[Action]] = {
    Role.RECEPTION: frozenset(
        {
            Action.ACCEPT,
            Action.SERVE_AT_ONCE,
            Action.REFUSE_RECEPTION,
            Action.REQUEST_SUPPLEMENT,
            Action.RETURN_RESULT,
            Action.COMPLETE_STEP,
        }
        | _WORKING
    ),
    Role.PROCESSING: _PROCESSING | _WORKING,
    Role.LEADER: _PROCESSING | _OVERSEEING | {Action.ADOPT_LAW},
    Role.MANAGER: _OVERSEEING,
    Role.CATALOGUE: frozenset(),
}
APPLICANTS_ACTIONS = frozenset({Action.SUPPLEMENT, Action.WITHDRAW, Action.RATE})
TAKEN_AT_DESK = frozenset({Action.SUPPLEMENT, Action.WITHDRAW})
"""What the applicant of a dossier that came on paper may bring or say on paper too."""
ANSWERING = frozenset({Role.PROCESSING, Role.LEADER})
"""Roles that answer for an agency whose opinion was asked for."""


def receives(actor: Actor) -> bool:
    """Whether this officer takes in what is brought to the desk of his agency."""
    return _works_at(actor, actor.agency_code) and Role.RECEPTION in actor.roles


def visible(actor: Actor, dossier: Dossier) -> bool:
    """Who follows it; the officers of the agencies that take part and the systems of those above them; administrators.

    `query` says the same to the database.
    """
    match actor.kind:
        case ActorKind.CITIZEN:
            return _is_applicant(actor, dossier)
        case ActorKind.OFFICER:
            return any(_works_at(actor, agency_code) for agency_code in dossier.agency_codes)
        case ActorKind.SYSTEM if actor.agency_code:
            return any(is_within(agency_code, actor.agency_code) for agency_code in dossier.agency_codes)
        case kind:
            return kind is ActorKind.ADMINISTRATOR


def query(actor: Actor) -> dict[str, Any]:
    """`visible` as a filter on documents."""
    match actor.kind:
        case ActorKind.CITIZEN if actor.account_id:
            return {"follower_ids": actor.account_id}
        case ActorKind.OFFICER if _works_at(actor, actor.agency_code):
            return {"agency_codes": actor.agency_code}
        case ActorKind.SYSTEM if actor.agency_code:
            return {"agency_codes": {"$regex": within_pattern(actor.agency_code)}}
        case ActorKind.ADMINISTRATOR:
            return {}
        case _:
            return NOTHING


def at_the_desk(actor: Actor) -> bool:
    """An officer who works on dossiers."""
    return actor.kind is ActorKind.OFFICER and _works_at(actor, actor.agency_code)


def permitted(actor: Actor, action: Action, dossier: Dossier, standing_for: Standing = ALONE) -> bool:
    """Whether this person's office allows the action at all, whatever the state of the dossier.

    `standing_for` are the officers whom he stands in for now.
    """
    if action in TAKEN_AT_DESK and _takes_paper(actor, dossier):
        return True
    if action in APPLICANTS_ACTIONS:
        return actor.kind is ActorKind.CITIZEN and _is_applicant(actor, dossier)
    if actor.kind is not ActorKind.OFFICER:
        return False
    if action is Action.ANSWER_CONSULTATION:
        return _is_asked(actor, dossier)
    if not in_right_hands(actor, action, dossier, standing_for):
        return False
    if action is Action.COMPLETE_STEP:
        return _may_complete_any(actor, dossier)
    return _works_at(actor, dossier.agency_code) and _office_allows(actor, action)


def allowed_actions(
    actor: Actor, dossier: Dossier, now: datetime, standing_for: Standing = ALONE
) -> tuple[Action, ...]:
    """What this person may do to this dossier now."""
    overriding = Role.LEADER in actor.roles
    return tuple(
        action
        for action in Action
        if permitted(actor, action, dossier, standing_for)
        and is_possible(dossier, action, now, overriding=overriding)
    )


def may_complete(actor: Actor, dossier: Dossier, step: Step) -> bool:
    """An officer of the step's agency and role; a leader may do what the processing officers do."""
    if not _works_at(actor, step.agency_code or dossier.agency_code):
        return False
    leads = step.role is Role.PROCESSING and Role.LEADER in actor.roles
    return step.role in actor.roles or leads


def _takes_paper(actor: Actor, dossier: Dossier) -> bool:
    """An officer of reception of its agency writes down what the applicant brings to the desk or sends by post."""
    came_on_paper = dossier.channel is not Channel.ONLINE
    return came_on_paper and receives(actor) and actor.agency_code == dossier.agency_code


def _is_applicant(actor: Actor, dossier: Dossier) -> bool:
    return bool(actor.account_id) and actor.account_id in dossier.follower_ids


def _works_at(actor: Actor, agency_code: str) -> bool:
    here = bool(agency_code) and actor.agency_code == agency_code
    return here and actor.kind is ActorKind.OFFICER and bool(DESK.intersection(actor.roles))


def _office_allows(actor: Actor, action: Action) -> bool:
    return any(action in ACTIONS.get(role, frozenset()) for role in actor.roles)


def _is_asked(actor: Actor, dossier: Dossier) -> bool:
    answers = bool(ANSWERING.intersection(actor.roles))
    return answers and any(_works_at(actor, asked.agency_code) for asked in dossier.open_consultations)


def _may_complete_any(actor: Actor, dossier: Dossier) -> bool:
    """One of the open steps; where none is open, any of them at some time."""
    steps = dossier.open_steps or dossier.steps
    if not steps:
        return _works_at(actor, dossier.agency_code) and _office_allows(actor, Action.COMPLETE_STEP)
    return any(may_complete(actor, dossier, step) for step in steps)
