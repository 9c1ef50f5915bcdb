"""What each process has used: seconds of CPU, memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class ProcessUsage:
    cpu_s: float
    memory_mib: float


def usage_of(pid: int) -> ProcessUsage:
    """User and system time, and the proportional share of memory."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    memory = Path(f"/proc/{pid}/smaps_rollup").read_text()
    pss = next(line for line in memory.splitlines() if line.startswith("Pss:"))
    return ProcessUsage((int(fields[11]) + int(fields[12])) / _TICK, int(pss.split()[1]) / 1024)
