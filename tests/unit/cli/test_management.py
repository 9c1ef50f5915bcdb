"""Calls of the management interface over connections that the broker closes."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest

from cli.management import RabbitManagement


@contextmanager
def broker(cut_off: int, status: str = "200 OK") -> Iterator[RabbitManagement]:
    """Closes so many connections without an answer before it answers."""
    left = [cut_off]

    class Connection(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            if left[0]:
                left[0] -= 1
                return
            body = json.dumps({"name": "admin"}).encode()
            head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
            self.wfile.write(head.encode() + body)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield RabbitManagement(f"http://127.0.0.1:{server.server_address[1]}", "admin", "word")
        server.shutdown()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_call_that_was_cut_off_is_sent_again(method: str) -> None:
    with broker(cut_off=2) as management:
        assert management.call(method, "/api/whoami") == {"name": "admin"}


def test_a_broker_that_cuts_off_every_call_is_an_error() -> None:
    with broker(cut_off=3) as management, pytest.raises(httpx.RemoteProtocolError):
        management.call("GET", "/api/whoami")


def test_what_is_gone_already_counts_as_deleted() -> None:
    with broker(cut_off=1, status="404 Not Found") as management:
        assert management.call("DELETE", "/api/vhosts/gone") is None


def test_what_is_not_there_cannot_be_read() -> None:
    with broker(cut_off=0, status="404 Not Found") as management, pytest.raises(httpx.HTTPStatusError):
        management.call("GET", "/api/vhosts/gone")
