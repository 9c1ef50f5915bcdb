"""What was measured, in lines for a person and as a file for a later comparison."""

from __future__ import annotations

from pydantic import BaseModel
from tests.bench.flow.measuring.measurement import LoadFigures, Row


class Result(BaseModel):
    """One run of the bench."""

    yardsticks_before: dict[str, float] = {}
    yardsticks_after: dict[str, float] = {}
    rows: list[Row] = []


HEADER = (
    f"{'':<34} {'/s':>7} {'p50':>7} {'p95':>7} {'p99':>7} {'503':>5} {'errors':>6}"
    f" {'CPU/1,000':>9} {'all':>7} {'drain s':>7} {'requests':>8} {'commits':>7} {'aborts':>6} {'RPC':>5} {'others':>6}"
)
"""Milliseconds; seconds of CPU for 1,000 in the run and until at rest; counts for one."""


def lines_of(row: Row) -> list[str]:
    """`N` marks a measurement beside others' load: its counts and seconds of CPU hold, its rate does not."""
    head = f"{row.title:<34}"
    noise = f"{row.others:>6.0%}{' N' if row.noisy else ''}"
    lines = [f"{head} {_figures(row.load)} {noise}"] if row.load else [f"{head} {_named(row.notes)} {noise}"]
    if row.load:
        lines += _details(row.load)
        lines += [f"     {_named(row.notes)}"] if row.notes else []
    return lines


def yardstick_line(when: str, yardsticks: dict[str, float]) -> str:
    return f"yardsticks {when}: {_named(yardsticks)}"


def _figures(load: LoadFigures) -> str:
    counts = load.counts
    return (
        f"{load.rate:>7.1f} {load.p50:>7.0f} {load.p95:>7.0f} {load.p99:>7.0f} {load.refused:>5}"
        f" {sum(load.errors.values()):>6} {load.cpu_run:>9.1f} {load.cpu_all:>7.1f} {load.drained_s:>7.1f}"
        f" {counts.get('requests', 0):>8.1f} {counts.get('committed', 0):>7.2f} {counts.get('aborted', 0):>6.2f}"
        f" {counts.get('rpc_calls', 0):>5.1f}"
    )


def _details(load: LoadFigures) -> list[str]:
    lines = [f"     CPU s per 1,000: {_named(load.cpu_parts)}; load generator {load.cpu_generator:g}"]
    if load.refused:
        lines.append(f"     refused within ms, p99: {load.refused_p99:.0f}")
    if load.errors:
        lines.append(f"     errors: {_named(load.errors)}; the first: {load.first_error}")
    return lines


def _named(values: dict[str, float] | dict[str, int]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())
