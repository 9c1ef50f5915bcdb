"""One measurement: load, what it gave, what it cost until the system was at rest again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from tests.bench.flow.load.loops import Outcome, percentile_ms
from tests.bench.flow.measuring.usage import CORES, Usage
from tests.support.system_requests import SystemRequests

REST_CORE = 0.30
"""A system that uses less of one core than this is at rest."""
REST_SECONDS = 2
DRAIN_SECONDS = 300.0
NOISY = 0.10
"""A share of the machine that others used beside the load, from which on a rate is not to be believed."""


class LoadFigures(BaseModel):
    """Milliseconds; seconds of CPU for 1,000 acts, in the run and until at rest; counts for one act."""

    done: int
    rate: float
    p50: float
    p95: float
    p99: float
    refused: int
    refused_p99: float
    errors: dict[str, int]
    first_error: str
    seconds: float
    drained_s: float
    cpu_run: float
    cpu_all: float
    cpu_parts: dict[str, float]
    """Of `cpu_all`."""
    cpu_generator: float
    counts: dict[str, float]


class Row(BaseModel):
    """One line of the result: figures of load, or of a system at rest in `notes`."""

    title: str
    load: LoadFigures | None = None
    notes: dict[str, float] = {}
    """What only some measurements have, by name and unit."""
    others: float = 0.0
    """The share of the machine that others used during the run."""

    @property
    def noisy(self) -> bool:
        return self.others >= NOISY


@dataclass(frozen=True)
class Meter:
    """Measures one system. One measurement at a time."""

    parts: Mapping[str, int]
    counter: SystemRequests

    async def measure(self, title: str, load: Awaitable[Outcome]) -> Row:
        """Blocks until what follows from the load has ended, too."""
        counted, before, began = self.counter.now(), Usage.now(self.parts), time.perf_counter()
        outcome = await load
        seconds = time.perf_counter() - began
        run = Usage.now(self.parts).since(before)
        drained_s, after = await self.drain()
        done = len(outcome.good)
        everything = run.plus(after)
        figures = LoadFigures(
            done=done,
            rate=round(outcome.rate, 1),
            p50=_milliseconds(outcome.good, 50),
            p95=_milliseconds(outcome.good, 95),
            p99=_milliseconds(outcome.good, 99),
            refused=len(outcome.refused),
            refused_p99=_milliseconds(outcome.refused, 99),
            errors=dict(outcome.errors),
            first_error=outcome.first_error,
            seconds=round(outcome.seconds, 1),
            drained_s=round(drained_s, 1),
            cpu_run=_per_thousand(run.total, done),
            cpu_all=_per_thousand(everything.total, done),
            cpu_parts=everything.per_thousand(done),
            cpu_generator=_per_thousand(run.generator, done),
            counts=self.counter.now().since(counted).each(done) if done else {},
        )
        return Row(title=title, load=figures, others=round(run.others / (seconds * CORES), 2))

    async def drain(self) -> tuple[float, Usage]:
        """Blocks until the system is at rest: after how many seconds, and what it used until then."""
        began = time.perf_counter()
        first = latest = Usage.now(self.parts)
        rest_began, rest = began, first
        while time.perf_counter() - rest_began < REST_SECONDS and time.perf_counter() - began < DRAIN_SECONDS:
            await asyncio.sleep(0.5)
            now, usage = time.perf_counter(), Usage.now(self.parts)
            if usage.since(latest).total > REST_CORE * 0.5:
                rest_began, rest = now, usage
            latest = usage
        return rest_began - began, rest.since(first)


def _per_thousand(seconds: float, count: int) -> float:
    return round(seconds / count * 1000, 2) if count else 0.0


def _milliseconds(seconds: list[float], percent: float) -> float:
    return round(percentile_ms(seconds, percent), 1)
