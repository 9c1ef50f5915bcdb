"""Entrypoints of events: delivered at least once, alone or in batches, retried through the broker's tiers, dead-lettered
after them.
"""

import functools
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from eventlet import sleep
from kombu import Queue
from kombu.message import Message
from nameko import config
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension

from chassis.amqp import retry_tiers
from chassis.amqp.event_decoder import EventDecoder, UndecodableEvent
from chassis.amqp.publisher import NotPublished, OutgoingMessage
from chassis.amqp.retry_policy import (
    RetryPolicy,
    exceeds_redelivery_limit,
    log_failure,
    redelivery_count,
)
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.health import health
from chassis.observability.json_logging import set_trace_id
from chassis.runtime.consumer import UNSETTLED_LIMIT_S, DrainingConsumer
from chassis.runtime.publisher import CooperativePublisher
from chassis.storage.inbox import ReceivedEvent, duplicate_events
from contracts.events import AnyEvent, Subscription

log = logging.getLogger(__name__)

EventFunction = Callable[[Any, AnyEvent, Context], None]
EventBatchFunction = Callable[[Any, Sequence[ReceivedEvent]], None]

#: Events that one call of a batch handler gets at most.
BATCH_SIZE = 50
#: Calls of one batch handler at a time in one process: one works while the other waits for the database.
CONCURRENT_BATCHES = 2
#: Seconds before a message is requeued whose retry the broker did not confirm.
_REQUEUE_PAUSE_S = 1.0


class FailurePublisher(SharedExtension):
    """The publisher of this process for failed messages, to a retry tier or the dead letters."""

    def setup(self) -> None:
        self._publisher = CooperativePublisher(config["AMQP_URI"])

    def stop(self) -> None:
        self._publisher.close()

    def send(self, outgoing: OutgoingMessage) -> None:
        """Raises NotPublished, also when no queue takes it."""
        if self._publisher.publish([outgoing]):
            raise NotPublished(f"no queue behind {outgoing.exchange}")


@dataclass(frozen=True)
class _Delivery:
    """A message of the subscription and the event that it holds."""

    message: Message
    received: ReceivedEvent


class EventEntrypoint(Entrypoint):
    """nameko entrypoint of one subscription. The topology declares its queue before the service starts.

    The service method gets up to `batch_size` of the events that have arrived, in at most `concurrency` calls at a time
    (None: as many as the prefetch gives). A call begins `pause_s` after the one before or later, so that under load more
    come together; the first after a rest begins at once. A batch that fails is handled again, each event in a call of its
    own; so is at first what the broker redelivers, which may have ended the process that had it.
    """

    failures_publisher = FailurePublisher()
    consumer: DrainingConsumer

    def __init__(
        self, subscription: Subscription, batch_size: int, concurrency: int | None, pause_s: float
    ) -> None:
        self.subscription = subscription
        self.batch_size = batch_size
        self.concurrency = concurrency
        self.pause_s = pause_s
        super().__init__()

    def setup(self) -> None:
        service, queue = self.container.service_name, self.subscription.queue
        prefetch = config.get("PREFETCH_COUNT", 50)
        self._arrived: deque[Message] = deque()
        self._free = self.concurrency or prefetch
        self._began = -math.inf
        self._decoder = EventDecoder(self.subscription)
        self._retry_policy = RetryPolicy(service, queue, retry_tiers.tiers_from_environment())
        self.consumer = DrainingConsumer(
            config["AMQP_URI"], [Queue(queue, no_declare=True)], self._on_message,
            prefetch, on_connected=health.register_connection(queue),
        )  # fmt: skip
        self.consumer.watch_settling(queue, service, config.get("UNSETTLED_LIMIT_S", UNSETTLED_LIMIT_S))
        metrics.DEAD_LETTERS.labels(service, queue)  # from 0, so that the first one is an increase

    def start(self) -> None:
        self.container.spawn_managed_thread(self.consumer.run, identifier=self.subscription.queue)
        self.consumer.wait_until_consumer_ready()

    def stop(self) -> None:
        self.consumer.stop()

    def _on_message(self, message: Message) -> None:
        self._arrived.append(message)
        self._start_call()

    def _start_call(self) -> None:
        """Give one of the free calls what has arrived by the time it begins."""
        # Not on the consumer's greenlet, which keeps the heartbeat and must neither publish nor wait for a worker.
        if self._free > 0 and self._arrived:
            self._free -= 1
            self.container.spawn_managed_thread(self._call, identifier=f"taking {self.subscription.queue}")

    def _call(self) -> None:
        self._pause()
        batch = [each for each in map(self._decode, self._next_messages()) if each is not None]
        if batch:
            self._spawn(batch, self._end_call)
        else:
            self._end_call()

    def _pause(self) -> None:
        """Let more arrive, unless a full batch is there, or one that is handled alone."""
        now = time.monotonic()
        full = len(self._arrived) >= self.batch_size
        if full or (self._arrived and redelivery_count(self._arrived[0]) > 0):
            self._began = now
            return
        self._began = max(now, self._began + self.pause_s)
        if self._began > now:
            sleep(self._began - now)

    def _end_call(self) -> None:
        self._free += 1
        self._start_call()

    def _next_messages(self) -> list[Message]:
        messages: list[Message] = []
        while self._arrived and len(messages) < self.batch_size:
            alone = redelivery_count(self._arrived[0]) > 0
            if alone and messages:
                break
            messages.append(self._arrived.popleft())
            if alone:
                break
        return messages

    def _decode(self, message: Message) -> _Delivery | None:
        """None when the message is no event of the subscription; it is settled then. Does not raise."""
        try:
            if exceeds_redelivery_limit(message):
                self._dead_letter(message, "delivery_limit")
                return None
            event = self._decoder.decode(message)
            return _Delivery(message, ReceivedEvent(event, self._context(message, event)))
        except UndecodableEvent as error:
            self._dead_letter(message, error.reason)
        except Exception:
            log.exception("a message of %s could not be taken", self.subscription.queue)
            self._give_up(message)
        return None

    def _spawn(self, batch: list[_Delivery], then: Callable[[], None]) -> None:
        """Run the service method in a worker; `then` is called at its end."""
        handle_result = functools.partial(self._settle, batch, then)
        received = [each.received for each in batch]
        try:
            self.container.spawn_worker(self, (received,), {}, {}, handle_result)
        except ContainerBeingKilled:
            for each in batch:
                self.consumer.requeue(each.message)

    def _context(self, message: Message, event: AnyEvent) -> Context:
        """The event's trace and language, the service as actor, no deadline: the publisher waits for nothing."""
        context = Context.from_headers(message.headers).as_service(self.container.service_name)
        return replace(
            context,
            correlation_id=event.correlation_id,
            causation_id=event.event_id,
            traceparent=event.traceparent or context.traceparent,
            locale="en" if event.locale == "en" else "vi",
            deadline=None,
        )

    def _settle(
        self, batch: list[_Delivery], then: Callable[[], None], _worker: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        try:
            if exc_info is None:
                self.consumer.ack_all([each.message for each in batch])
                self._measure(batch)
            elif len(batch) > 1:
                again = functools.partial(self._handle_one_by_one, batch)
                self.container.spawn_managed_thread(again, identifier=f"again {self.subscription.queue}")
            else:
                self._settle_failure(batch[0], exc_info[1])
        except Exception:
            log.exception("the outcome of messages of %s could not be told", self.subscription.queue)
            for each in batch:
                self._give_up(each.message)
        then()
        return result, exc_info

    def _handle_one_by_one(self, batch: list[_Delivery]) -> None:
        for each in batch:
            self._spawn([each], lambda: None)

    def _settle_failure(self, delivery: _Delivery, error: BaseException) -> None:
        outgoing = self._retry_policy.next_message(delivery.message, error)
        self._publish_failure(delivery.message, delivery.received.event.type, outgoing)

    def _measure(self, batch: list[_Delivery]) -> None:
        now, service, duplicates = utcnow(), self.container.service_name, duplicate_events.get()
        for event, _context in (each.received for each in batch):
            self._count(event.type, "duplicate" if event.event_id in duplicates else "ok")
            age_s = max(0.0, (now - event.occurred_at).total_seconds())
            metrics.EVENT_AGE.labels(service, event.type).observe(age_s)

    def _give_up(self, message: Message) -> None:
        """Let the broker put it among the dead letters, without headers of ours: whatever happens, it is settled."""
        self.consumer.reject(message)
        metrics.DEAD_LETTERS.labels(self.container.service_name, self.subscription.queue).inc()

    def _dead_letter(self, message: Message, reason: str) -> None:
        self._publish_failure(message, "unreadable", self._retry_policy.dead_letter(message, reason))

    def _publish_failure(self, message: Message, event_type: str, outgoing: OutgoingMessage) -> None:
        """Acknowledged only once the retry is confirmed: a message may be doubled, never lost. Does not raise."""
        dead = outgoing.exchange.startswith("dead.")
        try:
            self.failures_publisher.send(outgoing)
        except NotPublished as error:
            log.warning("a failed message stays in %s: %s", self.subscription.queue, error)
            sleep(_REQUEUE_PAUSE_S)
            self.consumer.requeue(message)
            return
        self.consumer.ack(message)
        self._count(event_type, "dead" if dead else "retry")
        if dead:
            metrics.DEAD_LETTERS.labels(self.container.service_name, self.subscription.queue).inc()
            log.error("dead letter from %s", self.subscription.queue, extra=_log_fields(outgoing))

    def _count(self, event_type: str, outcome: str) -> None:
        service = self.container.service_name
        metrics.EVENTS_HANDLED.labels(service, event_type, self.subscription.purpose, outcome).inc()


def event_handler(subscription: Subscription) -> Callable[[EventFunction], EventFunction]:
    """Decorator: the service method handles the events of `subscription`.

    It runs at least once per event, in any order, several at a time; `Store.handle_once` makes the effect happen
    once. A ServiceError that is not retryable, or a ValidationError, dead-letters the event at once; any other
    exception retries it after each of the tiers, then dead-letters it.
    """

    def decorate(function: EventFunction) -> EventFunction:
        @functools.wraps(function)
        def handle(self: Any, received: Sequence[ReceivedEvent]) -> None:
            (only,) = received
            with _logged(received):
                function(self, *only)

        return cast("EventFunction", EventEntrypoint.decorator(subscription, 1, None, 0.0)(handle))

    return decorate


def event_batch_handler(
    subscription: Subscription,
    most: int = BATCH_SIZE,
    concurrency: int = CONCURRENT_BATCHES,
    pause_s: float = 0.0,
) -> Callable[[EventBatchFunction], EventBatchFunction]:
    """Decorator: the service method handles the events of `subscription` that are there, up to `most` of them, as one list.

    It runs `concurrency` times at once at most, and no sooner than `pause_s` after it was begun before: under load more come
    together, and after a rest nothing waits. `Store.handle_batch_once` makes the effects happen once, in one transaction.
    When it raises, it is called again with each event alone, and for one event what `event_handler` says of exceptions
    holds: one that fails spoils no other.
    """

    def decorate(function: EventBatchFunction) -> EventBatchFunction:
        @functools.wraps(function)
        def handle(self: Any, received: Sequence[ReceivedEvent]) -> None:
            with _logged(received):
                function(self, received)

        entrypoint = EventEntrypoint.decorator(subscription, most, concurrency, pause_s)
        handler: EventBatchFunction = entrypoint(handle)
        return handler

    return decorate


@contextmanager
def _logged(received: Sequence[ReceivedEvent]) -> Iterator[None]:
    """Context of a handler's run: its trace, where it has one event, and the log line of its failure."""
    event, context = received[0]
    if len(received) == 1:
        set_trace_id(context.trace_id)
        what, ids = f"handling {event.type}", {"event_id": event.event_id, "aggregate_id": event.aggregate_id}
    else:
        what, ids = f"handling {len(received)} events at once", {"event_id": event.event_id}
    try:
        yield
    except Exception as error:
        log_failure(log, what, error, ids)
        raise


def _log_fields(outgoing: OutgoingMessage) -> dict[str, Any]:
    return {"event_id": outgoing.message_id, "reason": outgoing.headers.get("reason")}
