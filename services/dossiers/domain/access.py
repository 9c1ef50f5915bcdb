"""Who may see a dossier and who may do what to it: the one rule behind every path."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.base import Actor, ActorKind, Role
from contracts.dossiers import Action
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
    }
)
_WORKING = frozenset({Action.CLAIM, Action.RELEASE, Action.HAND_OVER})
_OVERSEEING = _WORKING | {Action.ASSIGN}
ACTIONS: Mapping[Role, frozenset[Action]] = {
    Role.RECEPTION: frozenset(
        {
            Action.ACCEPT,
            Action.REFUSE_RECEPTION,
            Action.REQUEST_SUPPLEMENT,
            Action.RETURN_RESULT,
            Action.COMPLETE_STEP,
        }
        | _WORKING
    ),
    Role.PROCESSING: _PROCESSING | _WORKING,
    Role.LEADER: _PROCESSING | _OVERSEEING,
    Role.MANAGER: _OVERSEEING,
    Role.CATALOGUE: frozenset(),
}
APPLICANTS_ACTIONS = frozenset({Action.SUPPLEMENT, Action.WITHDRAW, Action.RATE})


def visible(actor: Actor, dossier: Dossier) -> bool:
    """Who follows it; the officers of the agencies that take part; administrators.

    `query` says the same to the database.
    """
    match actor.kind:
        case ActorKind.CITIZEN:
            return _is_applicant(actor, dossier)
        case ActorKind.OFFICER:
            return any(_works_at(actor, agency_code) for agency_code in dossier.agency_codes)
        case kind:
            return kind is ActorKind.ADMINISTRATOR


def query(actor: Actor) -> dict[str, Any]:
    """`visible` as a filter on documents."""
    match actor.kind:
        case ActorKind.CITIZEN if actor.account_id:
            return {"follower_ids": actor.account_id}
        case ActorKind.OFFICER if _works_at(actor, actor.agency_code):
            return {"agency_codes": actor.agency_code}
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
    if action in APPLICANTS_ACTIONS:
        return actor.kind is ActorKind.CITIZEN and _is_applicant(actor, dossier)
    if actor.kind is not ActorKind.OFFICER or not _works_at(actor, dossier.agency_code):
        return False
    return (
        any(action in ACTIONS[role] for role in actor.roles)
        and (action is not Action.COMPLETE_STEP or _may_complete(actor, dossier))
        and in_right_hands(actor, action, dossier, standing_for)
    )


def allowed_actions(
    actor: Actor, dossier: Dossier, now: datetime, standing_for: Standing = ALONE
) -> tuple[Action, ...]:
    """What this person may do to this dossier now."""
    return tuple(
        action
        for action in Action
        if permitted(actor, action, dossier, standing_for) and is_possible(dossier, action, now)
    )


def _is_applicant(actor: Actor, dossier: Dossier) -> bool:
    return bool(actor.account_id) and actor.account_id in dossier.follower_ids


def _works_at(actor: Actor, agency_code: str) -> bool:
    return bool(agency_code) and actor.agency_code == agency_code and bool(DESK.intersection(actor.roles))


def _may_complete(actor: Actor, dossier: Dossier) -> bool:
    """An officer of the step's role; a leader may do what the processing officers do."""
    step = dossier.next_step
    if step is None or step.role in actor.roles:
        return True
    return step.role is Role.PROCESSING and Role.LEADER in actor.roles
