"""How long the processes of a system were ready to run and had no core: on a machine that others use too, what the time by
the clock does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.bench.flow.measuring.usage import _processes_of

SERVING = ("gateway", "dossiers", "database", "broker")
"""The parts that a read goes through."""


def waited_s(parts: Mapping[str, int]) -> dict[str, float]:
    """Seconds since each part began, of all its threads that run now (`/proc/PID/schedstat`)."""
    found = dict.fromkeys(SERVING, 0.0)
    for name, process in _processes_of(parts):
        if name in found:
            found[name] += sum(map(_of_thread, process.folder.glob("task/*/schedstat")))
    return found


def _of_thread(file: Path) -> float:
    try:
        return int(file.read_text().split()[1]) / 1e9
    except (OSError, IndexError):  # it has ended, or the kernel counts nothing
        return 0.0
