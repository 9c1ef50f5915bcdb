"""A process that hashes in the time that others leave over, forked from the hashing process.

It has the least priority there is, so it may take long on a machine that is full. It is waited for a moment only: then the
hashing process does the work itself, at its own priority.
"""

import ctypes
import os
import select
import socket
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from chassis.core.child_process import read_frame, take_what_is_left, write_frame

Request = Mapping[str, Any]
Work = Callable[[Request], Any]

PATIENCE_S = 0.2
"""Some seven times what a hash takes on a core of its own."""
_IDLE_S = 1.0


class SpareTime:
    """One such process, for one request at a time; without it where it has died."""

    def __init__(self, work: Work, *inherited: int, patience_s: float = PATIENCE_S) -> None:
        """Forks: there is no thread yet. `inherited`: descriptors that are none of the new process's."""
        self._patience_s = patience_s
        self._late = False
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            _run(theirs, work, self._socket.fileno(), *inherited)
        theirs.close()
        self._stream = cast("BinaryIO", self._socket.makefile("rwb"))

    def answer(self, request: Request) -> tuple[Any] | None:
        """None when it does not come in time, and as long as an earlier one is awaited. Blocks for the patience at most."""
        try:
            if self._late and not self._arrived(0):
                return None
            if self._late:
                self._read()
                self._late = False
            write_frame(self._stream, request)
            self._late = not self._arrived(self._patience_s)
            return None if self._late else (self._read(),)
        except OSError:
            return None

    def _arrived(self, within_s: float) -> bool:
        return bool(select.select([self._socket], [], [], within_s)[0])

    def _read(self) -> Any:
        frame = read_frame(self._stream)
        if frame is None:
            raise ConnectionResetError
        return frame[0]["answer"]


def _run(connection: socket.socket, work: Work, *inherited: int) -> None:
    """In the new process, which ends here, with the one that it was forked from."""
    try:
        for descriptor in inherited:
            os.close(descriptor)
        take_what_is_left()
        stream = cast("BinaryIO", connection.makefile("rwb"))
        while True:
            if not select.select([connection], [], [], _IDLE_S)[0]:
                give_memory_back()
            frame = read_frame(stream)
            if frame is None:
                break
            write_frame(stream, {"answer": work(frame[0])})
    finally:
        os._exit(0)


def give_memory_back() -> None:
    """Of the last hash, which the C library keeps for the next one."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
    if trim is not None:
        trim(0)
