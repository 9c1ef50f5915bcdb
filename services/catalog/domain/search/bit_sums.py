"""Bit sums: one sum for each slot, added up for all slots at once.

The sums are kept as bit planes: plane k is the bitset of the slots whose sum has bit k. Adding a number to thousands of
slots is a ripple carry over a dozen integers, which takes microseconds.
"""

from collections.abc import Iterator


class BitSums:
    """A sum from 0 up for each slot. Slots that nothing was added to have 0."""

    def __init__(self, planes: list[int] | None = None) -> None:
        self._planes = planes or []

    def copy(self) -> "BitSums":
        return BitSums(list(self._planes))

    def add(self, number: int, slots: int) -> None:
        """Add a number from 0 up to the sum of each slot of a set."""
        plane = 0
        while number and slots:
            if number & 1:
                self._carry(plane, slots)
            number >>= 1
            plane += 1

    def at(self, slot: int) -> int:
        """The sum of one slot."""
        return sum((bits >> slot & 1) << plane for plane, bits in enumerate(self._planes))

    def reaching(self, least: int, within: int) -> int:
        """The slots of a set whose sum is at least `least`."""
        if least <= 0:
            return within
        if least.bit_length() > len(self._planes):
            return 0
        above, equal = 0, within
        for plane in range(len(self._planes) - 1, -1, -1):
            bits = self._planes[plane]
            if least >> plane & 1:
                equal &= bits
            else:
                above |= equal & bits
                equal &= ~bits
        return above | equal

    def raised_to(self, other: "BitSums", slots: int) -> None:
        """For each slot of a set: the higher of the two sums."""
        height = max(len(self._planes), len(other._planes))
        mine, others = self._padded(height), other._padded(height)
        higher, equal = 0, slots
        for plane in range(height - 1, -1, -1):
            higher |= equal & others[plane] & ~mine[plane]
            equal &= ~(mine[plane] ^ others[plane])
        self._planes = [a & ~higher | b & higher for a, b in zip(mine, others, strict=True)]

    def falling(self, within: int, below: int | None = None) -> Iterator[tuple[int, int]]:
        """Sums with the slots of a set that have them, the highest first; only sums of at most `below`."""
        yield from self._split(len(self._planes) - 1, within, 0, below)

    def _split(self, plane: int, slots: int, high: int, below: int | None) -> Iterator[tuple[int, int]]:
        if not slots or (below is not None and high > below):
            return
        if plane < 0:
            yield high, slots
            return
        bits = self._planes[plane]
        yield from self._split(plane - 1, slots & bits, high | 1 << plane, below)
        yield from self._split(plane - 1, slots & ~bits, high, below)

    def _carry(self, plane: int, carry: int) -> None:
        while carry:
            if plane >= len(self._planes):
                self._planes.extend([0] * (plane + 1 - len(self._planes)))
            before = self._planes[plane]
            self._planes[plane] = before ^ carry
            carry &= before
            plane += 1

    def _padded(self, height: int) -> list[int]:
        return self._planes + [0] * (height - len(self._planes))
