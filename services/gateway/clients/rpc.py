"""Calls to the services: nameko's RPC protocol over asyncio, typed, with a deadline."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import aiormq
from aiormq.abc import DeliveredMessage
from aiormq.exceptions import DeliveryError, PublishError
from pamqp.commands import Basic

from chassis.amqp.rpc_protocol import (
    CONTENT_TYPE,
    RPC_EXCHANGE,
    decode_json_reply,
    decode_raw_reply,
    decode_reply,
    encode_raw_request,
    encode_request,
    user_of,
)
from chassis.core.context import Context
from chassis.observability import metrics
from contracts.base import AnyMethod, Method, Model
from contracts.errors import ErrorCode, ServiceError
from gateway.clients.amqp_connection import CONNECTION_ERRORS, AmqpConnection
from gateway.clients.service_presence import ServicePresence, waited_since

log = logging.getLogger(__name__)

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)

LOST = b""
"""Put in place of a reply that will not come: the connection is lost, or the service is away. No reply is empty."""


class AsyncRpcClient:
    """Calls over one connection and one reply queue for the whole process.

    A call is forgotten however it ends. When the connection is lost, every call in flight fails at once with
    `unavailable`: its outcome is unknown, and repeating it with the same command id is safe.
    """

    def __init__(
        self,
        uri: str,
        service: str = "gateway",
        on_connected: Callable[[aiormq.Connection], Coroutine[None, None, None]] | None = None,
    ) -> None:
        self.service = service
        self._user = user_of(uri)
        self.pending: dict[str, asyncio.Future[bytes]] = {}
        self._sent: dict[str, tuple[str, float]] = {}
        """Service and time of each pending call, by correlation id."""
        self._unconfirmed: set[asyncio.Timeout] = set()
        """The time limits of those calls that the broker has not confirmed yet."""
        self._watching: asyncio.Task[None] | None = None
        self.connection = AmqpConnection(
            uri, service, str(uuid.uuid4()), self._on_reply, self._on_state, on_connected, self._on_blocked
        )
        self.presence = ServicePresence(
            self.connection.open_channel, lambda: waited_since(self._sent.values()), self._on_away
        )
        metrics.BROKER_BLOCKED.labels(service).set(False)
        metrics.RPC_CLIENT_PENDING.labels(service).set_function(lambda: len(self.pending))

    def start(self) -> None:
        """Connect in the background, and again after every loss."""
        self.connection.start()
        self._watching = asyncio.create_task(self.presence.run(), name="service presence")

    async def wait_connected(self, seconds: float) -> None:
        """Returns when calls can be made, or when the time is over."""
        await self.connection.wait_opened(seconds)

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        await self.connection.stop()

    @property
    def connected(self) -> bool:
        return self.connection.channel is not None

    async def call(
        self, method: Method[Req, Res], request: Req, context: Context, timeout_s: float | None = None
    ) -> Res:
        """Ask `method` and wait until the earlier of `timeout_s` and the context's deadline.

        Raises what the owner raised; unknown_service at once when nobody ever offered it; deadline_exceeded when
        no answer came in time (it may still have acted); unavailable when the broker is away or takes nothing, and when
        nobody serves the service.
        """
        within = context if timeout_s is None else context.within(timeout_s)
        result: Res = await self._measured(
            method, encode_request(request), within, lambda reply: decode_reply(method, reply)
        )
        return result

    async def call_json(self, method: AnyMethod, request: Model, context: Context) -> bytes:
        """As `call`, with the result as the JSON that the owner wrote: for answers that go on as they are."""
        answer: bytes = await self._measured(method, encode_request(request), context, decode_json_reply)
        return answer

    async def forward(self, method: AnyMethod, arguments: dict[str, Any], context: Context) -> Any:
        """As `call`, with arguments and a result that are plain JSON: the owner checks what it gets. For large
        batches, of which the gateway need not know the items."""
        return await self._measured(method, encode_raw_request(arguments), context, decode_raw_reply)

    async def _measured(
        self, method: AnyMethod, body: bytes, context: Context, read: Callable[[bytes], Any]
    ) -> Any:
        started, outcome = time.perf_counter(), "error"
        try:
            result = read(await self._exchange(method, body, context))
            outcome = "ok"
        except ServiceError as error:
            outcome = error.code
            raise
        finally:
            self._measure(method, outcome, time.perf_counter() - started)
        return result

    async def _exchange(self, method: AnyMethod, request: bytes, context: Context) -> bytes:
        correlation_id = str(uuid.uuid4())
        reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.pending[correlation_id] = reply
        self._sent[correlation_id] = method.service, time.monotonic()
        try:
            await self._publish(method, request, context, correlation_id)
            body = await asyncio.wait_for(reply, _remaining(context))
        except TimeoutError:
            raise ServiceError(ErrorCode.DEADLINE_EXCEEDED) from None
        finally:
            self.pending.pop(correlation_id, None)
            self._sent.pop(correlation_id, None)
        if body == LOST:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        return body

    async def _publish(self, method: AnyMethod, body: bytes, context: Context, correlation_id: str) -> None:
        """Returns when the broker has the request. A broker that takes nothing (an alarm) is `unavailable`."""
        channel, remaining = self.connection.channel, _remaining(context)
        if channel is None or self.connection.blocked or self.presence.is_away(method.service):
            raise ServiceError(ErrorCode.UNAVAILABLE)
        properties = Basic.Properties(
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            headers=context.with_call(method.routing_key).to_headers(),
            delivery_mode=1,
            correlation_id=correlation_id,
            message_id=correlation_id,
            reply_to=self.connection.reply_to,
            expiration=str(max(1, int(remaining * 1000))),
            user_id=self._user,
        )
        try:
            async with asyncio.timeout(remaining) as limit:
                self._unconfirmed.add(limit)
                await channel.basic_publish(
                    body,
                    exchange=RPC_EXCHANGE,
                    routing_key=method.routing_key,
                    properties=properties,
                    mandatory=True,
                )
        except PublishError:
            raise ServiceError(ErrorCode.UNKNOWN_SERVICE) from None
        except (DeliveryError, TimeoutError, *CONNECTION_ERRORS):
            raise ServiceError(ErrorCode.UNAVAILABLE) from None
        finally:
            self._unconfirmed.discard(limit)

    def _on_reply(self, message: DeliveredMessage) -> None:
        waiting = self.pending.get(message.header.properties.correlation_id or "")
        if waiting is not None and not waiting.done():
            waiting.set_result(message.body)

    def _on_state(self, connected: bool) -> None:
        metrics.AMQP_CONNECTED.labels(self.service, "rpc").set(connected)
        self.presence.forget()
        if not connected:
            self._lose(self.pending)

    def _on_blocked(self, blocked: bool) -> None:
        """What the broker has not taken yet it will not take in time: those calls end now."""
        metrics.BROKER_BLOCKED.labels(self.service).set(blocked)
        if blocked:
            now = asyncio.get_running_loop().time()
            for limit in self._unconfirmed:
                with suppress(RuntimeError):  # one that has just expired
                    limit.reschedule(now)

    def _on_away(self, service: str) -> None:
        """Nobody takes the requests of this service: those who wait for it are told."""
        self._lose(call for call, (target, _) in self._sent.items() if target == service)

    def _lose(self, calls: Iterable[str]) -> None:
        for call in list(calls):
            waiting = self.pending.get(call)
            if waiting is not None and not waiting.done():
                waiting.set_result(LOST)

    def _measure(self, method: AnyMethod, outcome: str, seconds: float) -> None:
        labels = self.service, method.service, method.name
        metrics.RPC_CLIENT_REQUESTS.labels(*labels, outcome).inc()
        metrics.RPC_CLIENT_DURATION.labels(*labels).observe(seconds)


def _remaining(context: Context) -> float:
    remaining = context.remaining_s()
    if remaining is None or remaining <= 0:
        raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
    return remaining
