"""Events that every process of a service hears, by a queue of its own that goes with its connection (`LIVE_EVENTS`).

For what a process remembers of another service. What is to be done once for a service comes by a subscription.
"""

import json
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from eventlet import sleep
from kombu import Exchange, Queue, binding
from kombu.message import Message
from nameko import config
from nameko.extensions import SharedExtension

from chassis.amqp.permissions import LIVE_QUEUES
from chassis.amqp.topology import events_exchange
from chassis.runtime.consumer import DrainingConsumer
from contracts import accounts
from contracts.topology import LIVE_EVENTS

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]
Listener = Callable[[Payload | None], None]
"""Gets the payload of an event as it came; None when some may have been missed, because the process was not connected. Must
not block."""

_AGAIN_S = 2.0
"""Until it is tried again to listen where the broker refuses it: its topology is older than this release."""


class LiveEvents(SharedExtension):
    """`listeners`: who is called, by the name of the type. Of the service class, those of its `live_listeners`."""

    def __init__(self) -> None:
        self.listeners: dict[str, list[Listener]] = {}
        self.consumer: DrainingConsumer | None = None

    def setup(self) -> None:
        service = self.container.service_name
        own: Mapping[str, Listener] = getattr(self.container.service_cls, "live_listeners", {})
        for name, listener in own.items():
            self.listen(name, listener)
        kinds = LIVE_EVENTS.get(service, ())
        if kinds:
            exchange = Exchange(events_exchange(accounts.SERVICE), type="topic", no_declare=True)
            queue = Queue(
                f"{LIVE_QUEUES}{service}-{uuid.uuid4()}",
                bindings=[binding(exchange, kind.name) for kind in kinds],
                durable=False,
                exclusive=True,
                auto_delete=True,
            )
            self.consumer = _LiveConsumer(
                config["AMQP_URI"], [queue], self._on_message, 0, no_ack=True, on_connected=self._on_connected
            )

    def start(self) -> None:
        """Nobody waits for it: what is remembered grows old by itself."""
        if self.consumer is not None:
            self.container.spawn_managed_thread(self.consumer.run, identifier="live events")

    def stop(self) -> None:
        if self.consumer is not None:
            self.consumer.stop()

    def listen(self, name: str, listener: Listener) -> None:
        """To events of the type, from the start of the process on."""
        self.listeners.setdefault(name, []).append(listener)

    def _on_connected(self, connected: bool, _reason: str) -> None:
        if connected:
            for listeners in self.listeners.values():
                for listener in listeners:
                    listener(None)

    def _on_message(self, message: Message) -> None:
        try:
            event = json.loads(message.body)
            name, payload = event["type"], dict(event["payload"])
        except (ValueError, KeyError, TypeError):
            log.error("an event of accounts cannot be read")
            return
        for listener in self.listeners.get(name, ()):
            listener(payload)


class _LiveConsumer(DrainingConsumer):
    """One that the broker may refuse: the service works without it."""

    def consume(self, **kwargs: Any) -> Iterator[None]:
        try:
            yield from super().consume(**kwargs)
        except self.channel_errors as error:
            log.warning("no live events yet: %s", type(error).__name__)
            if not self.stopping:
                sleep(_AGAIN_S)
            raise
