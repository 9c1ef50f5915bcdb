"""The steps of a group of interlinked procedures: what passes from one agency to the next, and until when."""

from datetime import datetime

from contracts.dossiers import DossierStep
from dossiers.domain.clock.interlinked import acknowledged_until, interlinked_terms, synchronised_until
from dossiers.domain.model import steps as process
from dossiers.domain.model.law import Law
from dossiers.domain.model.steps import senders


def start_due_steps(steps: tuple[DossierStep, ...], now: datetime, law: Law) -> tuple[DossierStep, ...]:
    """As of any process; what comes from another agency of a group is acknowledged in time (63.7.4). Raises
    CALENDAR_INCOMPLETE."""
    begun = process.start_due_steps(steps, now, law)
    return tuple(
        after if after == before else _sent(begun, after, now, law)
        for before, after in zip(steps, begun, strict=True)
    )


def finished(step: DossierStep, finished_at: datetime, law: Law) -> DossierStep:
    """A step of a group that has yielded a result, with the time until which the next agencies know it (63.7.4)."""
    group = interlinked_terms(law)
    if group is None or step.result_code is None:
        return step
    until = synchronised_until(finished_at, group)
    return step.model_copy(update={"finished_at": finished_at, "synchronise_until": until})


def _sent(steps: tuple[DossierStep, ...], step: DossierStep, now: datetime, law: Law) -> DossierStep:
    group = interlinked_terms(law)
    if group is None or set(senders(steps, step)) == {step.agency_code}:
        return step
    return step.model_copy(update={"acknowledge_until": acknowledged_until(now, law.calendar, group)})
