"""What was measured, in lines for a person."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from tests.bench.sync.load import Tally
from tests.bench.sync.process_usage import ProcessUsage

QUIET = 0.01
"""A process that used less of one processor than this is not named."""


@dataclass(frozen=True)
class Span:
    """Seconds of the clock, and what each process had used at both ends."""

    start: float
    end: float
    before: dict[str, ProcessUsage]
    after: dict[str, ProcessUsage]

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def cpu(self, name: str) -> float:
        return self.after[name].cpu_s - self.before[name].cpu_s


def rate(tally: Tally, span: Span) -> float:
    return tally.between(span.start, span.end) / span.seconds


def print_report(tally: Tally, span: Span, yardstick: float) -> None:
    measured = rate(tally, span)
    print(f"{measured:.0f} items/s acknowledged over {span.seconds:.0f} s; refused: {len(tally.refused)}")
    print(
        f"{yardstick:.0f} items/s of the database alone, one writer in batches of 100: {measured / yardstick:.2f}"
    )
    for size, batches in sorted(tally.seconds.items()):
        _tell_size(size, [took * 1000 for at, took in batches if span.start <= at < span.end])
    _tell_processes(span, measured * span.seconds)
    for message in tally.refused[:3]:
        print("refused:", message)


def _tell_size(size: int, milliseconds: list[float]) -> None:
    cut = statistics.quantiles(milliseconds, n=100)
    count = len(milliseconds)
    print(f"batches of {size:>3}: {count:>6}, ms p50 {cut[49]:.0f} p95 {cut[94]:.0f} p99 {cut[98]:.0f}")


def _tell_processes(span: Span, items: float) -> None:
    print(f"{'process':>14} {'CPU s per 1,000 items':>22} {'of a processor':>15} {'MiB':>6}")
    for name in span.after:
        cpu = span.cpu(name)
        if cpu > QUIET * span.seconds:
            memory = span.after[name].memory_mib
            print(f"{name:>14} {cpu / items * 1000:>22.3f} {cpu / span.seconds:>15.2f} {memory:>6.0f}")
    total = sum(map(span.cpu, span.after))
    memory = sum(used.memory_mib for used in span.after.values())
    print(f"{'all':>14} {total / items * 1000:>22.3f} {total / span.seconds:>15.2f} {memory:>6.0f}")
