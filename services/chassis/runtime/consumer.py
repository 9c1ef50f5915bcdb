"""Kombu consumer that reconnects, and on stop settles every delivery before it closes its connection."""

import itertools
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from amqp import spec
from eventlet import sleep
from eventlet.event import Event
from kombu import Connection, Queue
from kombu.exceptions import OperationalError
from kombu.message import Message
from nameko.amqp.consume import Consumer

from chassis.core.backoff import Backoff
from chassis.observability import metrics
from chassis.observability.health import health
from chassis.observability.probes import broker_reason

log = logging.getLogger(__name__)

HEARTBEAT_S = 30
CONNECT_TIMEOUT_S = 5
UNSETTLED_LIMIT_S = 120.0
"""Longer than any call or handler takes that ends."""
#: Seconds between two looks at an idle connection (heartbeat, a broker that does not answer `_wake_up`), and for the last
#: delivery to be settled after a request to stop.
_LOOK_S = 5.0
_STOPPING_LOOK_S = 0.05
_RECONNECT = Backoff(first_s=0.2, longest_s=2.0)


class Unsettled:
    """The deliveries of one channel that nobody has settled yet, by tag, with the time at which each came."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._since)

    def __contains__(self, tag: int) -> bool:
        return tag in self._since

    def tags(self) -> Iterator[int]:
        """Oldest first."""
        return iter(self._since)

    def add(self, tag: int) -> None:
        self._since[tag] = time.monotonic()

    def remove(self, tag: int) -> None:
        """One that is not there is no error."""
        self._since.pop(tag, None)

    def clear(self) -> None:
        self._since.clear()

    def oldest_s(self) -> float:
        """Age in seconds of the oldest, 0 when there is none: they came in the order in which they stand."""
        first = next(iter(self._since.values()), None)
        return 0.0 if first is None else time.monotonic() - first


class ConnectionLost(Exception):
    """Raised when there is no connection to publish on, or it broke while publishing."""


class StopRequested(Exception):
    """Raised inside to end the wait for an unreachable broker when the service stops."""


class DrainingConsumer(Consumer):
    """Kombu consumer that cancels its subscription on stop and keeps the connection until every delivery is settled.

    nameko's own consumer closes the connection while workers still run, so that the broker delivers their messages
    to another process and the work is done twice. `on_message` must settle each message exactly once, with `ack`,
    `reject` or `requeue` of this object. After a loss it reconnects within about 2 s of the broker's return; the
    broker delivers again what was not settled by then. `prefetch_count`: unsettled messages at a time, 0 for no
    limit; `on_connected` gets True and False as the connection comes and goes.
    """

    def __init__(
        self,
        amqp_uri: str,
        queues: list[Queue],
        on_message: Callable[[Message], None],
        prefetch_count: int,
        *,
        no_ack: bool = False,
        on_connected: Callable[[bool, str], None] | None = None,
    ) -> None:
        super().__init__(amqp_uri, queues=queues, heartbeat=HEARTBEAT_S, prefetch_count=prefetch_count)
        self.handle_message = on_message
        self.no_ack = no_ack
        self.on_connected = on_connected or (lambda _connected, _reason: None)
        self.channel: Any = None
        self.blocked = False
        self.unsettled = Unsettled()
        self.stopping = False
        self.cancelled = False
        self.drained = Event()

    @property
    def connection(self) -> Connection:
        options = {"on_blocked": self._on_blocked, "on_unblocked": self._on_unblocked}
        return Connection(
            self.amqp_uri,
            heartbeat=self.heartbeat,
            transport_options=options,
            connect_timeout=CONNECT_TIMEOUT_S,
        )

    def run(self) -> None:
        try:
            super().run()
        except StopRequested:
            log.info("stopped while the broker was unreachable")
        self.cancelled = True
        if not self.drained.ready():
            self.drained.send(None)

    def consume(self, **kwargs: Any) -> Iterator[None]:
        """As nameko's; sleeps until something comes, and looks often once a request to stop has been seen."""
        with self.consumer_context(**kwargs) as (connection, _channel, _consumers):
            while not self.should_stop:
                self.on_iteration()
                try:
                    connection.drain_events(timeout=_STOPPING_LOOK_S if self.cancelled else _LOOK_S)
                except TimeoutError:
                    connection.heartbeat_check()
                except OSError:
                    if not self.should_stop:
                        raise
                else:
                    yield

    def watch_settling(self, name: str, service: str, limit_s: float) -> None:
        """Readiness and metrics of what nobody settles: not ready while a delivery has waited longer than `limit_s`."""
        metrics.UNSETTLED_DELIVERIES.labels(service, name).set_function(lambda: len(self.unsettled))
        metrics.UNSETTLED_OLDEST.labels(service, name).set_function(self.unsettled.oldest_s)
        health.register(
            f"{name} settles",
            lambda: self.unsettled.oldest_s() <= limit_s,
            lambda: f"{len(self.unsettled)} unsettled, the oldest for {self.unsettled.oldest_s():.0f} s",
        )

    def stop(self) -> None:
        """Blocks until every delivery is settled; the drain deadline of the process bounds the wait."""
        if not self.stopping:
            self.stopping = True
            self._wake_up()
        self.drained.wait()

    def _wake_up(self) -> None:
        """Have the broker answer something: only the greenlet that reads may cancel, and it sleeps until something comes."""
        channel = self.channel
        if channel is not None:
            with suppress(OSError, *self.connection_errors, *self.channel_errors):
                channel.send_method(spec.Basic.Qos, "lBb", (0, self.prefetch_count, False))

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        """As kombu's, with our own back-off: reconnects within seconds instead of half a minute."""
        with self.create_connection() as connection:
            self._connect(connection)
            try:
                yield connection
            finally:
                self._disconnected()

    def _connect(self, connection: Connection) -> None:
        """Blocks until the broker takes the connection. Raises StopRequested."""
        failures = 0
        while True:
            self._raise_if_stopping()
            try:
                connection.ensure_connection(max_retries=0)
                return
            except OperationalError as error:
                failures += 1
                pause_s = _RECONNECT.pause_s(failures)
                self.on_connection_error(error.__cause__ or error, pause_s)
                sleep(pause_s)

    def get_consumers(self, consumer_cls: Any, channel: Any) -> list[Any]:
        self.unsettled.clear()
        self.channel = channel
        consumer = consumer_cls(
            queues=self.queues, on_message=self._deliver, no_ack=self.no_ack, accept=None, prefetch_count=None
        )
        if not self.no_ack:
            consumer.qos(prefetch_count=self.prefetch_count)
        self.consumers = [consumer]
        return self.consumers

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **kwargs: Any) -> None:
        self.blocked = False
        super().on_consume_ready(connection, channel, consumers, **kwargs)
        self.on_connected(True, "")

    def on_connection_error(self, exc: BaseException, interval: float) -> None:
        reason = broker_reason(exc)
        self._disconnected(reason)
        log.warning("broker not reachable: %s, next try in %.1f s", reason, interval)

    def on_iteration(self) -> None:
        if self.stopping and not self.cancelled:
            self.cancelled = True
            for consumer in self.consumers:
                consumer.cancel()
        if self.cancelled and not self.unsettled:
            self.should_stop = True

    def _deliver(self, message: Message) -> None:
        if not self.no_ack:
            self.unsettled.add(message.delivery_tag)
        if self.cancelled:
            self.requeue(message)
        else:
            self.handle_message(message)

    def ack(self, message: Message) -> None:
        self._settle(message, message.ack)

    def ack_all(self, messages: Sequence[Message]) -> None:
        """As `ack` for each, in one frame for all that are older than whatever is still unsettled."""
        mine = {each.delivery_tag: each for each in messages if each.channel is self.channel}
        oldest = list(itertools.takewhile(mine.__contains__, self.unsettled.tags()))
        if len(oldest) > 1:
            newest = mine[oldest[-1]]
            for tag in oldest:
                self.unsettled.remove(tag)
            self._send_settling(lambda: newest.channel.basic_ack(newest.delivery_tag, multiple=True))
        for each in messages:
            self.ack(each)

    def reject(self, message: Message) -> None:
        """Settle without requeueing: the message goes to the queue's dead-letter exchange."""
        self._settle(message, message.reject)

    def requeue(self, message: Message) -> None:
        self._settle(message, message.requeue)

    def _settle(self, message: Message, settle: Callable[[], None]) -> None:
        # A closed channel needs no settling: the broker has requeued the message already.
        if message.channel is self.channel and message.delivery_tag in self.unsettled:
            self.unsettled.remove(message.delivery_tag)
            self._send_settling(settle)

    def _send_settling(self, settle: Callable[[], None]) -> None:
        try:
            settle()
        except (OSError, *self.connection_errors, *self.channel_errors):
            log.warning("connection lost while settling a message; the broker will deliver it again")

    def abort_connection(self) -> None:
        """Close the socket: a frame may be half written, so nothing more can be sent on it."""
        channel, self.channel = self.channel, None
        if channel is not None and channel.connection and channel.connection.transport:
            shutdown_socket(channel.connection.transport.sock)
        self._disconnected()

    def _disconnected(self, reason: str = "") -> None:
        self.channel = None
        self.on_connected(False, reason)

    def _raise_if_stopping(self) -> None:
        if self.stopping:
            raise StopRequested

    def _on_blocked(self, _reason: str) -> None:
        self.blocked = True
        log.warning("the broker holds messages back: its memory or disk alarm")

    def _on_unblocked(self) -> None:
        self.blocked = False
        log.warning("the broker takes messages again")


def shutdown_socket(sock: Any) -> None:
    """Shut the socket down both ways: a blocked reader returns with an end of file. Never raises OSError."""
    with suppress(OSError):
        sock.shutdown(2)
