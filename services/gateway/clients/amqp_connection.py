"""One long-lived connection to the broker that comes back by itself."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from socket import gaierror

import aiormq
from aiormq.abc import AbstractChannel, DeliveredMessage
from aiormq.channel import Channel
from aiormq.exceptions import (
    AMQPConnectionError,
    AMQPError,
    AuthenticationError,
    ConnectionClosed,
    ProbableAuthenticationError,
)
from yarl import URL

from chassis.amqp.rpc_protocol import PROBE_KEY, REPLY_QUEUE_EXPIRES_MS, RPC_EXCHANGE, reply_queue_name
from chassis.core.backoff import Backoff

log = logging.getLogger(__name__)

HEARTBEAT_S = 10
CONNECT_TIMEOUT_S = 10.0
_RECONNECT = Backoff(first_s=0.1, longest_s=5.0)
_ALARM_POLL_S = 0.5
_PROBE_S = 0.1
_PROBE_EVERY_S = 5.0
CONNECTION_ERRORS = (AMQPError, OSError, RuntimeError, asyncio.TimeoutError)
"""What aiormq raises when the broker is away or goes away."""


class AmqpConnection:
    """Keeps a channel open that consumes this process's reply queue.

    `on_reply` gets every reply; `on_state` whether it is connected, at each change; `on_blocked` whether the broker
    holds messages back (its memory or disk alarm), at each change; `on_connected` may open more on each new connection.
    """

    def __init__(
        self,
        uri: str,
        service: str,
        reply_to: str,
        on_reply: Callable[[DeliveredMessage], None],
        on_state: Callable[[bool], None],
        on_connected: Callable[[aiormq.Connection], Coroutine[None, None, None]] | None = None,
        on_blocked: Callable[[bool], None] = lambda _blocked: None,
    ) -> None:
        self.url = URL(uri) % {"heartbeat": str(HEARTBEAT_S), "name": service}
        self.reply_to = reply_to
        self.queue = reply_queue_name(service, reply_to)
        self.channel: Channel | None = None
        self.blocked = False
        self.reason = ""
        """Why there is no connection; empty while there is one."""
        self._connection: aiormq.Connection | None = None
        self._on_blocked = on_blocked
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
                self.reason = reason_of(error)
                log.warning("broker not reachable", extra={"reason": self.reason, "tries": failures})
            await asyncio.sleep(_RECONNECT.pause_s(failures))

    async def _serve_once(self) -> None:
        connection, also = aiormq.Connection(self.url), None
        watching = asyncio.create_task(self._watch_blocked(connection), name="amqp alarm")
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await connection.connect()
                channel = await self._open(connection)
            also = self._open_more(connection)
            await self._serve(connection, channel)
        finally:
            watching.cancel()
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
        self.channel, self._connection, self.reason = channel, connection, ""
        self._on_state(True)
        self._opened.set()
        log.info("connected to the broker")
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.channel = self._connection = None
            self._set_blocked(False)
            self._on_state(False)
            for end in ends:
                end.cancel()
        log.warning("connection to the broker lost")

    def open_channel(self) -> "asyncio.Future[AbstractChannel] | None":
        """A further channel on the connection; None while there is none."""
        return None if self._connection is None else asyncio.ensure_future(self._connection.channel())

    async def _watch_blocked(self, connection: aiormq.Connection) -> None:
        """aiormq tells nobody that the broker blocks a connection: `ready` just does not return meanwhile.

        The broker says so only to a connection that publishes, so a quiet one sends a message to nobody now and then.
        """
        probed_at = time.monotonic()
        while True:
            await asyncio.sleep(_ALARM_POLL_S)
            if self.channel is None:
                continue
            self._set_blocked(not await _returns_at_once(connection.ready()))
            if not self.blocked and time.monotonic() - probed_at >= _PROBE_EVERY_S:
                probed_at = time.monotonic()
                with suppress(*CONNECTION_ERRORS):
                    await self._probe(self.channel)

    async def _probe(self, channel: Channel) -> None:
        async with asyncio.timeout(_PROBE_S):
            await channel.basic_publish(b"{}", exchange=RPC_EXCHANGE, routing_key=PROBE_KEY)

    def _set_blocked(self, blocked: bool) -> None:
        if blocked is not self.blocked:
            self.blocked = blocked
            log.warning("the broker holds messages back" if blocked else "the broker takes messages again")
            self._on_blocked(blocked)

    async def _deliver(self, message: DeliveredMessage) -> None:
        self._on_reply(message)


async def _returns_at_once(ready: Awaitable[None]) -> bool:
    try:
        async with asyncio.timeout(0):
            await ready
    except TimeoutError:
        return False
    return True


def reason_of(error: BaseException) -> str:
    """Why there is no connection, in words without addresses; the name of the error where it is none of those known."""
    chain = [error, error.__cause__, error.__context__]
    for each in chain:
        for kind, part, words in _REASONS:
            if isinstance(each, kind) and part in str(each):
                return words
    return type(error).__name__


_REASONS: tuple[tuple[type[BaseException], str, str], ...] = (
    (AuthenticationError, "", "the login is refused: wrong user or password"),
    (ProbableAuthenticationError, "", "the login is refused: wrong user or password"),
    (AMQPError, "ACCESS_REFUSED", "the login is refused: wrong user or password"),
    (ConnectionClosed, "vhost", "the virtual host is not there or not allowed"),
    (gaierror, "", "its host name cannot be looked up"),
    (ConnectionRefusedError, "", "the connection is refused"),
    (AMQPConnectionError, "Connect call failed", "the connection is refused"),
    (AMQPConnectionError, "Name or service not known", "its host name cannot be looked up"),
    (TimeoutError, "", "no answer in time"),
)
