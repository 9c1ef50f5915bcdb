"""A client on a bare socket."""

import json
import select
import socket
from urllib.parse import urlsplit

from tests.integration.records.records_processes import ContentServer


class RawUpload:
    """A client that says half of what it announced."""

    def __init__(self, door: ContentServer, file_id: str, length: int) -> None:
        target = urlsplit(door.address(file_id, door.ticket(file_id)))
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
        said = bytearray()
        try:
            while part := self._socket.recv(65536):
                said += part
        except ConnectionResetError:
            if not said:
                raise
        return bytes(said)
