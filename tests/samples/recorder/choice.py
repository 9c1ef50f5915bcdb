"""Which of many samples to keep: the fewest that show every field and every type of value that any of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Trait = tuple[str, str]


def fullest(samples: Iterable[Any], at_most: int = 1) -> list[Any]:
    """Greedily, the one with the most that the others do not show first."""
    left = [(sample, set(_traits(sample, ""))) for sample in samples]
    shown: set[Trait] = set()
    chosen: list[Any] = []
    while left and len(chosen) < at_most:
        best = max(left, key=lambda entry: len(entry[1] - shown))
        if not best[1] - shown:
            break
        chosen.append(best[0])
        shown |= best[1]
    return chosen


def _traits(value: Any, at: str) -> Iterator[Trait]:
    yield at, type(value).__name__
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _traits(inner, f"{at}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _traits(inner, f"{at}/0")
