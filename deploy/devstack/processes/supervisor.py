"""Watches running processes, says which one died, and starts it again."""

from __future__ import annotations

import time
from collections import defaultdict, deque

from devstack.processes.process import Process, ProcessGroup, Report

_POLL_SECONDS = 0.5
_MOST_EXITS = 5
_WITHIN_SECONDS = 60.0


class Supervisor:
    """The processes end on purpose when they cannot go on; starting them again is their caller's part."""

    def __init__(self, stack: ProcessGroup, report: Report) -> None:
        self._stack = stack
        self._report = report
        self._exits: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_MOST_EXITS))

    def watch(self) -> None:
        """Blocks. Returns only when one process died too often to go on."""
        while self.restart_exited():
            time.sleep(_POLL_SECONDS)

    def restart_exited(self) -> bool:
        """Starts what has died. False when one has died too often to go on."""
        return all(self._restart(process) for process in self._stack.exited())

    def _restart(self, process: Process) -> bool:
        self._report(process.exit_report())
        if self._exits_too_often(process.name):
            self._report(f"{process.name} died {_MOST_EXITS} times within {_WITHIN_SECONDS:.0f} s, giving up")
            return False
        process.spawn()
        self._report(f"{process.name} started again")
        return True

    def _exits_too_often(self, name: str) -> bool:
        deaths = self._exits[name]
        deaths.append(time.monotonic())
        return len(deaths) == _MOST_EXITS and deaths[-1] - deaths[0] < _WITHIN_SECONDS
