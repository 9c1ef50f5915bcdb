"""A process of ours: its own group, its own log, and never longer-lived than we are."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol

_POLL_SECONDS = 0.03
_LARGEST_LOG_BYTES = 20_000_000

# The kernel ties a child's death signal to the thread that made it, so all children come from one thread that
# lives as long as this process.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")


class StartError(Exception):
    """Raised when a process ended or was not ready in time. Names it and shows the end of its log."""


class Started(Protocol):
    """What of `subprocess.Popen` is used here."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def terminate(self) -> None: ...


class StartProcess(Protocol):
    """Starts a program in a session of its own, its output in the log."""

    def __call__(
        self, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: BinaryIO
    ) -> Started: ...


def start_program(command: Sequence[str], env: Mapping[str, str], cwd: Path, log: BinaryIO) -> Started:
    return subprocess.Popen(
        [*_kill_with_parent(), *command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        start_new_session=True,
    )


class ChildProcess:
    """One program under a name. It can be started, stopped and started again."""

    starts: ClassVar[StartProcess] = staticmethod(start_program)
    """How a program is started."""

    def __init__(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str], cwd: Path, log: Path
    ) -> None:
        self.name = name
        self.log = log
        self._command = [str(part) for part in command]
        self._env = dict(env)
        self._cwd = cwd
        self._process: Started | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    def spawn(self) -> None:
        """Does nothing when it is alive. Does not wait until it is ready."""
        if not self.alive:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            self._rotate_log()
            self._process = _SPAWNER.submit(self._popen).result()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Blocks until `ready` is true. Raises StartError when the process ends or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive:
                raise StartError(self.exit_report())
            if time.monotonic() > deadline:
                raise StartError(f"{self.name} is not ready after {seconds:.0f} s\n{self.last_lines()}")
            time.sleep(_POLL_SECONDS)

    def stop(self, seconds: float = 25.0) -> None:
        """SIGTERM, then SIGKILL for whatever of the group is left when the time is over."""
        self.terminate()
        self.ended_by(time.monotonic() + seconds)
        self.kill()

    def terminate(self) -> None:
        """SIGTERM to the process alone: what becomes of its own children is its affair."""
        if self._process is not None and self.alive:
            self._process.terminate()

    def ended_by(self, deadline: float) -> bool:
        """Blocks until it has ended or the monotonic clock passes the deadline."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(max(deadline - time.monotonic(), 0.0))
        return not self.alive

    def kill(self) -> None:
        """SIGKILL to the whole group. Returns when the process is gone."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def exit_report(self) -> str:
        return f"{self.name} ended with code {self.exit_code}\n{self.last_lines()}"

    def last_lines(self, count: int = 15) -> str:
        if not self.log.exists():
            return "  (no log)"
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
        return "\n".join(f"  | {line}" for line in lines) or "  (its log is empty)"

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old"))

    def _popen(self) -> Started:
        with self.log.open("ab") as log:
            return type(self).starts(self._command, self._env, self._cwd, log)


def _kill_with_parent() -> list[str]:
    """PR_SET_PDEATHSIG by util-linux; it stays over exec. Other systems have nothing like it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv and sys.platform == "linux" else []
