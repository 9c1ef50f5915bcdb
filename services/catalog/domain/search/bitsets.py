"""Sets of slots. A set is an integer: bit n stands for slot n, so that a union, a cut and a count cost microseconds."""

from bisect import bisect_left
from collections.abc import Iterable

LAST = "\uffff"


class Bitsets:
    """A set of slots for each key."""

    def __init__(self) -> None:
        self._sets: dict[str, int] = {}
        self._sorted: list[str] | None = None

    def put(self, key: str, slot: int) -> None:
        before = self._sets.get(key)
        if before is None:
            self._sorted = None
        self._sets[key] = (before or 0) | 1 << slot

    def drop(self, key: str, slot: int) -> None:
        left = self._sets[key] & ~(1 << slot)
        if left:
            self._sets[key] = left
        else:
            del self._sets[key]
            self._sorted = None

    def of(self, key: str) -> int:
        return self._sets.get(key, 0)

    def items(self) -> Iterable[tuple[str, int]]:
        return self._sets.items()

    def keys_starting(self, prefix: str) -> list[str]:
        """In alphabetical order."""
        if self._sorted is None:
            self._sorted = sorted(self._sets)
        first = bisect_left(self._sorted, prefix)
        return self._sorted[first : bisect_left(self._sorted, prefix + LAST)]

    def starting(self, prefix: str) -> int:
        """All slots of the keys that start so."""
        return union(self._sets[key] for key in self.keys_starting(prefix))


def union(sets: Iterable[int]) -> int:
    together = 0
    for one in sets:
        together |= one
    return together


def as_flags(slots: int, size: int) -> str:
    """A text of `size` signs: "1" at the place of each slot in the set."""
    return f"{slots:b}"[::-1].ljust(size, "0")
