"""The server of the second channel: real HTTP, in the process of the test."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self


def _set_event() -> Event:
    event = Event()
    event.set()
    return event


@dataclass
class HookServer:
    """`arrived` are the messages of all calls, in order; each is answered with `status` once `open` is set."""

    arrived: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    open: Event = field(default_factory=_set_event)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.open.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


def _handler(server: HookServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            server.arrived.append(json.loads(self.rfile.read(length)))
            server.open.wait(30)
            with suppress(BrokenPipeError):  # the sender was killed
                self.send_response(server.status)
                self.send_header("content-length", "0")
                self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """pytest shows what matters."""

    return Handler
