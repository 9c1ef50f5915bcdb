"""What waits to be told, and the tries: every change of a row and of its timer in one transaction."""

from dataclasses import dataclass
from datetime import timedelta

from chassis.core.context import Context
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync
from contracts.dossiers import DossierEvent
from contracts.events import AnyEvent
from contracts.sync import PushState
from sync.application.pushes.delivery import DeliveryProgress
from sync.domain.pushes import push
from sync.domain.pushes.push import PushBackoff, PushRow
from sync.repository.pushes import PushRepository
from sync.settings import SyncSettings

PUSH = "sync.push"
"""The kind of the timer, keyed by dossier."""


@dataclass(frozen=True)
class PushQueue:
    store: Store
    settings: SyncSettings

    def enqueue(self, uow: UnitOfWork, event: AnyEvent) -> None:
        """A dossier has changed. One that has no code yet has nothing to be told by."""
        told: DossierEvent = event.payload
        if told.code is None:
            return
        before = rows_of(uow).find(told.dossier_id)
        after = _changed(before, event, uow)
        if after is None or after is before:
            return
        rows_of(uow).put(after)
        if before is None or before.state is not PushState.WAITING:
            uow.schedule(PUSH, after.dossier_id, uow.now, {})

    def begin(self, dossier_id: str, context: Context) -> PushRow | None:
        """The row of a try that runs now; None when nothing is left to tell."""

        def work(uow: UnitOfWork) -> PushRow | None:
            row = rows_of(uow).find(dossier_id)
            if row is None or row.state is not PushState.WAITING:
                return None
            running = push.started(row, uow.now)
            rows_of(uow).put(running)
            return running

        return self.store.transaction(context, work)

    def acknowledge(self, dossier_id: str, version: int, journey: DeliveryProgress, context: Context) -> None:
        """Raises Again when the dossier has changed meanwhile."""

        def work(uow: UnitOfWork) -> PushRow:
            arrived = push.with_delivered(rows_of(uow).get(dossier_id), journey.known, journey.told_version)
            row = push.acknowledged(arrived, version, journey.words, uow.now)
            rows_of(uow).put(row)
            said = push.view(row).model_copy(update={"last_answer": None})
            uow.record_event(sync.DOSSIER_PUSHED, f"push-{dossier_id}", row.log_version, said)
            return row

        _run_again_if_waiting(self.store.transaction(context, work))

    def postpone(self, dossier_id: str, journey: DeliveryProgress, words: str, context: Context) -> None:
        """Raises Again unless it was given up."""
        patience = PushBackoff(
            timedelta(seconds=self.settings.portal_retry_s), timedelta(hours=self.settings.portal_patience_h)
        )

        def work(uow: UnitOfWork) -> PushRow:
            row = push.with_delivered(rows_of(uow).get(dossier_id), journey.known, journey.told_version)
            after = push.postponed(row, words, patience, uow.now)
            rows_of(uow).put(after)
            return after

        _run_again_if_waiting(self.store.transaction(context, work))

    def refuse(
        self, dossier_id: str, version: int, journey: DeliveryProgress, words: str, context: Context
    ) -> None:
        """Raises Again when the dossier has changed meanwhile: what was wrong may be right now."""

        def work(uow: UnitOfWork) -> PushRow:
            row = push.with_delivered(rows_of(uow).get(dossier_id), journey.known, journey.told_version)
            after = push.refused(row, words, uow.now)
            if row.wanted_version > version or row.touched:
                after = push.restarted(after, uow.now)
            rows_of(uow).put(after)
            return after

        _run_again_if_waiting(self.store.transaction(context, work))


def _changed(row: PushRow | None, event: AnyEvent, uow: UnitOfWork) -> PushRow | None:
    """An event of what stands beside the dossier has a version of its own: it says only that something changed."""
    told: DossierEvent = event.payload
    if event.aggregate_id != told.dossier_id:
        return None if row is None else push.related_changed(row, uow.now)
    return push.dossier_changed(
        row, told.dossier_id, told.code or "", told.agency_code, event.aggregate_version, uow.now
    )


def rows_of(uow: UnitOfWork) -> PushRepository:
    return PushRepository(uow.database, uow.session)


def _run_again_if_waiting(row: PushRow) -> None:
    if row.state is PushState.WAITING:
        raise RunAgainAt(row.next_try_at or row.changed_at)
