"""Watches running processes, says which one died, and starts it again."""

from __future__ import annotations

import time
from collections import defaultdict, deque

from local.processes import Process, Report, Stack

_LOOK_SECONDS = 0.5
_DEATHS = 5
_WITHIN_SECONDS = 60.0


class Supervisor:
    """The processes end on purpose when they cannot go on; starting them again is their caller's part."""

    def __init__(self, stack: Stack, report: Report) -> None:
        self._stack = stack
        self._report = report
        self._deaths: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_DEATHS))

    def watch(self) -> None:
        """Blocks. Returns only when one process died too often to go on."""
        while self.look():
            time.sleep(_LOOK_SECONDS)

    def look(self) -> bool:
        """Starts what has died. False when one has died too often to go on."""
        return all(self._revive(process) for process in self._stack.dead())

    def _revive(self, process: Process) -> bool:
        self._report(process.obituary())
        if self._dies_too_often(process.name):
            self._report(f"{process.name} died {_DEATHS} times within {_WITHIN_SECONDS:.0f} s, giving up")
            return False
        process.spawn()
        self._report(f"{process.name} started again")
        return True

    def _dies_too_often(self, name: str) -> bool:
        deaths = self._deaths[name]
        deaths.append(time.monotonic())
        return len(deaths) == _DEATHS and deaths[-1] - deaths[0] < _WITHIN_SECONDS
