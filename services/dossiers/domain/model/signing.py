"""Ký ban hành kết quả: who signs a result, and what must have been done before.

A result is the last act of the approved internal process (quy trình nội bộ, TT 01/2018/TT-VPCP art 8): an approval needs
every step of it, a refusal those before the signature. Where the process names a step of a leader, the result is signed
by a leader; that different people receive and sign is in `separation`. What is served at once is one act of one officer
(NĐ 61/2018/NĐ-CP art 17.4), who may do every step of it.
"""

from collections.abc import Iterator
from datetime import datetime

from contracts.base import OfficerRole
from contracts.dossiers import DossierResult, DossierStatus, DossierStep, ResultOutcome
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard

STOPPED = DossierStatus.STOPPED


def signature_steps(dossier: DossierState) -> tuple[DossierStep, ...]:
    """The steps that a leader of the dossier's own agency takes."""
    own = (None, dossier.agency_code)
    return tuple(
        step for step in dossier.steps if step.role is OfficerRole.LEADER and step.agency_code in own
    )


def signing_roles(dossier: DossierState, roles: frozenset[OfficerRole]) -> frozenset[OfficerRole]:
    """Who signs: leaders where the process names a step of a leader, else the officers of these roles."""
    return frozenset({OfficerRole.LEADER}) if signature_steps(dossier) else roles


def possible_outcomes(dossier: DossierState, now: datetime) -> tuple[ResultOutcome, ...]:
    """The outcomes that a result may have now."""
    return tuple(outcome for outcome in ResultOutcome if unmet_for(dossier, outcome, now) is None)


def unmet_for_any(dossier: DossierState, now: datetime) -> Guard | None:
    """What a result of any outcome lacks; None when one of them is possible."""
    if possible_outcomes(dossier, now):
        return None
    return unmet_for(dossier, ResultOutcome.APPROVED, now)


def unmet_for(dossier: DossierState, outcome: ResultOutcome, now: datetime) -> Guard | None:
    """What a result of this outcome lacks.

    A stopped dossier may be refused for what stopped it, and approved only after it has been resumed.
    """
    if outcome is ResultOutcome.REFUSED and dossier.status is STOPPED:
        return None
    return next(_unmet(dossier, outcome, now), None)


def unmet_for_correction(dossier: DossierState, _: datetime) -> Guard | None:
    """What any correction lacks: it gives an approval, which only a process that is done or an approval before it allows."""
    approved = any(result.outcome is ResultOutcome.APPROVED for result in dossier.results)
    return None if approved or _process_is_done(dossier) else Guard.STEPS_OPEN


def may_take_the_place_of(dossier: DossierState, wrong: DossierResult | None) -> bool:
    """Whether an approval may take the place of this result: of a refusal only where the process is done."""
    return _process_is_done(dossier) or (wrong is not None and wrong.outcome is ResultOutcome.APPROVED)


def _process_is_done(dossier: DossierState) -> bool:
    return all(step.completed_at is not None for step in dossier.steps)


def _unmet(dossier: DossierState, outcome: ResultOutcome, now: datetime) -> Iterator[Guard]:
    if dossier.status is STOPPED:
        yield Guard.STOPPED
    if outcome is ResultOutcome.APPROVED and dossier.has_unpaid_fee:
        yield Guard.FEE_UNPAID
    if outcome is ResultOutcome.APPROVED and dossier.awaited_consent is not None:
        yield Guard.CONSENT_AWAITED
    if any(step.completed_at is None for step in _steps_before(dossier, outcome)):
        yield Guard.STEPS_OPEN
    if any(now <= consultation.due_at for consultation in dossier.open_consultations):
        yield Guard.CONSULTATION_OPEN
    if any(verification.attendance for verification in dossier.open_verifications):
        yield Guard.VERIFICATION_OPEN


def _steps_before(dossier: DossierState, outcome: ResultOutcome) -> tuple[DossierStep, ...]:
    """All steps before an approval; before a refusal those that lead to the first signature."""
    signature = min((step.order for step in signature_steps(dossier)), default=None)
    if outcome is ResultOutcome.APPROVED or signature is None:
        return dossier.steps
    return tuple(step for step in dossier.steps if step.order < signature)
