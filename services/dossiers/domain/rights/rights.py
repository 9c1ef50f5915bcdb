"""What one caller may do with one dossier: seen, permitted, allowed now. The one rule behind every path."""

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.base import Actor, ActorKind, OfficerRole, RepresentationScope, is_expected
from contracts.catalog import SeparatedActs, SubmissionChannel
from contracts.dossiers import DossierAction, DossierStep
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import SigningPowers
from dossiers.domain.model.action_rules import ACTIONS, Performer, is_possible
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import WhyNot, forbidden, separated
from dossiers.domain.model.responsibility import current_responsibility
from dossiers.domain.model.separation import act_of, act_of_step, excluding
from dossiers.domain.model.signing import signing_roles
from dossiers.domain.model.steps import awaits_acknowledgement
from dossiers.domain.rights.officers import is_officer_of, is_receptionist, is_supervisor
from dossiers.domain.rights.signing_powers import SIGNED, may_sign
from dossiers.domain.rights.visibility import follows, visible

DeputisedFor = frozenset[str]
"""The accounts of the officers for whom somebody may act now (ủy quyền xử lý)."""
NOBODY: DeputisedFor = frozenset()


@dataclass(frozen=True)
class Rights:
    """The rights of a caller in a dossier.

    `deputised_for`: the officers for whom the caller acts now. `powers`: who signs for his agency; None: not known.
    """

    actor: Actor
    dossier: DossierState
    deputised_for: DeputisedFor = NOBODY
    powers: SigningPowers | None = None

    def in_dossier(self, dossier: DossierState) -> "Rights":
        """The same caller's rights in a later state of the dossier."""
        return replace(self, dossier=dossier)

    @property
    def visible(self) -> bool:
        return visible(self.actor, self.dossier)

    def check_visible(self) -> None:
        """Raises NOT_FOUND for a dossier that the caller may not see, as if it did not exist."""
        if not self.visible:
            raise not_found("dossier")

    def check(self, action: DossierAction, expected_version: int) -> None:
        """Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, in this order."""
        self.check_visible()
        if not self.permits(action):
            raise self._refusal(action)
        if not is_expected(expected_version, self.dossier.version):
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.dossier.version)

    def _refusal(self, action: DossierAction) -> ServiceError:
        """Says why an officer of the agency may not take an action that is not permitted; to everybody else nothing."""
        rule, actor = ACTIONS[action], self.actor
        if is_receptionist(actor) and actor.agency_code in self.dossier.passing_agencies:
            return forbidden(WhyNot.PASSED_ON, self.dossier.agency_name or self.dossier.agency_code)
        if rule.performer is Performer.APPLICANT or not is_officer_of(actor, self.dossier.agency_code):
            return forbidden(None)
        if not self._assignment_allows(action):
            return forbidden(WhyNot.IN_OTHER_HANDS)
        pair = self._excluding(action)
        return forbidden(WhyNot.OTHER_ROLE) if pair is None else separated(pair)

    def _excluding(self, action: DossierAction) -> SeparatedActs | None:
        """What the caller has done that excludes an action which his roles allow; None: nothing, or they do not."""
        rule, actor = ACTIONS[action], self.actor
        if rule.performer is Performer.STEP_OFFICE and self.dossier.steps:
            turns = (step for step in self._steps_in_turn if has_role_for(actor, self.dossier, step))
            return next(filter(None, (_excluding(actor, self.dossier, step) for step in turns)), None)
        act = act_of(action)
        roles = signing_roles(self.dossier, rule.roles) if rule.signs else rule.roles
        return excluding(actor, self.dossier, act) if act and roles.intersection(actor.roles) else None

    def permits(self, action: DossierAction) -> bool:
        """Whether the caller's office allows the action at all, whatever the state of the dossier."""
        rule, actor = ACTIONS[action], self.actor
        if (rule.on_paper and self._takes_paper) or (rule.at_receiving_desk and self._is_at_receiving_desk):
            return True
        if rule.performer is Performer.APPLICANT:
            follower = actor.kind is ActorKind.CITIZEN and follows(actor, self.dossier)
            return follower and actor.may(RepresentationScope.FILE)
        if actor.kind is not ActorKind.OFFICER:
            return False
        if rule.performer is Performer.CONSULTED:
            return self._is_consulted and bool(rule.roles.intersection(actor.roles))
        if not self._assignment_allows(action):
            return False
        if rule.performer is Performer.STEP_OFFICE and self.dossier.steps:
            acknowledges = action is DossierAction.ACKNOWLEDGE_STEP
            return self._may_acknowledge_a_step if acknowledges else self._may_complete_a_step
        if not self._is_free_for(action):
            return False
        roles = signing_roles(self.dossier, rule.roles) if rule.signs else rule.roles
        return is_officer_of(actor, self.dossier.agency_code) and bool(roles.intersection(actor.roles))

    def allowed_actions(self, now: datetime) -> tuple[DossierAction, ...]:
        """What the caller may do to the dossier in its present state."""
        overriding = OfficerRole.LEADER in self.actor.roles
        return tuple(
            action
            for action in DossierAction
            if self.permits(action)
            and is_possible(self.dossier, action, now, overriding=overriding)
            and may_sign(self.powers, self.actor, self.dossier.procedure_code, action, now)
        )

    @property
    def permits_a_signature(self) -> bool:
        """Whether the caller's office allows any act that is signed, so that it matters who signs."""
        return any(map(self.permits, SIGNED))

    @property
    def deputised_officer(self) -> str | None:
        """The officer who has the dossier, when the caller has a say in it as his deputy only."""
        holder_id = self.dossier.holder_id
        deputises = holder_id in self.deputised_for and not is_supervisor(self.actor)
        return holder_id if deputises and holder_id != self.actor.account_id else None

    @property
    def _takes_paper(self) -> bool:
        """An officer of reception of its agency, or of the one where it was filed for it, writes down what the applicant
        brings to the desk or sends by post."""
        came_on_paper = self.dossier.channel is not SubmissionChannel.ONLINE
        return (
            came_on_paper
            and is_receptionist(self.actor)
            and self.actor.agency_code in (self.dossier.agency_code, self.dossier.receiving_desk)
        )

    @property
    def _is_at_receiving_desk(self) -> bool:
        return is_receptionist(self.actor) and self.actor.agency_code == self.dossier.receiving_desk

    @property
    def _is_consulted(self) -> bool:
        awaited = self.dossier.open_consultations
        return any(is_officer_of(self.actor, consultation.agency_code) for consultation in awaited)

    @property
    def _steps_in_turn(self) -> tuple[DossierStep, ...]:
        """The open steps; where none is open, all that there are: any of them at some time."""
        return self.dossier.open_steps or self.dossier.steps

    @property
    def _may_complete_a_step(self) -> bool:
        return any(may_complete(self.actor, self.dossier, step) for step in self._steps_in_turn)

    @property
    def _may_acknowledge_a_step(self) -> bool:
        """Of the open steps those that wait for it; where none does, as with completing one."""
        waiting = [step for step in self._steps_in_turn if awaits_acknowledgement(step)]
        return any(has_role_for(self.actor, self.dossier, step) for step in waiting or self._steps_in_turn)

    def _is_free_for(self, action: DossierAction) -> bool:
        """Nothing that the caller has done excludes the action; at once serves only who may do every step of it, which then
        are done by the same act."""
        if action is DossierAction.SERVE_AT_ONCE:
            return all(may_complete(self.actor, self.dossier, step) for step in self.dossier.steps)
        act = act_of(action)
        return act is None or excluding(self.actor, self.dossier, act) is None

    def _assignment_allows(self, action: DossierAction) -> bool:
        """Whether the assignment leaves the action to this officer. It does not bind other agencies' officers."""
        actor, dossier = self.actor, self.dossier
        if actor.agency_code != dossier.agency_code or is_supervisor(actor):
            return True
        if action is DossierAction.CLAIM:
            return self._may_claim
        if not ACTIONS[action].assignee_only:
            return True
        if dossier.holder_id is None:
            return action is not DossierAction.HAND_OVER
        return dossier.holder_id == actor.account_id or dossier.holder_id in self.deputised_for

    @property
    def _may_claim(self) -> bool:
        """By an officer of the role whose turn it is, from no other unit's queue than his own."""
        turn, actor = current_responsibility(self.dossier), self.actor
        unit = self.dossier.assignment.unit if self.dossier.assignment else turn.unit
        return turn.role in actor.roles and (not unit or not actor.unit or unit == actor.unit)


def may_complete(actor: Actor, dossier: DossierState, step: DossierStep) -> bool:
    """By an officer who has the role for it, and has done nothing that excludes it."""
    return has_role_for(actor, dossier, step) and _excluding(actor, dossier, step) is None


def has_role_for(actor: Actor, dossier: DossierState, step: DossierStep) -> bool:
    """An officer of the step's agency and role; a leader may do what the processing officers do."""
    if not is_officer_of(actor, step.agency_code or dossier.agency_code):
        return False
    leads = step.role is OfficerRole.PROCESSING and OfficerRole.LEADER in actor.roles
    return step.role in actor.roles or leads


def _excluding(actor: Actor, dossier: DossierState, step: DossierStep) -> SeparatedActs | None:
    return excluding(actor, dossier, act_of_step(step))
