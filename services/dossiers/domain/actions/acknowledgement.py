"""Xác nhận tiếp nhận: the next agency of a group says that a step has come to it (NĐ 63/2024/NĐ-CP art 7.4)."""

from contracts import dossiers as contract
from contracts.dossiers import AcknowledgeStep, DossierAction
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import acknowledged, awaits_acknowledgement
from dossiers.domain.rights.rights import has_role_for


def acknowledge_step(dossier: DossierState, request: AcknowledgeStep, context: ActionContext) -> Transition:
    """By an officer of the agency and role of the step; it ends the time for it."""
    check_possible(dossier, DossierAction.ACKNOWLEDGE_STEP, context.now)
    step = next((step for step in dossier.open_steps if step.code == request.step_code), None)
    if step is None or not awaits_acknowledgement(step):
        raise guard_failed(DossierAction.ACKNOWLEDGE_STEP, Guard.NOTHING_TO_ACKNOWLEDGE)
    if not has_role_for(context.actor, dossier, step):
        raise ServiceError(ErrorCode.FORBIDDEN)
    after = acknowledged(step, context.now, context.actor.account_id)
    return Transition(dossier).record(
        contract.STEP_ACKNOWLEDGED,
        payload={"step_code": step.code, "step_name": step.name},
        steps=tuple(after if each == step else each for each in dossier.steps),
    )
