"""Frames on the socket between the service and its making process: a line of JSON, and as many bytes as it says."""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

Frame = tuple[dict[str, Any], bytes]

_SIZE = "size"


def write(stream: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    stream.write(json.dumps({**head, _SIZE: len(body)}).encode() + b"\n")
    stream.write(body)
    stream.flush()


def read(stream: BinaryIO) -> Frame | None:
    """None when the other side has closed. Raises ConnectionResetError when it ends within a frame."""
    line = stream.readline()
    if not line:
        return None
    if not line.endswith(b"\n"):
        raise ConnectionResetError
    head: dict[str, Any] = json.loads(line)
    size: int = head.pop(_SIZE)
    body = stream.read(size)
    if len(body) < size:
        raise ConnectionResetError
    return head, body
