"""Bitsets: sets of slots as integers. Bit n stands for slot n, so that a union, a cut and a count cost microseconds."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

LAST = "\uffff"


class Bitsets:
    """A bitset for each key."""

    def __init__(self) -> None:
        self._sets: dict[str, int] = {}
        self._sorted: list[str] | None = None

    def put(self, key: str, slot: int) -> None:
        """Add a slot to the set of a key."""
        before = self._sets.get(key)
        if before is None:
            self._sorted = None
        self._sets[key] = (before or 0) | 1 << slot

    def drop(self, key: str, slot: int) -> None:
        """Take a slot out of the set of a key. Raises KeyError for a key without a set."""
        left = self._sets[key] & ~(1 << slot)
        if left:
            self._sets[key] = left
        else:
            del self._sets[key]
            self._sorted = None

    def of(self, key: str) -> int:
        """The set of a key; empty for an unknown one."""
        return self._sets.get(key, 0)

    def items(self) -> Iterable[tuple[str, int]]:
        """Every key with its set."""
        return self._sets.items()

    def keys_starting(self, prefix: str) -> list[str]:
        """The keys with this prefix, in alphabetical order."""
        if self._sorted is None:
            self._sorted = sorted(self._sets)
        first = bisect_left(self._sorted, prefix)
        return self._sorted[first : bisect_left(self._sorted, prefix + LAST)]

    def starting(self, prefix: str) -> int:
        """The union of the sets of the keys with this prefix."""
        return union(self._sets[key] for key in self.keys_starting(prefix))


def union(sets: Iterable[int]) -> int:
    """All slots of the sets."""
    joined = 0
    for each in sets:
        joined |= each
    return joined


def as_flags(slots: int, size: int) -> str:
    """A text of `size` characters with "1" at the index of each slot of the set. `size` is more than the highest slot."""
    return f"{slots:b}"[::-1].ljust(size, "0")


def as_slots(slots: int) -> Iterator[int]:
    """The slots of a set, the lowest first."""
    while slots:
        lowest = slots & -slots
        yield lowest.bit_length() - 1
        slots ^= lowest
