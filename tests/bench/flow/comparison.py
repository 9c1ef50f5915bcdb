"""Two builds side by side: `python -m tests.bench.flow.comparison --before FILE ... --after FILE ...`, medians of each."""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.bench.flow.measuring.measurement import Row
from tests.bench.flow.report import Result

Figures = dict[tuple[str, str], list[float]]
"""By title of the row and name of the figure: one of each run that has it."""
_LOAD_FIGURES = ("rate", "p50", "p95", "p99", "refused_p99", "cpu_run", "cpu_all", "drained_s")
_COUNTS = ("requests", "committed", "aborted", "rpc_calls")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--before", type=Path, nargs="+", required=True)
    options.add_argument("--after", type=Path, nargs="+", required=True)
    arguments = options.parse_args()
    print(*lines_of_comparison(read(arguments.before), read(arguments.after)), sep="\n")


def read(files: Sequence[Path]) -> list[Result]:
    return [Result.model_validate_json(file.read_bytes()) for file in files]


def lines_of_comparison(before: Sequence[Result], after: Sequence[Result]) -> Iterator[str]:
    """What both have. `N`: in more than half of the runs of one side others used the machine, too."""
    old, new = _figures(before), _figures(after)
    noisy = _noisy(before) | _noisy(after)
    yield f"{'':<34} {'':<28} {'before':>10} {'after':>10} {'ratio':>7} {'runs':>6}"
    for key in (key for key in old if key in new):
        first, second = statistics.median(old[key]), statistics.median(new[key])
        ratio = f"{second / first:>7.2f}" if first else f"{'':>7}"
        runs = f"{len(old[key])}/{len(new[key])}"
        mark = " N" if key[0] in noisy else ""
        yield f"{key[0]:<34} {key[1]:<28} {first:>10.4g} {second:>10.4g} {ratio} {runs:>6}{mark}"


def _figures(results: Iterable[Result]) -> Figures:
    found: Figures = {}
    for result in results:
        for row in result.rows:
            for name, value in _figures_of(row):
                found.setdefault((row.title, name), []).append(value)
    return found


def _figures_of(row: Row) -> Iterator[tuple[str, float]]:
    if row.load:
        yield from ((name, getattr(row.load, name)) for name in _LOAD_FIGURES)
        yield "errors", sum(row.load.errors.values())
        yield from ((name, row.load.counts[name]) for name in _COUNTS if name in row.load.counts)
    yield from row.notes.items()


def _noisy(results: Sequence[Result]) -> set[str]:
    titles = [row.title for result in results for row in result.rows if row.noisy]
    return {title for title in titles if titles.count(title) > len(results) / 2}


if __name__ == "__main__":
    main()
