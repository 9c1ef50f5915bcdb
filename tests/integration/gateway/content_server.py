"""A door of records to pass bytes through: notes what it got, and how the sending ended."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ContentServer:
    """`uploads` maps file ids to what arrived; `asked`: method and
    headers of the last download; `cut_off` holds the ids whose upload never came to its end."""

    def __init__(self) -> None:
        self.uploads: dict[str, bytes] = {}
        self.headers: dict[str, Any] = {}
        self.cut_off: set[str] = set()
        self.arrived = 0
        self.asked: tuple[str, dict[str, str]] = ("", {})
        door = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                door.receive(self)

            def do_GET(self) -> None:
                door.send(self)

            def do_HEAD(self) -> None:
                door.send(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def receive(self, request: BaseHTTPRequestHandler) -> None:
        path, _, query = request.path.partition("?")
        name = path.rsplit("/", 1)[1]
        self.headers = dict(request.headers) | {"query": query}
        if request.headers.get("transfer-encoding") == "chunked":
            self.uploads[name] = self._chunked(request)
            self._answer(request, 200, b'{"state":"stored"}', "application/json")
            return
        length = int(request.headers["content-length"])
        body = bytearray()
        while len(body) < length:
            chunk = self._read(request, min(65536, length - len(body)))
            if not chunk:
                self.cut_off.add(name)
                request.close_connection = True
                return
            body += chunk
            self.arrived = len(body)
        self.uploads[name] = bytes(body)
        self._answer(request, 200, b'{"state":"stored"}', "application/json")

    def send(self, request: BaseHTTPRequestHandler) -> None:
        self.asked = (request.command, {key.lower(): value for key, value in request.headers.items()})
        name = request.path.partition("?")[0].rsplit("/", 1)[1]
        if name not in self.uploads:
            self._answer(request, 404, b'{"code":"not_found"}', "application/problem+json")
        else:
            self._answer(request, 200, self.uploads[name], "application/pdf")

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def _chunked(request: BaseHTTPRequestHandler) -> bytes:
        body = b""
        while size := int(request.rfile.readline(), 16):
            body += request.rfile.read(size)
            request.rfile.readline()
        request.rfile.readline()
        return body

    @staticmethod
    def _read(request: BaseHTTPRequestHandler, size: int) -> bytes:
        try:
            return request.rfile.read1(size)
        except (TimeoutError, ConnectionError):
            return b""

    @staticmethod
    def _answer(request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Content-Disposition", "attachment; filename*=UTF-8''gi%E1%BA%A5y.pdf")
        request.send_header("X-Inner", "not for outside")
        request.send_header("Content-Security-Policy", "default-src 'none'; sandbox")
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)
