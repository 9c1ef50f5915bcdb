"""A stable order of slots, and walking it from a place on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from catalog.domain.search.bitsets import LAST, as_flags

SortPosition = tuple[str, str]
"""(Sort key, code): no two are the same, so that a cursor follows it while procedures come and go."""


class SortOrder:
    def __init__(self, placed: Iterable[tuple[SortPosition, int]]) -> None:
        ranked = sorted(placed)
        self._places = [place for place, _ in ranked]
        self._slots = [slot for _, slot in ranked]

    def walk(self, found: int, size: int, after: SortPosition | None) -> Iterator[tuple[SortPosition, int]]:
        """The slots of a set in order, with their places. `size` is more than the highest slot."""
        flags = as_flags(found, size)
        start = 0 if after is None else bisect_right(self._places, after)
        for rank in range(start, len(self._slots)):
            if flags[self._slots[rank]] == "1":
                yield self._places[rank], self._slots[rank]

    def starting(self, code: str) -> list[int]:
        """In an order by code: the slots whose codes start so."""
        first, last = (bisect_left(self._places, ("", text)) for text in (code, code + LAST))
        return self._slots[first:last]
