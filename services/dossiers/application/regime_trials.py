"""Trials of regimes as work of their own: started, counted on batch by batch, read back."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Actor, Page
from contracts.dossiers import (
    GetRegimeTrial,
    ListRegimeTrials,
    RegimeTrialJob,
    StartRegimeTrial,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.queries.regime_trial import WRITERS
from dossiers.domain.clock.trial import NOTHING_TRIED, added_up, regime_trial, tried
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository import DossierRepository
from dossiers.repository.regime_trials import RegimeTrialRepository, StoredTrial
from dossiers.repository.register import RegisterPeriod, RegisterRepository

TRIAL_TIMER = "dossiers.regime_trial"
"""Kind of the timer that counts the next dossiers of a trial."""
BATCH = 200


def start_regime_trial(deps: Dependencies, request: StartRegimeTrial, context: Context) -> RegimeTrialJob:
    """Raises FORBIDDEN, INVALID_REQUEST for a time that ends before it begins."""
    _require_writer(context.actor)
    if request.to_day < request.from_day:
        raise invalid_field("/to_day", "backwards", "The end is before the beginning.")
    period = RegisterPeriod(request.agency_code, request.from_day, request.to_day)
    dossiers = deps.store.repository(RegisterRepository).count(period)

    def work(uow: UnitOfWork) -> RegimeTrialJob:
        job = RegimeTrialJob(
            trial_id=new_id(),
            draft_id=request.draft_id,
            draft_revision=request.draft_revision,
            agency_code=request.agency_code,
            from_day=request.from_day,
            to_day=request.to_day,
            started_at=uow.now,
            started_by=context.actor.account_id or "",
            dossiers=dossiers,
            result=NOTHING_TRIED,
        )
        uow.repository(RegimeTrialRepository).save(StoredTrial(job, request.regime))
        uow.schedule(TRIAL_TIMER, job.trial_id, uow.now, {})
        return job

    return deps.store.run_idempotent(contract.start_regime_trial, request, context, work)


def get_regime_trial(deps: Dependencies, request: GetRegimeTrial, context: Context) -> RegimeTrialJob:
    """Raises FORBIDDEN, NOT_FOUND."""
    _require_writer(context.actor)
    return deps.store.repository(RegimeTrialRepository).get(request.trial_id).job


def list_regime_trials(
    deps: Dependencies, request: ListRegimeTrials, context: Context
) -> Page[RegimeTrialJob]:
    """Raises FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    _require_writer(context.actor)
    selection = {"draft_id": request.draft_id}
    last = position_of(request.cursor, selection, str)
    trials = deps.store.repository(RegimeTrialRepository)
    return page(
        Page[RegimeTrialJob],
        trials.newest(request.draft_id, last and last[1], request.limit + 1),
        request.limit,
        key=lambda job: (job.trial_id, job.trial_id),
        filter=selection,
    )


def count_on(deps: Dependencies, timer: Timer, context: Context) -> None:
    """Work of the timer `TRIAL_TIMER`: the next dossiers in the order of reception. May be repeated: what was counted and
    the place are written together."""
    trial = deps.store.repository(RegimeTrialRepository).get(timer.key)
    if trial.job.finished_at is not None:
        return
    period = RegisterPeriod(trial.job.agency_code, trial.job.from_day, trial.job.to_day)
    places = deps.store.repository(RegisterRepository).places(period, trial.position, BATCH)
    found = deps.store.repository(DossierRepository).find_all(dossier_id for _, dossier_id in places)
    dossiers = (found[dossier_id] for _, dossier_id in places if dossier_id in found)
    rows = [tried(dossier, deps.laws.of(dossier), trial.regime) for dossier in dossiers]
    more = len(places) == BATCH
    result = added_up(trial.job.result, regime_trial(rows, utcnow(), more=more))

    def work(uow: UnitOfWork) -> None:
        job = trial.job.model_copy(update={"result": result, "finished_at": None if more else uow.now})
        uow.repository(RegimeTrialRepository).save(
            trial.moved_on(job, places[-1] if places else trial.position)
        )
        if more:
            uow.schedule(TRIAL_TIMER, job.trial_id, uow.now, {})

    deps.store.transaction(context, work)


def _require_writer(actor: Actor) -> None:
    if actor.kind not in WRITERS:
        raise ServiceError(ErrorCode.FORBIDDEN)
