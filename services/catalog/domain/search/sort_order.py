"""Sort orders of the slots, and walking one from a position on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from catalog.domain.search.bitsets import LAST, as_flags

SortPosition = tuple[str, str]
"""(Sort key, code): unique, so that a cursor stays valid while procedures come and go."""


class SortOrder:
    """All slots, sorted by their positions once."""

    def __init__(self, positioned: Iterable[tuple[SortPosition, int]]) -> None:
        ranked = sorted(positioned)
        self._positions = [position for position, _ in ranked]
        self._slots = [slot for _, slot in ranked]

    def walk(self, found: int, size: int, after: SortPosition | None) -> Iterator[tuple[SortPosition, int]]:
        """The slots of a set in order, each with its position, following `after`. `size` is more than the highest slot."""
        flags = as_flags(found, size)
        start = 0 if after is None else bisect_right(self._positions, after)
        for rank in range(start, len(self._slots)):
            if flags[self._slots[rank]] == "1":
                yield self._positions[rank], self._slots[rank]

    def starting(self, code: str) -> list[int]:
        """The slots whose codes have this prefix; of an order by code alone."""
        first, last = (bisect_left(self._positions, ("", text)) for text in (code, code + LAST))
        return self._slots[first:last]
