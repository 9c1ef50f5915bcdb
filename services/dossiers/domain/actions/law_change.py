"""Moving a running dossier to the law of today: an explicit, logged step."""

from typing import Any

from contracts import dossiers as contract
from contracts.dossiers import AdoptLaw, ClockCause, ClockMoveKind, DossierAction
from dossiers.domain.actions.reception import supplement_until, terms_of
from dossiers.domain.clock.interlinked import interlinked_terms
from dossiers.domain.clock.moves import apply_clock_moves, clock_move
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard, guard_failed, invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import steps_of
from dossiers.domain.working_time import local


def adopt_law(dossier: DossierState, request: AdoptLaw, context: ActionContext) -> Transition:
    """`context.law` is the law of today. All that moved the clock is counted again under it, from reception on.

    Steps that have begun run to their end; where none has, the new process begins.
    """
    check_possible(dossier, DossierAction.ADOPT_LAW, context.now)
    _check_adoptable(dossier, request, context)
    law_changed = clock_move(ClockMoveKind.LAW_CHANGED, ClockCause.LAW, context)
    return Transition(dossier).record(
        contract.LAW_ADOPTED,
        payload={"note": request.reason},
        **_bound(dossier, context.law),
        **apply_clock_moves(dossier, context, law_changed),
    )


def _check_adoptable(dossier: DossierState, request: AdoptLaw, context: ActionContext) -> None:
    if context.law_id == dossier.law_id:
        raise guard_failed(DossierAction.ADOPT_LAW, Guard.LAW_UNCHANGED)
    _check_transition(dossier, request, context)
    cases = {case.code for case in context.law.procedure.cases}
    if dossier.case_code is not None and dossier.case_code not in cases:
        raise guard_failed(DossierAction.ADOPT_LAW, Guard.CASE_GONE)


def _check_transition(dossier: DossierState, request: AdoptLaw, context: ActionContext) -> None:
    """What was filed before the day of a group's rules is moved to them when the applicant asks (NĐ 301/2026 art 18.1)."""
    group = interlinked_terms(context.law)
    if group is None or group.valid_from is None or request.requested_by_applicant:
        return
    if local(dossier.submitted_at).date() < group.valid_from:
        raise invalid_field(
            "/requested_by_applicant", "required", "Only the applicant may ask for the new rules."
        )


def _bound(dossier: DossierState, law: Law) -> dict[str, Any]:
    begun = any(step.started_at for step in dossier.steps)
    received_at = dossier.received_at
    return {
        "procedure_name": law.procedure.name,
        "procedure_version": law.procedure.version,
        "regime_id": law.regime.regime_id,
        "terms": terms_of(law.regime),
        "supplement_until": None if received_at is None else supplement_until(received_at, law),
        "steps": dossier.steps if begun else steps_of(law, dossier.case_code, dossier.agency_code),
    }
