"""Blocking RPC client for plain processes (command line, tests): one call at a time, no eventlet."""

import time
import uuid
from types import TracebackType
from typing import Any, TypeVar

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message

from chassis.amqp.rpc_protocol import (
    CONTENT_TYPE,
    REPLY_QUEUE_EXPIRES_MS,
    RPC_EXCHANGE,
    decode_reply,
    encode_request,
    reply_queue_name,
    user_of,
)
from chassis.core.context import Context
from contracts.base import Actor, ActorKind, Method, Model
from contracts.errors import ErrorCode, ServiceError

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)

CONNECT_TIMEOUT_S = 5


class BlockingRpcClient:
    """Blocking client that calls methods of the contracts as an operator, or as the actor of the given context.

    Not thread-safe. Raises ServiceError as `chassis.runtime.rpc_client` does; OSError when the broker is not reachable.
    """

    def __init__(self, amqp_uri: str, name: str = "cli") -> None:
        self.name = name
        self.user = user_of(amqp_uri)
        self.connection = Connection(amqp_uri, connect_timeout=CONNECT_TIMEOUT_S)
        self.channel = self.connection.channel()
        self.reply_to = str(uuid.uuid4())
        self.replies: dict[str, bytes | None] = {}
        exchange = Exchange(RPC_EXCHANGE, type="topic", durable=True)
        queue = Queue(
            reply_queue_name(name, self.reply_to),
            exchange,
            self.reply_to,
            expires=REPLY_QUEUE_EXPIRES_MS / 1000,
        )
        self.consumer = Consumer(self.channel, [queue], on_message=self._on_reply, no_ack=True)
        self.consumer.consume()
        self.producer = Producer(self.channel, exchange, on_return=self._on_return)

    def __enter__(self) -> "BlockingRpcClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.release()

    def call(
        self,
        method: Method[Req, Res],
        request: Req,
        context: Context | None = None,
        timeout_s: float = 10.0,
    ) -> Res:
        """Call `method` and wait for its answer, at most `timeout_s` seconds. Raises ServiceError."""
        context = (context or Context.new(Actor(kind=ActorKind.OPERATOR, name=self.name))).within(timeout_s)
        correlation_id = str(uuid.uuid4())
        self.producer.publish(
            encode_request(request),
            routing_key=method.routing_key,
            mandatory=True,
            delivery_mode=1,
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            correlation_id=correlation_id,
            reply_to=self.reply_to,
            expiration=timeout_s,
            user_id=self.user,
            headers=context.to_headers(),
        )
        result: Res = decode_reply(method, self._wait(correlation_id, context.remaining_s() or 0.0))
        return result

    def _wait(self, correlation_id: str, timeout_s: float) -> bytes:
        deadline = time.monotonic() + timeout_s
        while correlation_id not in self.replies:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
            try:
                self.connection.drain_events(timeout=remaining)
            except TimeoutError:
                raise ServiceError(ErrorCode.DEADLINE_EXCEEDED) from None
        body = self.replies.pop(correlation_id)
        if body is None:
            raise ServiceError(ErrorCode.UNKNOWN_SERVICE)
        return body

    def _on_reply(self, message: Message) -> None:
        body = message.body
        self.replies[message.properties.get("correlation_id")] = (
            body.encode() if isinstance(body, str) else body
        )

    def _on_return(self, *returned: Any) -> None:
        self.replies[returned[-1].properties["correlation_id"]] = None
