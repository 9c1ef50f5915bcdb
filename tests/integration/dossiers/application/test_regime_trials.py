"""A trial of a regime as work of its own: started, counted on in batches, read back."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.dossiers.office import LocalOffice, received
from tests.support.dossiers.samples import AGENCY, regime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.timers import Timer
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import RegimeTrialJob
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day
from dossiers.application import regime_trials

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
LEADER = Actor(kind=ActorKind.OFFICER, account_id="leader-1", agency_code=AGENCY, roles=(OfficerRole.LEADER,))


def started(office: LocalOffice, actor: Actor = ADMINISTRATOR, **changes: Any) -> RegimeTrialJob:
    today = local_day(utcnow())
    fields: dict[str, Any] = {
        "draft_id": new_id(),
        "draft_revision": 3,
        "regime": regime(working_days_end="day").model_dump(),
        "agency_code": AGENCY,
        "from_day": today,
        "to_day": today,
    }
    job: RegimeTrialJob = office.call("start_regime_trial", actor, **{**fields, **changes})
    return job


def counted_on(office: LocalOffice, job: RegimeTrialJob) -> RegimeTrialJob:
    """After one run of the trial's timer."""
    timer = Timer(regime_trials.TRIAL_TIMER, job.trial_id, utcnow(), {}, 1)
    regime_trials.count_on(office.deps, timer, Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers")))
    after: RegimeTrialJob = office.call("get_regime_trial", ADMINISTRATOR, trial_id=job.trial_id)
    return after


def test_a_trial_goes_on_batch_by_batch_and_counts_each_dossier_once(
    office: LocalOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regime_trials, "BATCH", 1)
    received(office)
    received(office)
    job = started(office)
    assert job.dossiers >= 2
    assert (job.result.tried, job.finished_at, job.started_by) == (0, None, "admin-1")
    assert (
        office.database.timers.count_documents({"kind": regime_trials.TRIAL_TIMER, "key": job.trial_id}) == 1
    )
    one = counted_on(office, job)
    assert (one.result.tried, one.result.more, one.finished_at) == (1, True, None)
    done = one
    while done.finished_at is None:
        done = counted_on(office, done)
    result = done.result
    assert (result.tried, result.more) == (job.dossiers, False)
    assert result.unchanged + result.earlier + result.later + result.without_due_date == result.tried
    assert counted_on(office, done) == done
    listed = office.call("list_regime_trials", ADMINISTRATOR, draft_id=job.draft_id)
    assert listed.items == (done,)


def test_a_time_without_dossiers_is_finished_at_once(office: LocalOffice) -> None:
    day = local_day(utcnow()) - timedelta(days=300)
    done = counted_on(office, started(office, from_day=day, to_day=day))
    assert (done.dossiers, done.result.tried, done.finished_at is None) == (0, 0, False)


def test_only_who_writes_regimes_tries_them(office: LocalOffice) -> None:
    for call in (
        lambda: started(office, LEADER),
        lambda: office.call("get_regime_trial", LEADER, trial_id="nobody"),
        lambda: office.call("list_regime_trials", LEADER, draft_id="nobody"),
    ):
        with pytest.raises(ServiceError) as refusal:
            call()
        assert refusal.value.code is ErrorCode.FORBIDDEN
    with pytest.raises(ServiceError) as refusal:
        started(office, to_day=local_day(utcnow()) - timedelta(days=1))
    assert refusal.value.errors[0].pointer == "/to_day"
