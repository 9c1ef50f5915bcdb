"""Outbox relay: publishes a service's committed events to the broker, from one process at a time."""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from pymongo.errors import PyMongoError

from chassis.amqp import topology
from chassis.amqp.publisher import CONFIRM_TIMEOUT_S, ConfirmingPublisher, NotPublished
from chassis.core.backoff import Backoff
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.storage.lease import Lease, LeaseLost
from chassis.storage.outbox import Outbox
from chassis.storage.store import Store
from chassis.storage.unit_of_work import Commit
from contracts.errors import ServiceError

log = logging.getLogger(__name__)

#: Seconds until another process takes over from a holder that crashed. About what a publish and its repetition may
#: take; should one take longer and another relay take over, events are doubled, none is lost, and the fence of the
#: lease keeps the order.
LEASE_S = 6.0
BATCH = 200
#: Seconds between the beginnings of two batches at least: while there is much to publish, each takes what has gathered.
_GATHER_S = 0.03
#: Seconds until the next attempt while another process holds the lease and there is something to publish.
_CONTEND_S = 0.035
#: Seconds without anything to publish until the lease is let go.
_IDLE_S = 1.0
_COUNT_LIMIT = 10_000
_BACKOFF = Backoff(first_s=0.5, longest_s=5.0)
_OUTAGES = (NotPublished, PyMongoError, ServiceError, LeaseLost)


@dataclass
class OutboxRelay:
    """Loop that publishes until stopped and retries after every outage: at least once, in the order of the ids.

    A commit of this process wakes it; every `look_every_s` seconds it looks for what another process has left. At rest it
    holds no lease and asks nothing else.
    """

    store: Store
    publisher: ConfirmingPublisher
    look_every_s: float = 10.0
    stopping: bool = False
    _failures: int = 0
    _pending: bool = False
    _lease_exists: bool = False
    _renew_at: float = 0.0
    """When the lease is to be renewed; 0 while this process does not hold it."""
    _idle_at: float = 0.0
    _look_at: float = 0.0
    _not_before: float = 0.0
    _wake_up: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.store.on_commit(self._on_commit)
        self._outbox = Outbox(self.store.database, self.store.service)
        self._lease = Lease(self.store.database, "relay", LEASE_S)

    def run(self) -> None:
        while not self.stopping:
            self._wake_up.wait(self._run_once())
            self._wake_up.clear()
        self._drain()
        self._stopped.set()

    def stop(self) -> None:
        """Publish what is pending and release the lease. Blocks for a few seconds at most."""
        self.stopping = True
        self._wake_up.set()
        self._stopped.wait(2 * CONFIRM_TIMEOUT_S)

    def _on_commit(self, commit: Commit) -> None:
        if commit.publishes:
            self._pending = True
            self._wake_up.set()

    def _run_once(self) -> float:
        """One round; seconds to sleep before the next."""
        now = time.monotonic()
        if now < self._not_before:
            return self._not_before - now
        try:
            if self._pending or now >= self._look_at:
                self._publish_pending(now)
            elif self._renew_at and now >= self._idle_at:
                self._release_lease()
            self._failures = 0
        except _OUTAGES as error:
            self._pause_after_failure(error)
        except Exception as error:
            log.exception("events cannot be published")
            self._pause_after_failure(error)
        return self._until_next_round()

    def _until_next_round(self) -> float:
        next_reason = 0.0 if self._pending else self._look_at
        if self._renew_at:
            next_reason = min(next_reason, self._idle_at)
        return max(0.0, max(self._not_before, next_reason) - time.monotonic())

    def _publish_pending(self, now: float) -> None:
        # Before the look: what is committed after it is looked for again.
        self._pending, self._look_at = False, now + self.look_every_s
        rows = self._outbox.unpublished(BATCH)
        self._measure(rows)
        if not rows:
            return
        if not self._hold_lease():
            self._pending, self._not_before = True, now + _CONTEND_S
            return
        self._publish_batch(rows)
        self._idle_at = time.monotonic() + _IDLE_S
        if len(rows) == BATCH:
            self._pending = True
        else:
            self._not_before = now + _GATHER_S

    def _hold_lease(self) -> bool:
        """True while this process holds the lease; renews it when a third of its time is over."""
        if time.monotonic() < self._renew_at:
            return True
        if not self._lease_exists:
            self._lease.ensure_exists()
            self._lease_exists = True
        held = self._lease.acquire()
        self._renew_at = time.monotonic() + LEASE_S / 3 if held else 0.0
        return held

    def _release_lease(self) -> None:
        self._renew_at = 0.0
        self._lease.release()

    def _publish_batch(self, rows: list[dict[str, Any]]) -> None:
        unroutable = self._publish([row for row in rows if topology.is_published(row["type"])])
        published = [row for row in rows if row["_id"] not in unroutable]
        if published:
            self._mark_published(published)
        self._measure([row for row in rows if row["_id"] in unroutable])
        if unroutable:
            raise NotPublished(f"{len(unroutable)} events have subscribers and no queue")

    def _publish(self, rows: list[dict[str, Any]]) -> frozenset[str]:
        """The ids of events that no queue took although the contracts name a subscriber."""
        if not rows:
            return frozenset()
        returned = self.publisher.publish([self._outbox.to_message(row) for row in rows])
        return frozenset(
            row["_id"] for row in rows if row["_id"] in returned and topology.has_subscriber(row["type"])
        )

    def _mark_published(self, rows: list[dict[str, Any]]) -> None:
        context = Context.new(timeout_s=LEASE_S)
        self.store.transaction(
            context, lambda uow: self._outbox.mark_published(rows, self._lease, uow.session)
        )

    def _measure(self, rows: list[dict[str, Any]]) -> None:
        """What is unpublished by what was just seen of it; counted only when that is more than one batch."""
        pending = self._outbox.count(_COUNT_LIMIT) if len(rows) == BATCH else len(rows)
        age_s = (utcnow() - rows[0]["occurred_at"]).total_seconds() if rows else 0.0
        metrics.OUTBOX_PENDING.labels(self.store.service).set(pending)
        metrics.OUTBOX_OLDEST.labels(self.store.service).set(max(0.0, age_s))

    def _pause_after_failure(self, error: Exception) -> None:
        self._renew_at = 0.0
        self._failures += 1
        pause = _BACKOFF.pause_s(self._failures)
        self._pending, self._not_before = True, time.monotonic() + pause
        if self._failures == 1 or self._failures % 10 == 0:
            reason = str(error) if isinstance(error, NotPublished) else type(error).__name__
            log.warning("events are not published: %s", reason, extra={"pause_s": pause})

    def _drain(self) -> None:
        try:
            while (rows := self._outbox.unpublished(BATCH)) and self._hold_lease():
                self._publish_batch(rows)
            self._release_lease()
        except _OUTAGES as error:
            log.warning("the relay stopped before all events were published: %s", type(error).__name__)
        self.publisher.close()
