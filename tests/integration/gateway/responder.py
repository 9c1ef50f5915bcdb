"""Plays services over nameko's wire protocol, written with kombu apart from our own client and server code."""

from __future__ import annotations

import importlib
import json
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from contracts.base import AnyMethod, Model
from contracts.errors import ServiceError

kombu: Any = importlib.import_module("kombu")  # it ships half of its types

Answer = Model | ServiceError | Callable[[dict[str, Any], dict[str, Any]], Model | ServiceError | None]
EXCHANGE = kombu.Exchange("nameko-rpc", type="topic", durable=True)
QUEUE = "rpc-responder"


class RpcResponder:
    """`offer(method, answer)` plays one method; `calls` holds (routing key, arguments, headers) as they came."""

    def __init__(self, uri: str, queue: str = QUEUE) -> None:
        self.queue = queue
        self.uri = uri
        self.calls: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.properties: list[dict[str, Any]] = []
        self._answers: dict[str, Answer] = {}
        self._arrived: deque[Any] = deque()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> RpcResponder:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(10)

    def offer(self, method: AnyMethod, answer: Answer) -> None:
        if method.routing_key not in self._answers:
            self._declare(method)
        self._answers[method.routing_key] = answer
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def arguments(self, method: AnyMethod) -> dict[str, Any]:
        """Those of the last call of `method`."""
        return next(arguments for key, arguments, _ in reversed(self.calls) if key == method.routing_key)

    def headers(self, method: AnyMethod) -> dict[str, Any]:
        return next(headers for key, _, headers in reversed(self.calls) if key == method.routing_key)

    def count(self, method: AnyMethod) -> int:
        return sum(key == method.routing_key for key, _, _ in self.calls)

    def _declare(self, method: AnyMethod) -> None:
        with kombu.Connection(self.uri) as connection:
            kombu.Queue(self.queue, EXCHANGE, method.routing_key, durable=True).bind(
                connection.default_channel
            ).declare()

    def _run(self) -> None:
        with kombu.Connection(self.uri) as connection, connection.Producer() as producer:
            queue = kombu.Queue(self.queue, no_declare=True)
            with connection.Consumer([queue], on_message=self._arrived.append, accept=["json"], no_ack=True):
                while not self._stop.is_set():
                    self._take(connection)
                    while self._arrived:
                        self._answer(self._arrived.popleft(), producer)

    def _take(self, connection: Any) -> None:
        try:
            connection.drain_events(timeout=0.05)
        except TimeoutError:
            return

    def _answer(self, message: Any, producer: Any) -> None:
        key = message.delivery_info["routing_key"]
        arguments = json.loads(message.body)["kwargs"]
        self.properties.append(message.properties)
        self.calls.append((key, arguments, dict(message.headers)))
        answer = self._answers[key]
        given = answer(arguments, dict(message.headers)) if callable(answer) else answer
        if given is not None:
            self._reply(message, given, producer)

    def _reply(self, message: Any, answer: Model | ServiceError, producer: Any) -> None:
        if isinstance(answer, ServiceError):
            text = answer.to_json()
            fault = {
                "exc_type": "ServiceError",
                "exc_path": "x.ServiceError",
                "exc_args": [text],
                "value": text,
            }
            body: dict[str, Any] = {"result": None, "error": fault}
        else:
            body = {"result": answer.model_dump(mode="json"), "error": None}
        producer.publish(
            body,
            exchange=EXCHANGE.name,
            routing_key=message.properties["reply_to"],
            correlation_id=message.properties["correlation_id"],
            serializer="json",
        )
