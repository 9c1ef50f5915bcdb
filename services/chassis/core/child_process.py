"""Child process: a module of the suite that works for a service over a socket, one frame after the other.

What would hold the interpreter's lock for long, and may wait for what people wait for, is done there at a lower priority. It
is a process and no thread: a thread that gave way while it held the lock would stop its service. A frame is a line of JSON
and as many bytes as it says.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

Frame = tuple[dict[str, Any], bytes]

NICENESS = 5
"""A third of the weight of other processes: all of a core that is free, little of one that is not, never nothing."""
_LEAST = 19
_SIZE = "size"
_WEIGHT_OF_SESSION = Path("/proc/self/autogroup")
_TRIES, _PAUSE_S = 20, 0.1


class ChildProcess:
    """One process and the socket to it, for one caller at a time; usable from threads and greenlets."""

    def __init__(self, module: str) -> None:
        """Start `python -m module FD`, which begins with `frames_of_parent`."""
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", module, str(theirs.fileno())]
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                command,
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self._stream = cast("BinaryIO", self._socket.makefile("rwb"))

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, head: Mapping[str, Any], body: bytes = b"") -> None:
        """Raises OSError when the process has ended."""
        write_frame(self._stream, head, body)

    def exchange(self, head: Mapping[str, Any], body: bytes = b"") -> Frame:
        """Send and wait for the answer. Raises OSError when the process has ended."""
        self.send(head, body)
        answer = read_frame(self._stream)
        if answer is None:
            raise ConnectionResetError
        return answer

    def end(self) -> None:
        """Blocks until it has."""
        self._process.kill()
        self._process.wait()
        self._socket.close()


def give_way() -> None:
    """Lower the priority of this process for good. Blocks for two seconds at most.

    Niceness counts within a session alone where the kernel first divides the time between sessions (autogroup, sched(7)). So
    a child process has a session of its own, which is weighed less than that of its service, too.
    """
    os.nice(NICENESS)
    _weigh_session(NICENESS)


def take_what_is_left() -> None:
    """The least priority for good, in a session of its own: a sixtieth of the weight of others. Blocks as `give_way`.

    Not `SCHED_IDLE` (sched(7)): Linux takes a core that does such work for a free one, and wakes others there though another
    core has nothing to do (measured: ADR 98).
    """
    os.setsid()
    os.nice(_LEAST)
    _weigh_session(_LEAST)


def _weigh_session(niceness: int) -> None:
    for _ in range(_TRIES):
        try:
            _WEIGHT_OF_SESSION.write_text(str(niceness))
        except BlockingIOError:  # one such change of anybody in a tenth of a second
            time.sleep(_PAUSE_S)
        except OSError:  # a kernel without it
            return
        else:
            return


class ParentConnection:
    """In the child: the frames of its parent until that closes the socket, and the way back."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = cast("BinaryIO", connection.makefile("rwb"))

    @classmethod
    def inherited(cls) -> "ParentConnection":
        """The socket whose number the parent has given. Ctrl-C is for the parent, whose end is the end of this."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        connection = socket.socket(fileno=int(sys.argv[1]))
        connection.setblocking(
            True
        )  # those of a cooperative parent are not, and that goes with the descriptor
        return cls(connection)

    def fileno(self) -> int:
        return self._connection.fileno()

    def __iter__(self) -> Iterator[Frame]:
        return iter(lambda: read_frame(self._stream), None)

    def is_idle_for(self, seconds: float) -> bool:
        """Whether the parent asks nothing for so long; False as soon as it asks, or closes."""
        return not select.select([self._connection], [], [], seconds)[0]

    def answer(self, head: Mapping[str, Any], body: bytes = b"") -> None:
        write_frame(self._stream, head, body)


def write_frame(stream: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    stream.write(json.dumps({**head, _SIZE: len(body)}).encode() + b"\n")
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
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
