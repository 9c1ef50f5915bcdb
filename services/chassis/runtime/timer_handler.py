"""Entrypoints of timers: one replica runs each due timer, alone or in a batch, and again after a pause when it fails."""

import functools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, cast

from nameko import config
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension
from pymongo.errors import PyMongoError

from chassis.amqp.retry_policy import log_failure
from chassis.core.backoff import Backoff
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.json_logging import set_trace_id
from chassis.runtime.dependencies import MongoProvider
from chassis.runtime.rpc_server import requests_running
from chassis.storage import timers
from chassis.storage.store import Store
from chassis.storage.timers import LaterRun, Timer
from chassis.storage.unit_of_work import Commit

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
#: Requests that may be served while background work begins: two cores, one of them for what people wait for.
_ROOM = 1
#: Seconds that background work waits for room at most, and between two looks for it.
_PATIENCE_S = 1.0
_ROOM_POLL_S = 0.02
#: Seconds until the database is asked again that did not answer.
_RETRY_S = 1.0

_BACKOFF = Backoff(first_s=5.0, longest_s=3600.0)


class RunAgainAt(Exception):
    """Raised by a handler to be run once more at `due_at`; no failure."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__()
        self.due_at = due_at


class DueTimes:
    """When each kind of timer is due next, as far as this process knows."""

    def __init__(self) -> None:
        self._due: dict[str, datetime] = {}

    def add(self, kind: str, due_at: datetime) -> None:
        self._due[kind] = min(due_at, self._due.get(kind, due_at))

    def remove(self, kind: str) -> None:
        self._due.pop(kind, None)

    def is_due(self, kind: str) -> bool:
        due_at = self._due.get(kind)
        return due_at is not None and due_at <= utcnow()

    def earliest(self, kinds: Iterable[str]) -> datetime | None:
        return min((self._due[kind] for kind in kinds if kind in self._due), default=None)


class TimerLoop(SharedExtension, ProviderCollector):
    """The one loop of a process over all its kinds of timers.

    A commit of this process says which kinds it has set and when they are due, a claim when its kind is due next: a kind is
    asked for only then. Every `look_every_s` seconds one query asks for all kinds together, for what other processes have
    set or left.
    """

    def setup(self) -> None:
        self._stopping = False
        self._wake_up = threading.Event()
        self._due = DueTimes()
        self._look_at = 0.0
        self._look_every_s: float = config.get("LOOK_EVERY_S", 10.0)

    def start(self) -> None:
        self.store = _store_dependency(self.container)
        # What waits for room comes last: claims are made one after the other.
        self._entrypoints = sorted(self._providers, key=lambda each: each.background)
        self._kinds = frozenset(each.kind for each in self._entrypoints)
        self.store.on_commit(self._on_commit)
        self._thread = self.container.spawn_managed_thread(self._run, identifier="timers")

    def stop(self) -> None:
        """Claims no further timer; runs that have begun end with the workers."""
        self._stopping = True
        self._wake_up.set()
        self._thread.wait()

    def unregister_provider(self, provider: Any) -> None:
        self.stop()
        super().unregister_provider(provider)

    def schedule(self, kind: str, due_at: datetime) -> None:
        """A timer of this kind has been set: see to it when it is due."""
        if kind in self._kinds:
            self._due.add(kind, due_at)
            self._wake_up.set()

    def place_is_free(self, kind: str) -> None:
        """A run has ended: what waited for its place may begin."""
        if self._due.is_due(kind):
            self._wake_up.set()

    def wake_up(self) -> None:
        self._wake_up.set()

    def _on_commit(self, commit: Commit) -> None:
        for kind, due_at in commit.due.items():
            self.schedule(kind, due_at)

    def _run(self) -> None:
        while not self._stopping:
            self._wake_up.wait(self._run_due())
            self._wake_up.clear()

    def _run_due(self) -> float:
        """Start all that is due and has a place; seconds until the next round."""
        try:
            self._look()
            for each in self._entrypoints:
                each.start_again()
                if not self._stopping and each.free > 0 and self._due.is_due(each.kind) and each.has_room():
                    self._claim(each)
            return self._pause_s()
        except PyMongoError as error:
            log.warning("timers are waiting for MongoDB: %s", type(error).__name__)
        except Exception:
            log.exception("timers cannot be read")
        self._look_at = 0.0
        return _RETRY_S

    def _look(self) -> None:
        if time.monotonic() < self._look_at:
            return
        for kind, due_at in timers.next_due(self.store.database).items():
            if kind in self._kinds:
                self._due.add(kind, due_at)
        self._look_at = time.monotonic() + self._look_every_s

    def _claim(self, entrypoint: "TimerEntrypoint") -> None:
        kind = entrypoint.kind
        self._due.remove(kind)
        limit = entrypoint.free * entrypoint.batch_size
        claimed = timers.claim_due(self.store.database, kind, entrypoint.lease, limit)
        if claimed.next_due is not None:
            self._due.add(kind, claimed.next_due)
        for first in range(0, len(claimed.timers), entrypoint.batch_size):
            entrypoint.spawn(claimed.timers[first : first + entrypoint.batch_size])

    def _pause_s(self) -> float:
        until_look = self._look_at - time.monotonic()
        waiting = [each for each in self._entrypoints if each.free > 0]
        earliest = self._due.earliest(each.kind for each in waiting)
        if earliest is None:
            return max(0.0, until_look)
        until_due = (earliest - utcnow()).total_seconds()
        if until_due <= 0 and all(each.waits_for_room for each in waiting if self._due.is_due(each.kind)):
            until_due = _ROOM_POLL_S
        return max(0.0, min(until_look, until_due))


class TimerEntrypoint(Entrypoint):
    """nameko entrypoint of one kind of timer, which runs up to `batch_size` of them in a worker, `concurrency` at a time.

    The service method says by key which timers are not done. A batch that fails is run again, each timer alone.
    """

    loop = TimerLoop()

    def __init__(
        self, kind: str, lease_s: float, concurrency: int, batch_size: int, *, background: bool
    ) -> None:
        self.kind = kind
        self.lease = timedelta(seconds=lease_s)
        self.free = concurrency
        self.batch_size = batch_size
        self.background = background
        self.waits_for_room = False
        super().__init__()

    def setup(self) -> None:
        self._again: deque[Timer] = deque()
        self._patient_until = 0.0
        self.loop.register_provider(self)

    def stop(self) -> None:
        self.loop.unregister_provider(self)

    def has_room(self) -> bool:
        """Whether what people wait for leaves room for this kind; background work waits for it, but not for ever."""
        self.waits_for_room = self._is_crowded()
        return not self.waits_for_room

    def start_again(self) -> None:
        """Run the timers of failed batches, each alone."""
        while self._again and self.free > 0:
            self.spawn([self._again.popleft()])

    def spawn(self, batch: list[Timer]) -> None:
        """Run claimed timers in a worker. Blocks while there is none."""
        self.free -= 1
        context = Context.new().as_service(self.container.service_name)
        handle_result = functools.partial(self._settle, batch)
        try:
            self.container.spawn_worker(self, (batch, context), {}, {}, handle_result)
        except ContainerBeingKilled:
            self.free += 1

    def _is_crowded(self) -> bool:
        now = time.monotonic()
        if not self.background or requests_running(self.container) <= _ROOM:
            self._patient_until = now + _PATIENCE_S
            return False
        if now < self._patient_until:
            return True
        self._patient_until = now + _PATIENCE_S
        return False

    def _settle(self, batch: list[Timer], _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is not None and len(batch) > 1:
            self._again.extend(batch)
            self.loop.wake_up()
        else:
            self._store_outcome(batch, exc_info[1] if exc_info else result)
        self.free += 1
        self.loop.place_is_free(self.kind)
        return result, exc_info

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
        timers.settle(self.loop.store.database, done, later)
        for each in later:
            self.loop.schedule(self.kind, each.due_at)
        failed = sum(not isinstance(error, RunAgainAt) for error in unfinished.values())
        handled, service = metrics.TIMERS_HANDLED, self.container.service_name
        handled.labels(service, self.kind, "ok").inc(len(batch) - failed)
        handled.labels(service, self.kind, "retry").inc(failed)


def _later(timer: Timer, error: BaseException) -> LaterRun:
    if isinstance(error, RunAgainAt):
        return LaterRun(timer, error.due_at, attempts=0)
    return LaterRun(timer, utcnow() + _BACKOFF.pause(timer.attempts), timer.attempts)


def timer_handler(
    *kinds: str, lease_s: float = LEASE_S, concurrency: int = CONCURRENCY, background: bool = False
) -> Callable[[TimerFunction], TimerFunction]:
    """Decorator: the service method runs the timers of these kinds that its service scheduled.

    Each kind has `concurrency` places of its own: a slow one does not hold up another.

    A timer runs at least once, never before its time, and by one replica at a time as long as a run is shorter
    than `lease_s`. When the method returns, the timer is deleted. When it raises `RunAgainAt`, it is run then;
    when it raises anything else, after a pause that doubles from 5 s to an hour, without end (`Backoff`).

    `background`: nobody waits for these timers; they begin when the requests that people wait for leave room.
    """

    def decorate(function: TimerFunction) -> TimerFunction:
        @functools.wraps(function)
        def run(self: Any, batch: Sequence[Timer], context: Context) -> None:
            (only,) = batch
            with _logged(batch, context):
                function(self, only, context)

        handler: Any = run
        for kind in kinds:
            handler = TimerEntrypoint.decorator(kind, lease_s, concurrency, 1, background=background)(handler)
        return cast("TimerFunction", handler)

    return decorate


def timer_batch_handler(
    *kinds: str,
    most: int = BATCH_SIZE,
    lease_s: float = LEASE_S,
    concurrency: int = CONCURRENT_BATCHES,
    background: bool = False,
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
            handler = TimerEntrypoint.decorator(kind, lease_s, concurrency, most, background=background)(
                handler
            )
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
