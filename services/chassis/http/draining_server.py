"""uvicorn with a stop that fails no request."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from chassis.http.listening_socket import stop_listening
from chassis.observability.health import health

log = logging.getLogger(__name__)

FRESH_S = 1.0
"""How long a connection without a request is still open: one that was just made is about to bring its request."""
_POLL_S = 0.05
_ABORT_S = 1.0
_TICK_S = 1.0
"""Between two ticks of uvicorn, which renew the header Date."""


class DrainingServer(uvicorn.Server):
    """Stops in this order: readiness is false; for `notice_s` all goes on, so that whoever probes readiness looks
    elsewhere; the port is closed; requests that run or are about to come are answered, each as the last of its
    connection; the lifespan of the application ends, and with it what requests need.

    uvicorn closes connections that wait for their first request at once, and resets those it has not accepted yet.
    What is not answered `timeout_graceful_shutdown` seconds after the port was closed is cancelled. `on_drain` is
    called first: it ends what would go on for long, such as event streams.
    """

    def __init__(
        self, config: uvicorn.Config, *, notice_s: float = 0.0, on_drain: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(config)
        self._notice_s = notice_s
        self._on_drain = on_drain
        self._loop: asyncio.AbstractEventLoop | None = None
        self._exit_wanted = asyncio.Event()

    def run_until_stopped(self) -> bool:
        """Serve until SIGTERM or SIGINT. False: it never started."""
        for number in (signal.SIGTERM, signal.SIGINT):
            # uvicorn raises the signal again after it has stopped; a stop that went well is no death by signal.
            signal.signal(number, _ignore_signal)
        self.run()
        return self.started

    async def main_loop(self) -> None:
        """As uvicorn's, which looks ten times a second whether it is to end: here `handle_exit` ends the wait."""
        self._loop = asyncio.get_running_loop()
        while not self.should_exit:
            await self._tick()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._exit_wanted.wait(), _TICK_S)
        self._loop = None

    async def _tick(self) -> None:
        """One tick of uvicorn, which makes a new list of headers: running answers keep the list that they began with."""
        headers = self.server_state.default_headers
        await self.on_tick(0)
        headers[:] = self.server_state.default_headers
        self.server_state.default_headers = headers

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """May be called from any thread."""
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._exit_wanted.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        log.info("stopping")
        health.draining = True
        self._on_drain()
        # Of answers to come; running ones share the list.
        self.server_state.default_headers.append((b"connection", b"close"))
        await asyncio.sleep(self._notice_s)
        await stop_listening(self.servers, self._make_protocol)
        await self._finish()
        if not self.force_exit:
            await self.lifespan.shutdown()

    def _make_protocol(self) -> asyncio.Protocol:
        config, state = self.config, self.server_state
        protocol: asyncio.Protocol = config.http_protocol_class(
            config=config, server_state=state, app_state=self.lifespan.state
        )  # type: ignore[call-arg]
        return protocol

    async def _finish(self) -> None:
        """Until no connection is open and no request runs."""
        state, now = self.server_state, asyncio.get_running_loop().time
        idle_until, ends_at = now() + FRESH_S, now() + (self.config.timeout_graceful_shutdown or 0)
        while state.connections or state.tasks:
            if self.force_exit or now() >= ends_at:
                await self._abort()
                return
            if now() >= idle_until:
                for connection in list(state.connections):
                    connection.shutdown()
            await asyncio.sleep(_POLL_S)

    async def _abort(self) -> None:
        tasks = list(self.server_state.tasks)
        log.error("requests were not finished in time and are aborted", extra={"requests": len(tasks)})
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_ABORT_S)


def _ignore_signal(number: int, frame: FrameType | None) -> None:
    """Nothing more to do."""
