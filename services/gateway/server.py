"""uvicorn with a limit on the head of a request: its size, and the time it may take to come."""

import asyncio

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chassis.http.draining_server import DrainingServer
from gateway.http import caller_presence, client_certificates
from gateway.http.caller_presence import CallerPresence
from gateway.settings import GatewaySettings
from gateway.state import GatewayState

BACKLOG = 1024
KEEP_ALIVE_S = 65
"""Longer than a proxy in front keeps its own, so that the proxy closes first."""


class GuardedProtocol(HttpToolsProtocol):
    """httptools takes a head of any size at any pace; this cuts such callers off.

    Between requests uvicorn's keep-alive timer runs; ours runs while a head is coming in.
    """

    max_head: int
    head_timeout_s: float

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._in_head, self._head_size = True, 0
        self._timer: asyncio.TimerHandle | None = None
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.scope["state"][caller_presence.KEY].leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_size += len(data)
            self._start_timer()
        super().data_received(data)
        if self._in_head and self._head_size > self.max_head:
            self._cut_off(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"][caller_presence.KEY] = CallerPresence()
        self.scope["state"][client_certificates.PEER] = self.client[0] if self.client else ""

    def on_headers_complete(self) -> None:
        self._stop_timer()
        self._in_head, self._head_size = False, 0
        served = self.app
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > self.max_head:
            self.app = _head_too_large
        super().on_headers_complete()
        self.app = served

    def on_message_complete(self) -> None:
        self._in_head = True
        super().on_message_complete()

    def _start_timer(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.head_timeout_s, self._cut_off, b"408 Request Timeout")

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut_off(self, status: bytes) -> None:
        self._stop_timer()
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            self.transport.close()


async def _head_too_large(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
    headers = [(b"connection", b"close"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 431, "headers": headers})
    await send({"type": "http.response.body"})


def serve(app: FastAPI, settings: GatewaySettings) -> bool:
    """Serve until SIGTERM or SIGINT, then finish what runs, at most `drain_s` seconds. False: it never started."""
    gateway: GatewayState = app.state.gateway
    limits = {"max_head": settings.max_head, "head_timeout_s": settings.head_timeout_s}
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        http=type("LimitedProtocol", (GuardedProtocol,), limits),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=round(settings.drain_s),
    )
    server = DrainingServer(
        config, notice_s=settings.drain_notice_s, on_drain=gateway.dossier_events.end_streams
    )
    return server.run_until_stopped()
