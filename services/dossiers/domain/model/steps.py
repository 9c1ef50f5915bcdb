"""The steps of the internal process (quy trình nội bộ): side by side or one after another, each in its time."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from contracts.catalog import WorkflowStep
from contracts.dossiers import DossierStep
from contracts.working_time import add_minutes
from dossiers.domain.model.law import Law


def steps_of(
    law: Law, case_code: str | None, agency_code: str, agency_names: Mapping[str, str] | None = None
) -> tuple[DossierStep, ...]:
    """The steps of this case. Without orders in the law they come one after another as listed.

    `agency_names`: by code, of other agencies than the dossier's.
    """
    names = agency_names or {}
    listed = [step for step in law.procedure.steps if step.case_code in (None, case_code)]
    ordered = any(step.order for step in listed)
    return tuple(
        _step(step, step.order if ordered else place, law.step_agencies.get(step.code), agency_code, names)
        for place, step in enumerate(listed, start=1)
    )


def is_open(step: DossierStep) -> bool:
    return step.started_at is not None and step.completed_at is None


def start_due_steps(steps: tuple[DossierStep, ...], now: datetime, law: Law) -> tuple[DossierStep, ...]:
    """Start the steps whose turn it is: those of the lowest order that is not complete.

    Raises CALENDAR_INCOMPLETE.
    """
    turn = min((step.order for step in steps if step.completed_at is None), default=None)
    return tuple(
        _started(step, now, law) if step.order == turn and step.started_at is None else step for step in steps
    )


def senders(steps: Iterable[DossierStep], to: DossierStep) -> tuple[str | None, ...]:
    """The agencies that a step comes from: those of the order before it; None is the dossier's own, as where there is no
    order before."""
    before = [step for step in steps if step.order < to.order]
    last = max((step.order for step in before), default=None)
    return tuple(dict.fromkeys(step.agency_code for step in before if step.order == last)) or (None,)


def awaits_acknowledgement(step: DossierStep) -> bool:
    """Whether another agency of a group waits for a word that the step has come."""
    return step.acknowledge_until is not None and step.acknowledged_at is None and step.completed_at is None


def acknowledged(step: DossierStep, at: datetime, officer_id: str | None) -> DossierStep:
    """Once; whoever completes a step has acknowledged it."""
    if step.acknowledge_until is None or step.acknowledged_at is not None:
        return step
    return step.model_copy(update={"acknowledged_at": at, "acknowledged_by": officer_id})


def _started(step: DossierStep, now: datetime, law: Law) -> DossierStep:
    due_at = add_minutes(law.calendar, now, math.ceil(step.hours * 60)) if step.hours else None
    return step.model_copy(update={"started_at": now, "due_at": due_at})


def _step(
    step: WorkflowStep, order: int, agency_code: str | None, own: str, names: Mapping[str, str]
) -> DossierStep:
    other = None if agency_code == own else agency_code
    return DossierStep(
        code=step.code,
        name=step.name,
        role=step.role,
        hours=step.hours,
        unit=step.unit,
        order=order,
        agency_code=other,
        agency_name=names.get(other) if other else None,
        result_code=step.result_code,
    )
