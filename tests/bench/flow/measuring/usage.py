"""What the parts of a system, the load generator and everybody else on the machine have used."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICK = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Usage:
    """Seconds of CPU between two moments: of each part, of the load generator, of the whole machine.

    As a moment: since each process, and the machine, started.
    """

    parts: dict[str, float]
    generator: float
    machine: float

    @classmethod
    def now(cls, parts: Mapping[str, int]) -> Self:
        used = dict.fromkeys(parts, 0.0)
        for name, process in _processes_of(parts):
            used[name] += process.cpu_s
        return cls(used, _own_seconds(), _machine_seconds())

    def since(self, earlier: Usage) -> Usage:
        parts = {name: used - earlier.parts.get(name, 0.0) for name, used in self.parts.items()}
        return Usage(parts, self.generator - earlier.generator, self.machine - earlier.machine)

    def plus(self, other: Usage) -> Usage:
        parts = {name: used + other.parts.get(name, 0.0) for name, used in self.parts.items()}
        return Usage(parts, self.generator + other.generator, self.machine + other.machine)

    @property
    def total(self) -> float:
        """Of the system's parts."""
        return sum(self.parts.values())

    @property
    def others(self) -> float:
        """What neither the system nor the load generator used."""
        return max(0.0, self.machine - self.total - self.generator)

    @property
    def descending(self) -> list[tuple[str, float]]:
        return _descending(self.parts)

    def per_thousand(self, count: int) -> dict[str, float]:
        """Seconds for 1,000 of something of which `count` were done, the largest first; small parts left out."""
        each = {name: used / count * 1000 for name, used in self.parts.items()} if count else {}
        return {name: round(used, 2) for name, used in _descending(each) if used >= 0.05}


def memory_mib(parts: Mapping[str, int]) -> dict[str, float]:
    """The proportional share of memory of each part, the largest first."""
    used = dict.fromkeys(parts, 0.0)
    for name, process in _processes_of(parts):
        used[name] += process.memory_mib
    return dict(_descending(used))


def _descending(used: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(used.items(), key=lambda part: -part[1])


@dataclass(frozen=True)
class _Process:
    folder: Path
    parent: int
    session: int
    cpu_s: float
    """Its own and that of its children that have ended."""

    @property
    def memory_mib(self) -> float:
        try:
            lines = (self.folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _processes_of(parts: Mapping[str, int]) -> Iterator[tuple[str, _Process]]:
    """A part is every process in the session of its first one, and in sessions that were begun there: an Erlang has helpers,
    a service its workers."""
    name_of = {pid: name for name, pid in parts.items()}
    processes = {int(process.folder.name): process for process in _processes()}
    for process in processes.values():
        session = process.session
        while session not in name_of:
            first = processes.get(session)
            parent = processes.get(first.parent) if first else None
            if parent is None:
                break
            session = parent.session
        else:
            yield name_of[session], process


def _processes() -> Iterator[_Process]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield _Process(folder, int(fields[1]), int(fields[3]), sum(map(int, fields[11:15])) / _TICK)


def _own_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _machine_seconds() -> float:
    """User, nice, system, interrupts, and what the host took for other machines."""
    fields = [int(field) for field in Path("/proc/stat").read_text().partition("\n")[0].split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:8])) / _TICK
