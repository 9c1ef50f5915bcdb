"""Ports on the loopback address, chosen once and remembered."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the range from which the kernel takes the ports of outgoing connections: a server that is down for a
# moment must not lose its port to one of its own clients.
_LOWEST, _HIGHEST = 15_000, 31_999


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose() -> int:
    """A port that nobody listens on now."""
    for _ in range(200):
        port = random.randint(_LOWEST, _HIGHEST)  # noqa: S311 - not a secret
        if is_free(port):
            return port
    raise OSError(f"no free port between {_LOWEST} and {_HIGHEST}")


def keep_or_choose(remembered: int | None) -> int:
    """The remembered port, or another if somebody took it meanwhile."""
    return remembered if remembered is not None and is_free(remembered) else choose()
