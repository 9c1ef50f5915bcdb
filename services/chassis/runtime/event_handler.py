"""Entrypoints of events: delivered at least once, retried through the broker's tiers, dead-lettered after them."""

import functools
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from eventlet import sleep
from kombu import Queue
from kombu.message import Message
from nameko import config
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension

from chassis.amqp import retry_tiers
from chassis.amqp.event_decoder import EventDecoder, UndecodableEvent
from chassis.amqp.publisher import NotPublished, OutgoingMessage
from chassis.amqp.retry_policy import RetryPolicy, exceeds_redelivery_limit, log_failure
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.health import health
from chassis.observability.json_logging import set_trace_id
from chassis.runtime.consumer import UNSETTLED_LIMIT_S, DrainingConsumer
from chassis.runtime.publisher import CooperativePublisher
from chassis.storage.inbox import event_was_duplicate
from contracts.events import AnyEvent, Subscription

log = logging.getLogger(__name__)

EventFunction = Callable[[Any, AnyEvent, Context], None]

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


class EventEntrypoint(Entrypoint):
    """nameko entrypoint of one subscription. The topology declares its queue before the service starts."""

    failures_publisher = FailurePublisher()
    consumer: DrainingConsumer

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        super().__init__()

    def setup(self) -> None:
        service, queue = self.container.service_name, self.subscription.queue
        self._decoder = EventDecoder(self.subscription)
        self._retry_policy = RetryPolicy(service, queue, retry_tiers.tiers_from_environment())
        self.consumer = DrainingConsumer(
            config["AMQP_URI"], [Queue(queue, no_declare=True)], self._on_message,
            config.get("PREFETCH_COUNT", 50), on_connected=health.register_connection(queue),
        )  # fmt: skip
        self.consumer.watch_settling(queue, service, config.get("UNSETTLED_LIMIT_S", UNSETTLED_LIMIT_S))
        metrics.DEAD_LETTERS.labels(service, queue)  # from 0, so that the first one is an increase

    def start(self) -> None:
        self.container.spawn_managed_thread(self.consumer.run, identifier=self.subscription.queue)
        self.consumer.wait_until_consumer_ready()

    def stop(self) -> None:
        self.consumer.stop()

    def _on_message(self, message: Message) -> None:
        # Not on the consumer's greenlet, which keeps the heartbeat and must neither publish nor wait for a worker.
        take = functools.partial(self._decode_and_handle, message)
        self.container.spawn_managed_thread(take, identifier=f"taking {self.subscription.queue}")

    def _decode_and_handle(self, message: Message) -> None:
        try:
            self._take(message)
        except Exception:
            log.exception("a message of %s could not be taken", self.subscription.queue)
            self._give_up(message)

    def _take(self, message: Message) -> None:
        if exceeds_redelivery_limit(message):
            self._dead_letter(message, "delivery_limit")
            return
        try:
            event = self._decoder.decode(message)
        except UndecodableEvent as error:
            self._dead_letter(message, error.reason)
            return
        self._spawn(message, event)

    def _spawn(self, message: Message, event: AnyEvent) -> None:
        context = self._context(message, event)
        handle_result = functools.partial(self._settle, message, event)
        try:
            self.container.spawn_worker(self, (event, context), {}, {}, handle_result)
        except ContainerBeingKilled:
            self.consumer.requeue(message)

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
        self, message: Message, event: AnyEvent, _worker: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        try:
            if exc_info is None:
                self.consumer.ack(message)
                self._measure(event)
            else:
                outgoing = self._retry_policy.next_message(message, exc_info[1])
                self._publish_failure(message, event.type, outgoing)
        except Exception:
            log.exception("the outcome of a message of %s could not be told", self.subscription.queue)
            self._give_up(message)
        return result, exc_info

    def _measure(self, event: AnyEvent) -> None:
        self._count(event.type, "duplicate" if event_was_duplicate.get() else "ok")
        age_s = (utcnow() - event.occurred_at).total_seconds()
        metrics.EVENT_AGE.labels(self.container.service_name, event.type).observe(max(0.0, age_s))

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
        def traced(self: Any, event: AnyEvent, context: Context) -> None:
            set_trace_id(context.trace_id)
            try:
                function(self, event, context)
            except Exception as error:
                log_failure(log, f"handling {event.type}", error, _ids(event))
                raise

        handler: EventFunction = EventEntrypoint.decorator(subscription)(traced)
        return handler

    return decorate


def _ids(event: AnyEvent) -> dict[str, Any]:
    return {"event_id": event.event_id, "aggregate_id": event.aggregate_id}


def _log_fields(outgoing: OutgoingMessage) -> dict[str, Any]:
    return {"event_id": outgoing.message_id, "reason": outgoing.headers.get("reason")}
