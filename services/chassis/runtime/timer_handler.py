"""Entrypoints of timers: one replica runs each due timer, alone or in a batch, and again after a pause when it fails."""

import functools
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, cast

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
from chassis.storage.timers import LaterRun, Timer

log = logging.getLogger(__name__)

TimerFunction = Callable[[Any, Timer, Context], None]
TimerBatchFunction = Callable[[Any, Sequence[Timer], Context], Mapping[str, Exception]]

#: Seconds that a run may take before another replica may claim its timer.
LEASE_S = 60.0
#: Runs of one kind at a time in one process.
CONCURRENCY = 10
#: Timers that one run of a batch handler gets at most, and its runs at a time.
BATCH_SIZE = 50
CONCURRENT_BATCHES = 2
#: Seconds between two polls at most: a timer that another replica scheduled is found within it.
_POLL_S = 1.0

_BACKOFF = Backoff(first_s=5.0, longest_s=3600.0)


class RunAgainAt(Exception):
    """Raised by a handler to be run once more at `due_at`; no failure."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__()
        self.due_at = due_at


class TimerEntrypoint(Entrypoint):
    """nameko entrypoint of one kind of timer: claims due timers and runs up to `batch_size` of them in a worker.

    The service method says by key which timers are not done. A batch that fails is run again, each timer alone.
    """

    def __init__(self, kind: str, lease_s: float, concurrency: int, batch_size: int) -> None:
        self.kind = kind
        self.lease = timedelta(seconds=lease_s)
        self.concurrency = concurrency
        self.batch_size = batch_size
        super().__init__()

    def setup(self) -> None:
        self._stopping = False
        self._free = Semaphore(self.concurrency)

    def start(self) -> None:
        self._store = _store_dependency(self.container)
        self._wake_up = threading.Event()
        self._store.on_commit(lambda _commit: self._wake_up.set())
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
            while not self._stopping and self._claim():
                continue
            return self._until_next()
        except PyMongoError as error:
            log.warning("timers of %s are waiting for MongoDB: %s", self.kind, type(error).__name__)
            return _POLL_S
        except Exception:
            log.exception("timers of %s cannot be read", self.kind)
            return _POLL_S

    def _claim(self) -> bool:
        self._free.acquire()
        try:
            batch = timers.claim_due(self._store.database, self.kind, self.lease, self.batch_size)
        except BaseException:
            self._free.release()
            raise
        if not batch:
            self._free.release()
            return False
        self._spawn(batch)
        return True

    def _until_next(self) -> float:
        due_at = timers.next_due(self._store.database, self.kind)
        if due_at is None:
            return _POLL_S
        return min(_POLL_S, max(0.01, (due_at - utcnow()).total_seconds()))

    def _spawn(self, batch: list[Timer]) -> None:
        context = Context.new().as_service(self.container.service_name)
        handle_result = functools.partial(self._settle, batch)
        try:
            self.container.spawn_worker(self, (batch, context), {}, {}, handle_result)
        except ContainerBeingKilled:
            self._free.release()

    def _settle(self, batch: list[Timer], _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is not None and len(batch) > 1:
            again = functools.partial(self._run_one_by_one, batch)
            self.container.spawn_managed_thread(again, identifier=f"again {self.kind}")
        else:
            self._store_outcome(batch, exc_info[1] if exc_info else result)
        self._free.release()
        self._wake_up.set()
        return result, exc_info

    def _run_one_by_one(self, batch: list[Timer]) -> None:
        for timer in batch:
            self._free.acquire()
            self._spawn([timer])

    def _store_outcome(self, batch: list[Timer], outcome: Any) -> None:
        """`outcome`: what is not done, by key, or what the run of the only timer raised. Does not raise."""
        unfinished = {batch[0].key: outcome} if isinstance(outcome, BaseException) else outcome or {}
        try:
            self._write_outcome(batch, unfinished)
        except PyMongoError as error:
            # The lease expires, then the timer runs again: at least once.
            log.warning("outcome of a timer was not stored: %s", type(error).__name__)
        except Exception:
            log.exception(
                "outcome of a timer of %s cannot be stored; it runs again after its lease", self.kind
            )

    def _write_outcome(self, batch: list[Timer], unfinished: Mapping[str, BaseException]) -> None:
        done = [
            timer
            for timer in batch
            if timer.key not in unfinished and not (timer.claim and timer.claim.settled)
        ]
        later = [_later(timer, unfinished[timer.key]) for timer in batch if timer.key in unfinished]
        timers.settle(self._store.database, done, later)
        failed = sum(not isinstance(error, RunAgainAt) for error in unfinished.values())
        handled, service = metrics.TIMERS_HANDLED, self.container.service_name
        handled.labels(service, self.kind, "ok").inc(len(batch) - failed)
        handled.labels(service, self.kind, "retry").inc(failed)


def _later(timer: Timer, error: BaseException) -> LaterRun:
    if isinstance(error, RunAgainAt):
        return LaterRun(timer, error.due_at, attempts=0)
    return LaterRun(timer, utcnow() + _BACKOFF.pause(timer.attempts), timer.attempts)


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
        def run(self: Any, batch: Sequence[Timer], context: Context) -> None:
            (only,) = batch
            with _logged(batch, context):
                function(self, only, context)

        handler: Any = run
        for kind in kinds:
            handler = TimerEntrypoint.decorator(kind, lease_s, concurrency, 1)(handler)
        return cast("TimerFunction", handler)

    return decorate


def timer_batch_handler(
    *kinds: str, most: int = BATCH_SIZE, lease_s: float = LEASE_S, concurrency: int = CONCURRENT_BATCHES
) -> Callable[[TimerBatchFunction], TimerBatchFunction]:
    """Decorator: the service method runs due timers of one of these kinds, up to `most` of them as one list.

    It returns by key what is not done: `RunAgainAt`, or the error that the timer's run failed with; all others are
    deleted, those too that it has completed in a transaction of its own (`UnitOfWork.complete_timers`). When it raises, it
    is called again with each timer alone. All else is as for `timer_handler`; `lease_s` is for the whole batch.
    """

    def decorate(function: TimerBatchFunction) -> TimerBatchFunction:
        @functools.wraps(function)
        def run(self: Any, batch: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
            with _logged(batch, context):
                unfinished = function(self, batch, context)
            for key, error in unfinished.items():
                if not isinstance(error, RunAgainAt):
                    log_failure(log, f"timer of {batch[0].kind}", error, {"key": key})
            return unfinished

        handler: TimerBatchFunction = run
        for kind in kinds:
            handler = TimerEntrypoint.decorator(kind, lease_s, concurrency, most)(handler)
        return handler

    return decorate


@contextmanager
def _logged(batch: Sequence[Timer], context: Context) -> Iterator[None]:
    """Context of a handler's run: its trace, and the log line of its failure."""
    set_trace_id(context.trace_id)
    try:
        yield
    except RunAgainAt:
        raise
    except Exception as error:
        first, more = batch[0], len(batch) - 1
        what = f"timer of {first.kind}" + (f" and {more} more at once" if more else "")
        log_failure(log, what, error, {"key": first.key})
        raise


def _store_dependency(container: Any) -> Store:
    provider = next((each for each in container.dependencies if isinstance(each, MongoProvider)), None)
    if provider is None:
        raise RuntimeError("a service with timers declares `store = Mongo(...)`")
    return provider.store
