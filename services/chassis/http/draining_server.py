"""uvicorn with a stop that fails no request."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from chassis.http.listening_socket import stop_listening
from chassis.observability.health import health

log = logging.getLogger(__name__)

FRESH_S = 1.0
"""How long a connection without a request is still open: one that was just made is about to bring its request."""
_POLL_S = 0.05
_ABORT_S = 1.0


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

    def run_until_stopped(self) -> bool:
        """Serve until SIGTERM or SIGINT. False: it never started."""
        for number in (signal.SIGTERM, signal.SIGINT):
            # uvicorn raises the signal again after it has stopped; a stop that went well is no death by signal.
            signal.signal(number, _ignore_signal)
        self.run()
        return self.started

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
