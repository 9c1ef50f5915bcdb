"""A client on a bare socket."""

import json
import select
import socket
from urllib.parse import urlsplit

from tests.integration.records.processes import ContentServer


class RawUpload:
    """An upload of which the test sends as much as it likes, when it likes."""

    def __init__(self, server: ContentServer, file_id: str, length: int) -> None:
        target = urlsplit(server.address(file_id, server.ticket(file_id)))
        self._socket = socket.create_connection((target.hostname, target.port), timeout=30)
        self._socket.sendall(
            f"PUT {target.path}?{target.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
        )

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def cut(self) -> None:
        self._socket.close()

    def answered(self, within_s: float = 0) -> bool:
        return bool(select.select([self._socket], [], [], within_s)[0])

    def status(self) -> int:
        return int(self._read().split()[1])

    def answer(self) -> tuple[int, str]:
        """Status and code."""
        head, _, body = self._read().partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body)["code"]

    def _read(self) -> bytes:
        """All, until the server closes. What was sent after the answer makes the close a reset: the answer stands."""
        received = bytearray()
        try:
            while part := self._socket.recv(65536):
                received += part
        except ConnectionResetError:
            if not received:
                raise
        return bytes(received)
