"""An HTTP server that speaks JSON, in the process of the test: what a channel or a provider calls."""

import json
from abc import ABC, abstractmethod
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self

Json = dict[str, Any]


def set_event() -> Event:
    """An event that is set: the first state of a server that a test may hold."""
    event = Event()
    event.set()
    return event


class JsonServer(ABC):
    """Base of such servers: serves on a free port while it is entered, each call in a thread of its own."""

    @abstractmethod
    def answer(self, method: str, path: str, payload: Json) -> tuple[int, Json]:
        """Status and body of the answer to one call; `payload` is empty for a GET. May block."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


def _handler(server: JsonServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def do_GET(self) -> None:
            self._answer({})

        def _answer(self, payload: Json) -> None:
            status, answer = server.answer(self.command, self.path, payload)
            content = json.dumps(answer).encode()
            with suppress(BrokenPipeError):  # the caller was killed
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """pytest shows what matters."""

    return Handler
