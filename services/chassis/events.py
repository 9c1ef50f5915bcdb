"""Event handlers: at least once, with retries by tiers, dead letters, and a polite end."""

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

from chassis import metrics, tiers
from chassis.consume import DrainingConsumer
from chassis.context import Context
from chassis.event_codec import EventReader, Unreadable
from chassis.green_publish import GreenPublisher
from chassis.health import health
from chassis.inbox import seen_before
from chassis.logs import set_trace
from chassis.moments import now
from chassis.publish import Letter, NotPublished
from chassis.retries import Failures, crashed_too_often, log_failure
from contracts.events import AnyEvent, Subscription

log = logging.getLogger(__name__)

Handler = Callable[[Any, AnyEvent, Context], None]

#: Rest before a message goes back whose failure could not be told to the broker.
_BREATH_S = 1.0


class FailurePublisher(SharedExtension):
    """The connection of this process for messages on their way to a tier or to the dead letters."""

    def setup(self) -> None:
        self._publisher = GreenPublisher(config["AMQP_URI"])

    def stop(self) -> None:
        self._publisher.discard()

    def send(self, letter: Letter) -> None:
        """Raises NotPublished, also when no queue takes it."""
        if self._publisher.publish([letter]):
            raise NotPublished(f"no queue behind {letter.exchange}")


class EventHandler(Entrypoint):
    """Consumes the queue of one subscription. The queue is the topology's: it must be there before."""

    failures_publisher = FailurePublisher()
    consumer: DrainingConsumer

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        super().__init__()

    def setup(self) -> None:
        service, queue = self.container.service_name, self.subscription.queue
        self._reader = EventReader(self.subscription)
        self._failures = Failures(service, queue, tiers.from_environment())
        self.consumer = DrainingConsumer(
            config["AMQP_URI"], [Queue(queue, no_declare=True)], self._receive,
            config.get("PREFETCH_COUNT", 50), on_connected=health.connection(queue),
        )  # fmt: skip

    def start(self) -> None:
        self.container.spawn_managed_thread(self.consumer.run, identifier=self.subscription.queue)
        self.consumer.wait_until_consumer_ready()

    def stop(self) -> None:
        self.consumer.stop()

    def _receive(self, message: Message) -> None:
        # Off the consumer's greenlet: it keeps the heartbeat and must neither publish nor wait for a worker.
        take = functools.partial(self._take, message)
        self.container.spawn_managed_thread(take, identifier=f"taking {self.subscription.queue}")

    def _take(self, message: Message) -> None:
        if crashed_too_often(message):
            self._lay_aside(message, "delivery_limit")
            return
        try:
            event = self._reader.read(message)
        except Unreadable as error:
            self._lay_aside(message, error.reason)
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
        """The event's trace, the service acting for itself, and no deadline of somebody else's."""
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
        if exc_info is None:
            self._count(event.type, "duplicate" if seen_before.get() else "ok")
            age_s = (now() - event.occurred_at).total_seconds()
            metrics.EVENT_AGE.labels(self.container.service_name, event.type).observe(max(0.0, age_s))
            self.consumer.ack(message)
        else:
            self._hand_over(message, event.type, self._failures.after(message, exc_info[1]))
        return result, exc_info

    def _lay_aside(self, message: Message, reason: str) -> None:
        self._hand_over(message, "unreadable", self._failures.dead(message, reason))

    def _hand_over(self, message: Message, event_type: str, letter: Letter) -> None:
        """Confirmed there before acknowledged here: a message may be doubled, never lost. Does not raise."""
        dead = letter.exchange.startswith("dead.")
        try:
            self.failures_publisher.send(letter)
        except NotPublished as error:
            log.warning("a failed message stays in %s: %s", self.subscription.queue, error)
            sleep(_BREATH_S)
            self.consumer.requeue(message)
            return
        self.consumer.ack(message)
        self._count(event_type, "dead" if dead else "retry")
        if dead:
            metrics.DEAD_LETTERS.labels(self.container.service_name, self.subscription.queue).inc()
            log.error("dead letter from %s", self.subscription.queue, extra=_what(letter))

    def _count(self, event_type: str, outcome: str) -> None:
        service = self.container.service_name
        metrics.EVENTS_HANDLED.labels(service, event_type, self.subscription.purpose, outcome).inc()


def event_handler(subscription: Subscription) -> Callable[[Handler], Handler]:
    """Make a service method handle the events of `subscription`.

    It runs at least once per event, in any order, several at a time; `Store.consume` makes the effect happen
    once. When it raises a ServiceError that is not retryable, or a ValidationError, the event is laid among the
    dead letters at once; anything else is tried again after each of the tiers, then laid there.
    """

    def decorate(function: Handler) -> Handler:
        @functools.wraps(function)
        def traced(self: Any, event: AnyEvent, context: Context) -> None:
            set_trace(context.trace_id)
            try:
                function(self, event, context)
            except Exception as error:
                log_failure(log, f"handling {event.type}", error, _ids(event))
                raise

        handler: Handler = EventHandler.decorator(subscription)(traced)
        return handler

    return decorate


def _ids(event: AnyEvent) -> dict[str, Any]:
    return {"event_id": event.event_id, "aggregate_id": event.aggregate_id}


def _what(letter: Letter) -> dict[str, Any]:
    return {"event_id": letter.message_id, "reason": letter.headers.get("reason")}
