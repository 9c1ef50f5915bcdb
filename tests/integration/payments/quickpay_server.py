"""The server of the second provider: real HTTP, in the process of the test."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self

Payment = dict[str, Any]


def _set_event() -> Event:
    event = Event()
    event.set()
    return event


def _nothing(reference: str) -> None:
    """What is done before a payment is created, unless a test sets more."""


@dataclass
class QuickpayServer:
    """`creations` and `queries` are the references of all calls that create a payment or query it, in order.

    Calls are answered with `error` (status and code) while it is set. `before_create` runs within a call that creates
    a payment, before it is answered. Queries are answered once `open` is set.
    """

    payments: dict[str, Payment] = field(default_factory=dict)
    creations: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    open: Event = field(default_factory=_set_event)
    error: tuple[int, str] | None = None
    before_create: Callable[[str], None] = _nothing

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

    def create(self, request: Payment) -> tuple[int, Payment]:
        """One payment a reference, however often it is created."""
        reference = request["reference"]
        self.creations.append(reference)
        self.before_create(reference)
        if self.error:
            return self.error[0], {"code": self.error[1]}
        payment = {**request, "id": f"q-{reference}", "state": "open", "url": f"{self.url}/pay/{reference}"}
        return 200, self.payments.setdefault(reference, payment)

    def find(self, reference: str) -> tuple[int, Payment]:
        """An empty object for an unknown reference."""
        self.queries.append(reference)
        self.open.wait(30)
        return 200, self.payments.get(reference, {})


def _handler(server: QuickpayServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            self._answer(*server.create(json.loads(self.rfile.read(length))))

        def do_GET(self) -> None:
            self._answer(*server.find(self.path.rpartition("/")[2]))

        def _answer(self, status: int, payment: Payment) -> None:
            content = json.dumps(payment).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            with suppress(BrokenPipeError):  # the caller was killed
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """pytest shows what matters."""

    return Handler
