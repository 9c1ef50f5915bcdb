"""A minimal HTTP/1.1 client on one kept connection: a request written at once, an answer by its length.

A full client would use up the processors that are to be measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """`path` with its query. `body` is JSON unless `headers` name another type."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def encoded(self, host: str) -> bytes:
        headers = {"host": host, **self.headers}
        if self.body is not None:
            headers = {**_JSON, **headers, "content-length": str(len(self.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + (self.body or b"")


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """`head` is the status line and the headers, in lower case."""

    status: int
    head: bytes
    body: bytes


class HttpConnection:
    """Opened by the first request, and again by the next one after it broke. One request at a time."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname or "", address.port or 80
        self._protocol: _Exchange | None = None

    async def send(self, request: HttpRequest) -> HttpAnswer:
        """Raises OSError when the connection cannot be opened or breaks.

        A kept connection that the server closed in the same moment is opened once more.
        """
        fresh = self._protocol is None or self._protocol.closed
        try:
            return await self._exchange(request)
        except ConnectionError:
            if fresh:
                raise
            return await self._exchange(request)

    async def _exchange(self, request: HttpRequest) -> HttpAnswer:
        if self._protocol is None or self._protocol.closed:
            loop = asyncio.get_running_loop()
            _, self._protocol = await loop.create_connection(_Exchange, self._host, self._port)
        return await self._protocol.exchange(request.encoded(f"{self._host}:{self._port}"))

    def close(self) -> None:
        if self._protocol is not None:
            self._protocol.close()
        self._protocol = None


class _Exchange(asyncio.Protocol):
    """Bytes out, one answer in."""

    def __init__(self) -> None:
        self.closed = False
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[HttpAnswer] | None = None
        self._received = b""

    async def exchange(self, request: bytes) -> HttpAnswer:
        assert self._transport is not None
        self._received = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc if isinstance(exc, ConnectionError) else ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        self._received = self._received + data if self._received else data
        end = self._received.find(_END)
        if end < 0:
            return
        head = self._received[:end].lower()
        body = self._received[end + len(_END) :]
        if len(body) >= _body_length(head) and self._answer is not None and not self._answer.done():
            self._answer.set_result(HttpAnswer(int(head[9:12]), head, body))


def _body_length(head: bytes) -> int:
    """0 for an answer without a body. Answers in chunks are not read."""
    at = head.find(_LENGTH)
    return 0 if at < 0 else int(head[at + len(_LENGTH) :].partition(b"\r\n")[0])
