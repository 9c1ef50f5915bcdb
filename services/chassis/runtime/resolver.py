"""Name look-ups in real threads: getaddrinfo blocks as long as the resolver likes, and no other greenlet may wait for it.

eventlet's own way out (greendns) reads other files than the C library and has broken broker host names before
(nameko#392, eventlet#736), so the C library is asked, by one thread for each name that is being looked up.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import eventlet
import eventlet.green._socket_nodns
import eventlet.green.socket
from eventlet import patcher
from eventlet.event import Event
from eventlet.hubs import trampoline

_socket = patcher.original("socket")
_real_threading = patcher.original("threading")

Key = tuple[Any, ...]


@dataclass
class _LookUp:
    """One look-up that runs; `ended` wakes all who wait for it."""

    ended: Event = field(default_factory=Event)
    result: Any = None
    error: BaseException | None = None


def install() -> None:
    """Put the threaded look-up in the place of getaddrinfo, wherever code of a monkey-patched process finds it."""
    resolver = ThreadedResolver(_socket.getaddrinfo)
    modules: tuple[Any, ...] = (socket, eventlet.green.socket, eventlet.green._socket_nodns)
    for module in modules:
        module.getaddrinfo = resolver.getaddrinfo


class ThreadedResolver:
    """getaddrinfo that lets the other greenlets run. Equal look-ups at the same time are one, so that a resolver that
    does not answer holds one thread for each name and no more.
    """

    def __init__(self, look_up: Callable[..., Any]) -> None:
        self._look_up = look_up
        self._running: dict[Key, _LookUp] = {}

    def getaddrinfo(
        self,
        host: Any,
        port: Any,
        family: int = 0,
        type: int = 0,  # noqa: A002
        proto: int = 0,
        flags: int = 0,
    ) -> Any:
        """As `socket.getaddrinfo`; raises as it does. An address in digits is not looked up."""
        try:
            numeric = flags | _socket.AI_NUMERICHOST
            return self._look_up(host, port, family, type, proto, numeric)
        except (OSError, UnicodeError):
            return self._wait((host, port, family, type, proto, flags))

    def _wait(self, key: Key) -> Any:
        running = self._running.get(key)
        if running is None:
            running = self._running[key] = _LookUp()
            eventlet.spawn(self._run, key, running)
        running.ended.wait()
        if running.error is not None:
            raise running.error
        return running.result

    def _run(self, key: Key, running: _LookUp) -> None:
        """Greenlet of one look-up: starts its thread and sleeps until that writes to the pipe."""
        reader, writer = _socket.socketpair()
        try:
            _real_threading.Thread(target=self._ask, args=(key, running, writer), daemon=True).start()
            trampoline(reader.fileno(), read=True)
        finally:
            del self._running[key]
            reader.close()
            running.ended.send(None)

    def _ask(self, key: Key, running: _LookUp, writer: Any) -> None:
        """In the thread."""
        try:
            running.result = self._look_up(*key)
        except BaseException as error:  # noqa: BLE001  raised again where it was asked for
            running.error = error
        finally:
            writer.send(b"x")
            writer.close()
