"""A tap on the broker: every answer and every event that goes by, without disturbing anybody."""

from __future__ import annotations

import json
import threading
from typing import Any

from kombu import Connection, Consumer, Exchange, Queue
from kombu.message import Message

from chassis.amqp.rpc_protocol import RPC_EXCHANGE
from chassis.amqp.topology import events_exchange
from contracts import topology

QUEUE = "samples.tap"

Sample = dict[str, Any]


class BrokerTap:
    """Collects what passes between `start` and `stop`. Answers that are errors are left out.

    While it listens, no RPC request is unroutable: a service that does not run is not noticed at once.
    """

    def __init__(self, amqp_uri: str) -> None:
        self.answers: dict[str, list[Sample]] = {}
        self.events: dict[str, list[Sample]] = {}
        self._uri = amqp_uri
        self._asked: dict[str, str] = {}
        self._listening = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="samples tap", daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._listening.wait(30):
            raise TimeoutError("the tap does not reach the broker")

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        with Connection(self._uri) as connection:
            channel = connection.channel()
            queue = Queue(QUEUE, channel=channel, durable=False, exclusive=True, auto_delete=True)
            queue.declare()
            exchanges = [RPC_EXCHANGE, *map(events_exchange, topology.SERVICES)]
            for exchange in exchanges:
                declared = Exchange(exchange, type="topic", durable=True, channel=channel)
                declared.declare()
                queue.bind_to(declared, routing_key="#")
            with Consumer(channel, [queue], on_message=self._on_message, no_ack=True, prefetch_count=500):
                self._listening.set()
                while not self._stopping.is_set():
                    try:
                        connection.drain_events(timeout=0.2)
                    except TimeoutError:
                        connection.heartbeat_check()

    def _on_message(self, message: Message) -> None:
        info = message.delivery_info
        if info["exchange"] != RPC_EXCHANGE:
            self.events.setdefault(info["routing_key"], []).append(json.loads(message.body))
        elif message.properties.get("reply_to"):
            self._asked[message.properties["correlation_id"]] = info["routing_key"]
        else:
            self._on_reply(message)

    def _on_reply(self, message: Message) -> None:
        method = self._asked.pop(message.properties.get("correlation_id"), None)
        result = json.loads(message.body).get("result")
        if method is not None and result is not None:
            self.answers.setdefault(method, []).append(result)
