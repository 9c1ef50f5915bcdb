"""Facets: what results are counted and filtered by. Codes that carry one name are one value.

The national list names fields and agencies by ids of its source, the details by their official codes, and some
fields have two ids. Nothing is repaired: a name joins its codes here, and any of them narrows to all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from catalog.domain.search.bitsets import Bitsets, union
from contracts.catalog import AdministrativeLevel, FacetCount, NamedCode, OnlineLevel
from contracts.text import fold, fold_words

T = TypeVar("T")
OFFICIAL = re.compile(r"^[A-Z][0-9]{2}\b")
LEVELS = {
    AdministrativeLevel.MINISTRY: "Cấp bộ",
    AdministrativeLevel.PROVINCE: "Cấp tỉnh",
    AdministrativeLevel.DISTRICT: "Cấp huyện",
    AdministrativeLevel.COMMUNE: "Cấp xã",
    AdministrativeLevel.OTHER: "Cơ quan khác",
}
ONLINE_LEVELS = {
    OnlineLevel.FULL: "Toàn trình",
    OnlineLevel.PARTIAL: "Một phần",
    OnlineLevel.NONE: "Nộp trực tiếp",
}


class Facet:
    """Values of one kind, each with the slots that have it."""

    def __init__(self) -> None:
        self._slots = Bitsets()
        self._named: dict[str, Counter[NamedCode]] = {}
        self._keys: dict[str, Counter[str]] = {}
        self._shown: dict[str, NamedCode] = {}

    def put(self, values: Iterable[NamedCode], slot: int) -> None:
        """Add a slot to each of its values."""
        for value in set(values):
            key = _key(value.name)
            self._slots.put(key, slot)
            self._shown.pop(key, None)
            self._named.setdefault(key, Counter())[value] += 1
            self._keys.setdefault(value.code, Counter())[key] += 1

    def drop(self, values: Iterable[NamedCode], slot: int) -> None:
        """`values` are those that were put for the slot."""
        distinct = set(values)
        for key in {_key(value.name) for value in distinct}:
            self._slots.drop(key, slot)
            self._shown.pop(key, None)
        for value in distinct:
            key = _key(value.name)
            _count_down(self._named, key, value)
            _count_down(self._keys, value.code, key)

    def with_code(self, code: str) -> int:
        """All slots of the names that this code carries."""
        return union(self._slots.of(key) for key in self._keys.get(code, ()))

    def with_name(self, text: str) -> int:
        """The value of this name; without one, every value whose name holds all the words."""
        exact = self._slots.of(fold(text))
        words = set(fold_words(text))
        if exact or not words:
            return exact
        return union(slots for key, slots in self._slots.items() if words <= set(key.split()))

    def counts(self, within: int) -> tuple[FacetCount, ...]:
        """The most frequent first; values that nothing has are left out."""
        counted = ((self._value(key), (slots & within).bit_count()) for key, slots in self._slots.items())
        found = [FacetCount(code=v.code, name=v.name, count=count) for v, count in counted if count]
        return tuple(sorted(found, key=lambda facet: (-facet.count, facet.name)))

    def values(self) -> Iterator[NamedCode]:
        """One for each name, by name."""
        return (self._value(key) for key in sorted(self._named))

    def _value(self, key: str) -> NamedCode:
        """The name is spelled, and its code chosen, as most say it; an official code before an id."""
        if key not in self._shown:
            values = self._named[key]
            self._shown[key] = min(
                values, key=lambda value: (not OFFICIAL.match(value.code), -values[value], value.code)
            )
        return self._shown[key]


@lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    """The folded name of a value; many procedures share one."""
    return fold(name)


def _count_down(counters: dict[str, Counter[T]], name: str, what: T) -> None:
    counters[name][what] -= 1
    if not counters[name][what]:
        del counters[name][what]
    if not counters[name]:
        del counters[name]
