"""How far a dossier has come."""

import pytest
from tests.support.dossiers.samples import accepted, action_context, submitted

from contracts.dossiers import DossierStatus
from dossiers.domain.model.completion import completion
from dossiers.domain.model.dossier import DossierState


def with_steps_done(dossier: DossierState, count: int) -> DossierState:
    now = action_context("2026-04-21 09:00").now
    steps = tuple(
        step.model_copy(update={"completed_at": now}) if place < count else step
        for place, step in enumerate(dossier.steps)
    )
    return dossier.model_copy(update={"steps": steps, "status": DossierStatus.PROCESSING})


def test_nothing_is_done_before_reception() -> None:
    assert completion(submitted()) == 0


@pytest.mark.parametrize(("done", "percent"), [(0, 10), (1, 36), (2, 63)])
def test_the_steps_bring_it_on(done: int, percent: int) -> None:
    assert completion(with_steps_done(accepted(), done)) == percent


@pytest.mark.parametrize(
    "status", [DossierStatus.SUPPLEMENT_REQUESTED, DossierStatus.PAYMENT_DUE, DossierStatus.STOPPED]
)
def test_a_wait_does_not_show(status: DossierStatus) -> None:
    dossier = with_steps_done(accepted(), 1)
    assert completion(dossier.model_copy(update={"status": status})) == completion(dossier)


@pytest.mark.parametrize(
    ("status", "percent"),
    [(DossierStatus.PROCESSED, 90), (DossierStatus.RETURNED, 100), (DossierStatus.WITHDRAWN, 100)],
)
def test_the_end_is_told(status: DossierStatus, percent: int) -> None:
    assert completion(accepted().model_copy(update={"status": status})) == percent
