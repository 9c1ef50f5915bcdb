"""Ports on the loopback address: chosen once, remembered, claimed against the same user's other stacks."""

from __future__ import annotations

import fcntl
import os
import random
import socket
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

LOOPBACK = "127.0.0.1"
# Below the range from which the kernel takes the ports of outgoing connections: a server that is down for a
# moment must not lose its port to one of its own clients.
_LOWEST, _HIGHEST = 15_000, 31_999

_claims: dict[int, int] = {}
"""Port to the descriptor of its lock file. The locks end with this process, however it ends."""


def assign(names: Iterable[str], remembered: Mapping[str, int]) -> dict[str, int]:
    """To each name its remembered port, or another if somebody else has that one now."""
    return {name: _reuse_or_choose(remembered.get(name)) for name in names}


def free_port() -> int:
    """A port that nobody has, and that no other stack or test gets as long as this process lives."""
    return _choose()


def is_free(port: int) -> bool:
    """True when nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def claim(port: int) -> bool:
    """True when the port is free and no other stack, started or starting, has it."""
    return (port in _claims or _lock(port)) and is_free(port)


def _reuse_or_choose(remembered: int | None) -> int:
    return remembered if remembered is not None and claim(remembered) else _choose()


def _choose() -> int:
    for _ in range(200):
        port = random.randint(_LOWEST, _HIGHEST)  # noqa: S311 - not a secret
        if port not in _claims and claim(port):
            return port
    raise OSError(f"no free port between {_LOWEST} and {_HIGHEST}")


def _lock(port: int) -> bool:
    folder = Path(tempfile.gettempdir()) / f"motcua-ports-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    _claims[port] = descriptor
    return True
