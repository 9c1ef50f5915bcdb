"""What waits to be told, and the tries: every change of a row and of its timer in one transaction."""

from dataclasses import dataclass
from datetime import timedelta

from chassis.context import Context
from chassis.store import Store
from chassis.timers import Again
from chassis.unit import Unit
from contracts import sync
from contracts.dossiers import DossierEvent
from contracts.events import AnyEvent
from contracts.sync import PushState
from sync.domain import pushes
from sync.domain.pushes import Patience, PushRow
from sync.pushing.carrying import Journey
from sync.repository.pushes import PushRepository
from sync.settings import SyncSettings

PUSH = "sync.push"
"""The kind of the timer, keyed by dossier."""


@dataclass(frozen=True)
class PushQueue:
    store: Store
    settings: SyncSettings

    def want(self, unit: Unit, event: AnyEvent) -> None:
        """A dossier has changed. One that has no code yet has nothing to be told by."""
        told: DossierEvent = event.payload
        if told.code is None:
            return
        before = rows_of(unit).find(told.dossier_id)
        after = _changed(before, event, unit)
        if after is None or after is before:
            return
        rows_of(unit).put(after)
        if before is None or before.state is not PushState.WAITING:
            unit.schedule(PUSH, after.dossier_id, unit.now, {})

    def begin(self, dossier_id: str, context: Context) -> PushRow | None:
        """The row of a try that runs now; None when nothing is left to tell."""

        def work(unit: Unit) -> PushRow | None:
            row = rows_of(unit).find(dossier_id)
            if row is None or row.state is not PushState.WAITING:
                return None
            running = pushes.begun(row, unit.now)
            rows_of(unit).put(running)
            return running

        return self.store.transaction(context, work)

    def acknowledge(self, dossier_id: str, version: int, journey: Journey, context: Context) -> None:
        """Raises Again when the dossier has changed meanwhile."""

        def work(unit: Unit) -> PushRow:
            arrived = pushes.told(rows_of(unit).get(dossier_id), journey.known, journey.told_version)
            row = pushes.acknowledged(arrived, version, journey.words, unit.now)
            rows_of(unit).put(row)
            said = pushes.view(row).model_copy(update={"last_answer": None})
            unit.append(sync.DOSSIER_PUSHED, f"push-{dossier_id}", row.log_version, said)
            return row

        _go_on(self.store.transaction(context, work))

    def put_off(self, dossier_id: str, journey: Journey, words: str, context: Context) -> None:
        """Raises Again unless it was given up."""
        patience = Patience(
            timedelta(seconds=self.settings.portal_retry_s), timedelta(hours=self.settings.portal_patience_h)
        )

        def work(unit: Unit) -> PushRow:
            row = pushes.told(rows_of(unit).get(dossier_id), journey.known, journey.told_version)
            after = pushes.put_off(row, words, patience, unit.now)
            rows_of(unit).put(after)
            return after

        _go_on(self.store.transaction(context, work))

    def refuse(self, dossier_id: str, version: int, journey: Journey, words: str, context: Context) -> None:
        """Raises Again when the dossier has changed meanwhile: what was wrong may be right now."""

        def work(unit: Unit) -> PushRow:
            row = pushes.told(rows_of(unit).get(dossier_id), journey.known, journey.told_version)
            after = pushes.refused(row, words, unit.now)
            if row.wanted_version > version or row.touched:
                after = pushes.again(after, unit.now)
            rows_of(unit).put(after)
            return after

        _go_on(self.store.transaction(context, work))


def _changed(row: PushRow | None, event: AnyEvent, unit: Unit) -> PushRow | None:
    """An event of what stands beside the dossier has a version of its own: it says only that something changed."""
    told: DossierEvent = event.payload
    if event.aggregate_id != told.dossier_id:
        return None if row is None else pushes.touched(row, unit.now)
    return pushes.wanted(
        row, told.dossier_id, told.code or "", told.agency_code, event.aggregate_version, unit.now
    )


def rows_of(unit: Unit) -> PushRepository:
    return PushRepository(unit.database, unit.session)


def _go_on(row: PushRow) -> None:
    if row.state is PushState.WAITING:
        raise Again(row.next_try_at or row.changed_at)
