"""One long-lived connection to the broker that comes back by itself."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress

import aiormq
from aiormq.abc import DeliveredMessage
from aiormq.channel import Channel
from aiormq.exceptions import AMQPError
from yarl import URL

from chassis.amqp.rpc_protocol import REPLY_QUEUE_EXPIRES_MS, RPC_EXCHANGE, reply_queue_name
from chassis.core.backoff import Backoff

log = logging.getLogger(__name__)

HEARTBEAT_S = 10
CONNECT_TIMEOUT_S = 10.0
_RECONNECT = Backoff(first_s=0.1, longest_s=5.0)
CONNECTION_ERRORS = (AMQPError, OSError, RuntimeError, asyncio.TimeoutError)
"""What aiormq raises when the broker is away or goes away."""


class AmqpConnection:
    """Keeps a channel open that consumes this process's reply queue.

    `on_reply` gets every reply; `on_state` whether it is connected, at each change; `on_connected` may
    open more on each new connection.
    """

    def __init__(
        self,
        uri: str,
        service: str,
        reply_to: str,
        on_reply: Callable[[DeliveredMessage], None],
        on_state: Callable[[bool], None],
        on_connected: Callable[[aiormq.Connection], Coroutine[None, None, None]] | None = None,
    ) -> None:
        self.url = URL(uri) % {"heartbeat": str(HEARTBEAT_S), "name": service}
        self.reply_to = reply_to
        self.queue = reply_queue_name(service, reply_to)
        self.channel: Channel | None = None
        self._on_reply = on_reply
        self._on_state = on_state
        self._on_connected = on_connected
        self._task: asyncio.Task[None] | None = None
        self._opened = asyncio.Event()

    def start(self) -> None:
        """Begin to connect; does not wait."""
        self._task = asyncio.create_task(self._reconnect_forever(), name="amqp link")

    async def wait_opened(self, seconds: float) -> None:
        """Returns when it was connected for the first time, or when the time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._opened.wait(), seconds)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _reconnect_forever(self) -> None:
        failures = 0
        while True:
            try:
                await self._serve_once()
                failures = 0
            except CONNECTION_ERRORS as error:
                failures += 1
                log.warning("broker not reachable", extra={"error": type(error).__name__, "tries": failures})
            await asyncio.sleep(_RECONNECT.pause_s(failures))

    async def _serve_once(self) -> None:
        connection, also = aiormq.Connection(self.url), None
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await connection.connect()
                channel = await self._open(connection)
            also = self._open_more(connection)
            await self._serve(connection, channel)
        finally:
            if also is not None:
                also.cancel()
            with suppress(*CONNECTION_ERRORS):
                await asyncio.wait_for(connection.close(), 1.0)

    def _open_more(self, connection: aiormq.Connection) -> asyncio.Task[None] | None:
        if self._on_connected is None:
            return None
        return asyncio.create_task(self._on_connected(connection), name="amqp listener")

    async def _open(self, connection: aiormq.Connection) -> Channel:
        channel = await connection.channel(publisher_confirms=True)
        assert isinstance(channel, Channel)
        await channel.exchange_declare(RPC_EXCHANGE, exchange_type="topic", durable=True)
        await channel.queue_declare(self.queue, durable=True, arguments={"x-expires": REPLY_QUEUE_EXPIRES_MS})
        await channel.queue_bind(self.queue, RPC_EXCHANGE, routing_key=self.reply_to)
        await channel.basic_consume(self.queue, self._deliver, no_ack=True)
        return channel

    async def _serve(self, connection: aiormq.Connection, channel: Channel) -> None:
        cancelled = asyncio.Event()
        channel.on_consumer_cancel_callbacks.add(lambda _: cancelled.set())
        ends = [connection.closing, channel.closing, asyncio.ensure_future(cancelled.wait())]
        self.channel = channel
        self._on_state(True)
        self._opened.set()
        log.info("connected to the broker")
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.channel = None
            self._on_state(False)
            for end in ends:
                end.cancel()
        log.warning("connection to the broker lost")

    async def _deliver(self, message: DeliveredMessage) -> None:
        self._on_reply(message)
