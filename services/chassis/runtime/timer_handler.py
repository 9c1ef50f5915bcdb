"""Entrypoints of timers: each due timer is run by one replica, and again after a pause when it fails."""

import functools
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from eventlet.semaphore import Semaphore
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint
from pymongo.errors import PyMongoError

from chassis.amqp.retry_policy import log_failure
from chassis.core.backoff import Backoff
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.json_logging import set_trace_id
from chassis.runtime.dependencies import MongoProvider
from chassis.storage import timers
from chassis.storage.store import Store
from chassis.storage.timers import Timer, TimerClaim

log = logging.getLogger(__name__)

TimerFunction = Callable[[Any, Timer, Context], None]

#: Seconds that a run may take before another replica may claim its timer.
LEASE_S = 60.0
#: Runs of one kind at a time in one process.
CONCURRENCY = 10
#: Seconds between two polls at most: a timer that another replica scheduled is found within it.
_POLL_S = 1.0

_BACKOFF = Backoff(first_s=5.0, longest_s=3600.0)


class RunAgainAt(Exception):
    """Raised by a handler to be run once more at `due_at`; no failure."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__()
        self.due_at = due_at


class TimerEntrypoint(Entrypoint):
    """nameko entrypoint of one kind of timer: claims due timers and runs each in a worker."""

    def __init__(self, kind: str, lease_s: float = LEASE_S, concurrency: int = CONCURRENCY) -> None:
        self.kind = kind
        self.lease = timedelta(seconds=lease_s)
        self.concurrency = concurrency
        super().__init__()

    def setup(self) -> None:
        self._stopping = False
        self._free = Semaphore(self.concurrency)

    def start(self) -> None:
        self._store = _store_dependency(self.container)
        self._wake_up: threading.Event = self._store.subscribe_to_commits()
        self._thread = self.container.spawn_managed_thread(self._run, identifier=f"timers {self.kind}")

    def stop(self) -> None:
        """Claims no further timer; runs that have begun end with the workers."""
        self._stopping = True
        self._wake_up.set()
        self._thread.wait()

    def _run(self) -> None:
        while not self._stopping:
            self._wake_up.wait(self._run_due())
            self._wake_up.clear()

    def _run_due(self) -> float:
        """Start all that is due; seconds until the next poll."""
        try:
            while not self._stopping and self._claim_one():
                continue
            return self._until_next()
        except PyMongoError as error:
            log.warning("timers of %s are waiting for MongoDB: %s", self.kind, type(error).__name__)
            return _POLL_S
        except Exception:
            log.exception("timers of %s cannot be read", self.kind)
            return _POLL_S

    def _claim_one(self) -> bool:
        self._free.acquire()
        try:
            claim = timers.claim_due(self._store.database, self.kind, self.lease)
        except BaseException:
            self._free.release()
            raise
        if claim is None:
            self._free.release()
            return False
        self._spawn(claim)
        return True

    def _until_next(self) -> float:
        due_at = timers.next_due(self._store.database, self.kind)
        if due_at is None:
            return _POLL_S
        return min(_POLL_S, max(0.01, (due_at - utcnow()).total_seconds()))

    def _spawn(self, claim: TimerClaim) -> None:
        context = Context.new().as_service(self.container.service_name)
        handle_result = functools.partial(self._settle, claim)
        try:
            self.container.spawn_worker(self, (claim.timer, context), {}, {}, handle_result)
        except ContainerBeingKilled:
            self._free.release()

    def _settle(self, claim: TimerClaim, _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        self._free.release()
        try:
            self._write_outcome(claim, exc_info[1] if exc_info else None)
        except PyMongoError as error:
            # The lease expires, then the timer runs again: at least once.
            log.warning("outcome of a timer was not stored: %s", type(error).__name__)
        except Exception:
            log.exception(
                "outcome of a timer of %s cannot be stored; it runs again after its lease", self.kind
            )
        self._wake_up.set()
        return result, exc_info

    def _write_outcome(self, claim: TimerClaim, error: BaseException | None) -> None:
        timer, database = claim.timer, self._store.database
        if error is None:
            timers.complete(database, claim)
        elif isinstance(error, RunAgainAt):
            timers.reschedule(database, claim, error.due_at, attempts=0)
        else:
            timers.reschedule(database, claim, utcnow() + _BACKOFF.pause(timer.attempts), timer.attempts)
        outcome = "ok" if error is None or isinstance(error, RunAgainAt) else "retry"
        metrics.TIMERS_HANDLED.labels(self.container.service_name, self.kind, outcome).inc()


def timer_handler(
    *kinds: str, lease_s: float = LEASE_S, concurrency: int = CONCURRENCY
) -> Callable[[TimerFunction], TimerFunction]:
    """Decorator: the service method runs the timers of these kinds that its service scheduled.

    Each kind has `concurrency` places of its own: a slow one does not hold up another.

    A timer runs at least once, never before its time, and by one replica at a time as long as a run is shorter
    than `lease_s`. When the method returns, the timer is deleted. When it raises `RunAgainAt`, it is run then;
    when it raises anything else, after a pause that doubles from 5 s to an hour, without end (`Backoff`).
    """

    def decorate(function: TimerFunction) -> TimerFunction:
        @functools.wraps(function)
        def traced(self: Any, timer: Timer, context: Context) -> None:
            set_trace_id(context.trace_id)
            try:
                function(self, timer, context)
            except RunAgainAt:
                raise
            except Exception as error:
                log_failure(log, f"timer of {timer.kind}", error, {"key": timer.key})
                raise

        handler: TimerFunction = traced
        for kind in kinds:
            handler = TimerEntrypoint.decorator(kind, lease_s, concurrency)(handler)
        return handler

    return decorate


def _store_dependency(container: Any) -> Store:
    provider = next((each for each in container.dependencies if isinstance(each, MongoProvider)), None)
    if provider is None:
        raise RuntimeError("a service with timers declares `store = Mongo(...)`")
    return provider.store
