"""A server that stops answers everybody who reached it: nobody is reset, nobody waits in vain."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from chassis.http.draining_server import DrainingServer
from chassis.observability.health import health
from devstack.waiting import wait_until

CLIENTS = 8
REFUSED = "refused"


@dataclass
class Application:
    """Answers `/` at once, `/busy` by holding the whole event loop, `/slow` when `release` is set."""

    release: threading.Event = field(default_factory=threading.Event)
    running: int = 0
    log: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        self.running += 1
        if scope["path"] == "/busy":
            time.sleep(0.02)  # noqa: ASYNC251  others wait
        if scope["path"] == "/slow":
            await asyncio.to_thread(self.release.wait, 10)
        self.log.append("answered")
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    async def _live(self, receive: Receive, send: Send) -> None:
        for _ in range(2):
            event = (await receive())["type"]
            self.log.append(event)
            await send({"type": f"{event}.complete"})


@dataclass
class Running:
    """A server in a thread."""

    server: DrainingServer
    application: Application
    thread: threading.Thread
    drains: list[str]

    @property
    def port(self) -> int:
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    def stop(self) -> None:
        self.server.handle_exit(signal.SIGTERM, None)

    def ended(self) -> bool:
        return not self.thread.is_alive()


Start = Callable[..., Running]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(health, "draining", False)
    started: list[Running] = []

    def begin(drain_s: int = 5, notice_s: float = 0.0) -> Running:
        application, drains = Application(), list[str]()
        config = uvicorn.Config(
            application,
            port=0,
            loop="uvloop",
            http="httptools",
            log_config=None,
            timeout_graceful_shutdown=drain_s,
        )
        server = DrainingServer(config, notice_s=notice_s, on_drain=lambda: drains.append("drains"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        wait_until(lambda: server.started, what="the server listens")
        started.append(Running(server, application, thread, drains))
        return started[-1]

    yield begin
    for one in started:
        one.stop()
        one.thread.join(10)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def ask(connection: socket.socket, path: str = "/") -> str:
    """What came back, to the end of the connection."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    return read_all(connection)


def read_all(connection: socket.socket) -> str:
    received = b""
    while chunk := connection.recv(4096):
        received += chunk
    return received.decode()


def ask_until_refused(port: int, outcomes: list[str]) -> None:
    """A connection of its own for each request; writes down what became of it."""
    while True:
        try:
            connection = connect(port)
        except ConnectionRefusedError:
            outcomes.append(REFUSED)
            return
        with connection:
            try:
                connection.sendall(b"GET /busy HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
                outcomes.append(read_all(connection).partition("\r\n")[0])
            except OSError as error:
                outcomes.append(repr(error))


def test_whoever_got_a_connection_gets_an_answer(start: Start) -> None:
    running = start()
    outcomes: list[str] = []
    clients = [
        threading.Thread(target=ask_until_refused, args=(running.port, outcomes)) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    wait_until(lambda: len(outcomes) > 3 * CLIENTS, what="clients are served")
    running.stop()
    for client in clients:
        client.join(20)
    assert set(outcomes) == {"HTTP/1.1 200 OK", REFUSED}
    assert outcomes.count(REFUSED) == CLIENTS


def test_a_connection_that_was_just_made_may_bring_its_request(start: Start) -> None:
    running = start()
    with connect(running.port) as connection:
        wait_until(lambda: running.server.server_state.connections, what="the connection is accepted")
        running.stop()
        wait_until(lambda: health.draining, what="it stops")
        answer = ask(connection)
    assert answer.startswith("HTTP/1.1 200")
    assert "\r\nconnection: close\r\n" in answer


def test_connections_that_bring_nothing_do_not_hold_it_up(start: Start) -> None:
    running = start(drain_s=60)
    with httpx.Client(base_url=f"http://127.0.0.1:{running.port}", trust_env=False) as client:
        client.get("/")  # kept alive
        with connect(running.port):
            running.stop()
            wait_until(running.ended, 10, "it ends")


def test_what_runs_is_finished_before_the_application_ends(start: Start) -> None:
    running = start()
    answers: list[str] = []
    with connect(running.port) as connection:
        asking = threading.Thread(target=lambda: answers.append(ask(connection, "/slow")))
        asking.start()
        wait_until(lambda: running.application.running, what="the request runs")
        running.stop()
        wait_until(lambda: running.drains, what="it stops")
        running.application.release.set()
        asking.join(10)
    wait_until(running.ended, what="it ends")
    assert answers[0].startswith("HTTP/1.1 200")
    assert "\r\nconnection: close\r\n" in answers[0]
    assert running.application.log == ["lifespan.startup", "answered", "lifespan.shutdown"]


def test_it_serves_on_while_it_gives_notice(start: Start) -> None:
    running = start(notice_s=3)
    running.stop()
    wait_until(lambda: health.draining, what="readiness is false")
    with connect(running.port) as connection:
        assert ask(connection).startswith("HTTP/1.1 200")
    assert running.application.log == ["lifespan.startup", "answered"]


@pytest.mark.deep
def test_what_is_not_finished_in_time_is_cut(start: Start) -> None:
    running = start(drain_s=1)
    with connect(running.port) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n")
        wait_until(lambda: running.application.running, what="the request runs")
        running.stop()
        wait_until(running.ended, 10, "it ends")
    assert running.application.log == ["lifespan.startup", "lifespan.shutdown"]
