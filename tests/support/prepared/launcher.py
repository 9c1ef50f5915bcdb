"""Starts `python -m MODULE` as a fork of an interpreter that has imported for it."""

from __future__ import annotations

import array
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from devstack.processes.child import Started, StartProcess, start_program

_INTERPRETER = Path(__file__).with_name("interpreter.py")
"""Run by its path: what is started may have another tree on its path, without the tests."""

_Key = tuple[str, tuple[tuple[str, str], ...]]


class PreparedLauncher:
    """Starts programs; the second and later ones of a module by its prepared interpreter.

    Thread-safe. Interpreters end with this process.
    """

    def __init__(self, ordinary: StartProcess = start_program) -> None:
        self._ordinary = ordinary
        self._starts: Counter[_Key] = Counter()
        self._interpreters: dict[_Key, _Interpreter] = {}

    def __call__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: BinaryIO) -> Started:
        key = _key(command, env)
        if key is None:
            return self._ordinary(command, env, cwd, log)
        self._starts[key] += 1
        if self._starts[key] == 1:
            return self._ordinary(command, env, cwd, log)
        if key not in self._interpreters:
            self._interpreters[key] = _Interpreter(key[0], env, cwd)
        return self._interpreters[key].start(command, env, cwd, log)


def _key(command: Sequence[str], env: Mapping[str, str]) -> _Key | None:
    """The module, and what of the environment the interpreter itself and eventlet look at; None for another program."""
    if list(command[:2]) != [sys.executable, "-m"]:
        return None
    names = sorted(name for name in env if name.startswith(("PYTHON", "EVENTLET")))
    return command[2], tuple((name, env[name]) for name in names)


class _Interpreter:
    def __init__(self, module: str, env: Mapping[str, str], cwd: Path) -> None:
        self._channel, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._unread = b""
        self._statuses: dict[int, int | None] = {}
        self._started: list[int] = []
        with theirs:
            command = [
                sys.executable,
                str(_INTERPRETER),
                module,
                str(theirs.fileno()),
            ]
            # What is of one process, such as the folder of its system, comes with each start.
            common = {name: value for name, value in env.items() if not name.startswith("MOTCUA_")}
            self._process = subprocess.Popen(
                command, env=common, cwd=cwd, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )

    def start(self, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: BinaryIO) -> Started:
        request = {"argv": list(command[2:]), "env": dict(env), "cwd": str(cwd)}
        descriptor = array.array("i", [log.fileno()])
        with self._lock:
            self._channel.sendmsg(
                [json.dumps(request).encode()],
                [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptor.tobytes())],
            )
            while not self._started:
                self._read(None)
            return _Fork(self, self._started.pop())

    def status(self, process_id: int, timeout: float | None) -> int | None:
        """As `waitpid` has it; None while it runs. Blocks until it has ended or the time is over; 0: does not block."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._lock:
                left = None if deadline is None else max(deadline - time.monotonic(), 0.0)
                if self._statuses[process_id] is None:
                    self._read(min(left, 0.05) if left is not None else 0.05)
                if self._statuses[process_id] is not None or left == 0:
                    return self._statuses[process_id]

    def _read(self, timeout: float | None) -> None:
        ready, _, _ = select.select([self._channel], [], [], timeout)
        if not ready:
            return
        part = self._channel.recv(65536)
        if not part:
            raise RuntimeError(f"a prepared interpreter ended with code {self._process.wait()}")
        *lines, self._unread = (self._unread + part).split(b"\n")
        for line in lines:
            kind, process_id, *rest = line.split()
            self._statuses[int(process_id)] = int(rest[0]) if rest else None
            if kind == b"started":
                self._started.append(int(process_id))


class _Fork:
    """A process as `subprocess.Popen` has it, of which another is the parent."""

    def __init__(self, interpreter: _Interpreter, process_id: int) -> None:
        self._interpreter = interpreter
        self.pid = process_id

    def poll(self) -> int | None:
        return self._code(self._interpreter.status(self.pid, 0))

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        code = self._code(self._interpreter.status(self.pid, timeout))
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        return code

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, 15)

    @staticmethod
    def _code(status: int | None) -> int | None:
        return None if status is None else os.waitstatus_to_exitcode(status)
