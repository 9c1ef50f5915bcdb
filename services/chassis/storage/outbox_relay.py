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
from contracts.errors import ServiceError

log = logging.getLogger(__name__)

#: Seconds until another process takes over from a holder that crashed. About what a publish and its repetition may
#: take; should one take longer and another relay take over, events are doubled, none is lost, and the fence of the
#: lease keeps the order.
LEASE_S = 6.0
BATCH = 100
#: Seconds between two polls: so long may an event committed by another process wait.
POLL_S = 0.25
#: Seconds between two attempts to acquire the lease.
_STANDBY_S = 1.0
_GAUGES_EVERY_S = 2.0
_COUNT_LIMIT = 10_000
_BACKOFF = Backoff(first_s=0.5, longest_s=5.0)
_OUTAGES = (NotPublished, PyMongoError, ServiceError, LeaseLost)


@dataclass
class OutboxRelay:
    """Loop that publishes until stopped and retries after every outage: at least once, in the order of the ids."""

    store: Store
    publisher: ConfirmingPublisher
    stopping: bool = False
    _failures: int = 0
    _held_until: float = 0.0
    _gauges_due: float = 0.0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._wake_up = threading.Event()
        self.store.on_commit(lambda _commit: self._wake_up.set())
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

    def _run_once(self) -> float:
        """One round; seconds to sleep before the next."""
        try:
            self._update_gauges()
            pause = self._publish_pending()
        except _OUTAGES as error:
            return self._pause_after_failure(error)
        except Exception as error:
            log.exception("events cannot be published")
            return self._pause_after_failure(error)
        self._failures = 0
        return pause

    def _publish_pending(self) -> float:
        if not self._hold_lease():
            return _STANDBY_S
        return 0.0 if self._publish_batch() else POLL_S

    def _hold_lease(self) -> bool:
        """True while this process holds the lease; renews it when a third of its time is over."""
        if time.monotonic() < self._held_until:
            return True
        if self._held_until == 0.0:
            self._lease.ensure_exists()
        held = self._lease.acquire()
        self._held_until = time.monotonic() + LEASE_S / 3 if held else -1.0
        return held

    def _publish_batch(self) -> bool:
        """True when there may be more to do at once."""
        rows = self._outbox.unpublished(BATCH)
        if not rows:
            return False
        unroutable = self._publish(rows)
        published = [row for row in rows if row["_id"] not in unroutable]
        if published:
            self._mark_published(published)
        if unroutable:
            raise NotPublished(f"{len(unroutable)} events have subscribers and no queue")
        return len(rows) == BATCH

    def _publish(self, rows: list[dict[str, Any]]) -> frozenset[str]:
        """The ids of events that no queue took although the contracts name a subscriber."""
        returned = self.publisher.publish([self._outbox.to_message(row) for row in rows])
        return frozenset(
            row["_id"] for row in rows if row["_id"] in returned and topology.has_subscriber(row["type"])
        )

    def _mark_published(self, rows: list[dict[str, Any]]) -> None:
        context = Context.new(timeout_s=LEASE_S)
        self.store.transaction(
            context, lambda uow: self._outbox.mark_published(rows, self._lease, uow.session)
        )

    def _update_gauges(self) -> None:
        if time.monotonic() < self._gauges_due:
            return
        self._gauges_due = time.monotonic() + _GAUGES_EVERY_S
        backlog = self._outbox.backlog(_COUNT_LIMIT)
        age_s = (utcnow() - backlog.oldest).total_seconds() if backlog.oldest else 0.0
        metrics.OUTBOX_PENDING.labels(self.store.service).set(backlog.pending)
        metrics.OUTBOX_OLDEST.labels(self.store.service).set(max(0.0, age_s))

    def _pause_after_failure(self, error: Exception) -> float:
        self._held_until = -1.0
        self._failures += 1
        pause = _BACKOFF.pause_s(self._failures)
        if self._failures == 1 or self._failures % 10 == 0:
            reason = str(error) if isinstance(error, NotPublished) else type(error).__name__
            log.warning("events are not published: %s", reason, extra={"pause_s": pause})
        return pause

    def _drain(self) -> None:
        try:
            if self._lease.acquire():
                while self._publish_batch():
                    continue
                self._lease.release()
        except _OUTAGES as error:
            log.warning("the relay stopped before all events were published: %s", type(error).__name__)
        self.publisher.close()
