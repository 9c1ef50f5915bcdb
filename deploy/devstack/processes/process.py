"""The processes of a stack: started together, watched, stopped together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from devstack.processes.child import ChildProcess, StartError
from devstack.processes.http_probe import responds_ok

START_SECONDS = 60.0
STOP_SECONDS = 25.0
_POLL_SECONDS = 0.05

Report = Callable[[str], None]


class Process(ChildProcess):
    """A program that says on `ready_url` whether it is ready."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        env: Mapping[str, str],
        cwd: Path,
        log: Path,
        ready_url: str,
    ) -> None:
        super().__init__(name, command, env, cwd, log)
        self.ready_url = ready_url

    def start(self, seconds: float = START_SECONDS) -> None:
        """Raises StartError."""
        self.spawn()
        self.wait_ready(seconds)

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Raises StartError."""
        self.wait_until(self.is_ready, seconds)

    def is_ready(self) -> bool:
        return responds_ok(self.ready_url)


class ProcessGroup:
    """Processes in the order in which they are listed; stopped in reverse."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self._processes = {process.name: process for process in processes}

    def __iter__(self) -> Iterator[Process]:
        return iter(self._processes.values())

    def process(self, name: str) -> Process:
        return self._processes[name]

    def start(self, report: Report, seconds: float = START_SECONDS) -> None:
        """Starts all at once and reports each when it is ready. Raises StartError at the first that fails."""
        self.spawn()
        self.wait_ready(report, seconds)

    def spawn(self) -> None:
        """Starts all that do not run, and does not wait."""
        for process in self._processes.values():
            process.spawn()

    def wait_ready(self, report: Report, seconds: float = START_SECONDS) -> None:
        """Raises StartError at the first that fails."""
        began = time.monotonic()
        waiting = dict(self._processes)
        while waiting:
            for process in list(waiting.values()):
                if _is_ready_by(process, seconds - (time.monotonic() - began)):
                    report(f"{process.name} ready {time.monotonic() - began:.1f} s")
                    del waiting[process.name]
            time.sleep(_POLL_SECONDS)

    def stop(self, seconds: float = STOP_SECONDS) -> list[str]:
        """SIGTERM to all, SIGKILL to the late. Returns the names of the late. Nothing is left afterwards."""
        deadline = time.monotonic() + seconds
        running = [process for process in reversed(self._processes.values()) if process.alive]
        for process in running:
            process.terminate()
        late = [process for process in running if not process.ended_by(deadline)]
        for process in self._processes.values():
            process.kill()
        return [process.name for process in late]

    def exited(self) -> list[Process]:
        return [process for process in self._processes.values() if not process.alive]


def _is_ready_by(process: Process, seconds_left: float) -> bool:
    if process.is_ready():
        return True
    if not process.alive:
        raise StartError(process.exit_report())
    if seconds_left <= 0:
        raise StartError(f"{process.name} is not ready in time\n{process.last_lines()}")
    return False
