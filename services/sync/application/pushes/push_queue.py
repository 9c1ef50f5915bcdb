"""Queue of pushes: every change of a push and of its timer in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chassis.core.backoff import Backoff
from chassis.core.context import Context
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync, topology
from contracts.dossiers import DossierEvent
from contracts.events import AnyEvent, EventType
from contracts.sync import PortalPush, PushState
from sync.application.pushes.delivery import DeliveryProgress
from sync.domain.pushes import push
from sync.domain.pushes.push import PushRow
from sync.repository.pushes import PushRepository
from sync.settings import SyncSettings

PUSH = "sync.push"
"""The kind of the timer, keyed by dossier."""

LONGEST_PAUSE_S = 1800.0
"""Between two attempts while the portal is away."""


@dataclass(frozen=True)
class PushQueue:
    """All its methods may block on the database.

    The end of an attempt and the timer of the next are one transaction: whoever takes over from a process that died after it
    need not wait for the end of its lease.
    """

    store: Store
    settings: SyncSettings

    def follow(self, received: Sequence[ReceivedEvent]) -> None:
        """Dossiers have changed. Those without a code are left out: the portal knows dossiers by their code."""
        known = [each for each in received if each.event.payload.code is not None]
        if known:
            self.store.handle_batch_once(
                topology.SYNC_DOSSIERS, known, lambda uow, new: self.enqueue(uow, [event for event, _ in new])
            )

    def enqueue(self, uow: UnitOfWork, events: Sequence[AnyEvent]) -> None:
        """Of dossiers with a code."""
        pushes = uow.repository(PushRepository)
        before = pushes.find_all({event.payload.dossier_id for event in events})
        after = dict(before)
        for event in events:
            dossier_id = event.payload.dossier_id
            changed = _changed(after.get(dossier_id), event, uow)
            if changed is not None:
                after[dossier_id] = changed
        newer = [row for row in after.values() if row is not before.get(row.dossier_id)]
        pushes.put_all(newer)
        for row in newer:
            known = before.get(row.dossier_id)
            if known is None or known.state is not PushState.WAITING:
                uow.schedule(PUSH, row.dossier_id, uow.now, {})

    def begin(self, dossier_id: str, context: Context) -> PushRow | None:
        """The row of an attempt that runs now; None when nothing is left to send."""

        def work(uow: UnitOfWork) -> PushRow | None:
            pushes = uow.repository(PushRepository)
            row = pushes.find(dossier_id)
            if row is None or row.state is not PushState.WAITING:
                return None
            running = push.started(row, uow.now)
            pushes.put(running)
            return running

        return self.store.transaction(context, work)

    def acknowledge(
        self, dossier_id: str, version: int, delivered: DeliveryProgress, context: Context
    ) -> None:
        """It is sent again at once when the dossier has changed meanwhile."""

        def work(uow: UnitOfWork) -> None:
            row = push.acknowledged(_row(uow, dossier_id, delivered), version, delivered.message, uow.now)
            _put(uow, row)
            _record(uow, sync.DOSSIER_PUSHED, row)

        self.store.transaction(context, work)

    def postpone(self, dossier_id: str, delivered: DeliveryProgress, message: str, context: Context) -> None:
        """It is sent again after a pause unless it was given up."""
        give_up_after = timedelta(hours=self.settings.national_portal_patience_h)

        def work(uow: UnitOfWork) -> None:
            row = _row(uow, dossier_id, delivered)
            _put_failed(uow, push.postponed(row, message, self._delay(row), give_up_after, uow.now))

        self.store.transaction(context, work)

    def refuse(
        self, dossier_id: str, version: int, delivered: DeliveryProgress, message: str, context: Context
    ) -> None:
        """It is sent again at once when the dossier has changed meanwhile: what was wrong may be right now."""

        def work(uow: UnitOfWork) -> None:
            row = _row(uow, dossier_id, delivered)
            after = push.refused(row, message, uow.now)
            if row.wanted_version > version or row.touched:
                after = push.restarted(after, uow.now)
            _put_failed(uow, after)

        self.store.transaction(context, work)

    def _delay(self, row: PushRow) -> timedelta:
        backoff = Backoff(self.settings.national_portal_retry_s, LONGEST_PAUSE_S)
        return backoff.pause(row.attempts + 1)


def _put(uow: UnitOfWork, row: PushRow) -> None:
    """Store the end of an attempt, and when the next one is due if there is to be one."""
    uow.repository(PushRepository).put(row)
    if row.state is PushState.WAITING:
        uow.schedule(PUSH, row.dossier_id, row.next_try_at or uow.now, {})


def _put_failed(uow: UnitOfWork, row: PushRow) -> None:
    """Store an attempt that failed; the event says when nobody tries any more."""
    if row.state is PushState.WAITING:
        _put(uow, row)
        return
    ended = row.model_copy(update={"log_version": row.log_version + 1})
    _put(uow, ended)
    _record(uow, sync.PUSH_FAILED, ended)


def _record(uow: UnitOfWork, event_type: EventType[PortalPush], row: PushRow) -> None:
    """The portal's answer may name people: it stays in the row."""
    payload = push.view(row).model_copy(update={"last_answer": None})
    uow.record_event(event_type, f"push-{row.dossier_id}", row.log_version, payload)


def _row(uow: UnitOfWork, dossier_id: str, delivered: DeliveryProgress) -> PushRow:
    row = uow.repository(PushRepository).get(dossier_id)
    return push.with_delivered(row, delivered.at_portal, delivered.delivered_version)


def _changed(row: PushRow | None, event: AnyEvent, uow: UnitOfWork) -> PushRow | None:
    """An event of what stands beside the dossier has a version of its own: it says only that something changed."""
    payload: DossierEvent = event.payload
    if event.aggregate_id != payload.dossier_id:
        return None if row is None else push.related_changed(row, uow.now)
    return push.dossier_changed(
        row, payload.dossier_id, payload.code or "", payload.agency_code, event.aggregate_version, uow.now
    )
