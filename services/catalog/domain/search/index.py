"""The whole catalogue as a search sees it, in the memory of the process.

Each procedure has a slot; each word and each value of a facet has the set of slots that hold it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import and_

from catalog.domain.search.bitsets import Bitsets
from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.facets import LEVELS, ONLINE_LEVELS, Facet
from catalog.domain.search.query import SearchQuery
from catalog.domain.search.sort_order import SortOrder, SortPosition
from contracts.catalog import Facets, NamedCode, SearchProcedures

FilteredSets = dict[str, int]
"""What each filter that was asked for leaves."""


class SearchIndex:
    """Not for two threads at once; within one, nothing here waits."""

    def __init__(self) -> None:
        self.entries: list[SearchEntry | None] = []
        self.everything = 0
        self._slot_of: dict[str, int] = {}
        self._free: list[int] = []
        self._names = Bitsets()
        self._others = Bitsets()
        self._fileable = Bitsets()
        self._facets = {
            name: Facet() for name in ("fields", "agencies", "levels", "subjects", "online_levels")
        }
        self._orders: tuple[SortOrder, SortOrder] | None = None

    def __len__(self) -> int:
        return len(self._slot_of)

    def put(self, entry: SearchEntry) -> None:
        """Takes the place of what was known under its code."""
        self.remove(entry.summary.code)
        slot = self._free.pop() if self._free else len(self.entries)
        self.entries[slot : slot + 1] = [entry]
        self._slot_of[entry.summary.code] = slot
        self.everything |= 1 << slot
        self._add_to_sets(entry, slot)

    def remove(self, code: str) -> None:
        """Nothing happens when it is not there."""
        slot = self._slot_of.pop(code, None)
        if slot is None:
            return
        entry = self.at(slot)
        self.entries[slot] = None
        self.everything &= ~(1 << slot)
        self._free.append(slot)
        self._remove_from_sets(entry, slot)

    def at(self, slot: int) -> SearchEntry:
        entry = self.entries[slot]
        if entry is None:
            raise LookupError(slot)
        return entry

    def matching(self, question: SearchQuery) -> int:
        """The slots of a code's start, or of all that hold every word, or all."""
        if question.code is not None:
            return self._names_of_codes(question.code)
        return reduce(and_, (self.with_word(word) for word in question.words), self.everything)

    def with_word(self, word: str) -> int:
        return self._names.of(word) | self._others.of(word)

    def with_words_in_name(self, words: Iterable[str]) -> int:
        """The slots whose names hold every word."""
        return reduce(and_, (self._names.of(word) for word in words), self.everything)

    def with_prefix_in_name(self, prefix: str) -> int:
        """The slots with a word in the name that starts so."""
        return self._names.starting(prefix)

    def filtered(self, request: SearchProcedures) -> FilteredSets:
        facets = self._facets
        chosen = {
            "fields": request.field_code and facets["fields"].with_code(request.field_code),
            "agencies": request.agency_code and facets["agencies"].with_code(request.agency_code),
            "levels": request.level and facets["levels"].with_code(request.level),
            "subjects": request.subject and facets["subjects"].with_name(request.subject),
            "online_levels": request.online_level and facets["online_levels"].with_code(request.online_level),
        }
        return {name: slots for name, slots in chosen.items() if isinstance(slots, int)}

    def with_fileable(self, wanted: bool | None) -> int:
        return self.everything if wanted is None else self._fileable.of(str(wanted))

    def facets(self, within: int, narrowed: FilteredSets) -> Facets:
        """Counts of what is found; each facet leaves its own filter out."""
        counts = {
            name: facet.counts(intersection(within, narrowed, but=name))
            for name, facet in self._facets.items()
        }
        return Facets.model_validate({"total": intersection(within, narrowed).bit_count(), **counts})

    def fields(self) -> Iterator[NamedCode]:
        return self._facets["fields"].values()

    def by_sort_key(
        self, found: int, after: SortPosition | None
    ) -> Iterator[tuple[SortPosition, SearchEntry]]:
        return self._ordered(self._order(0), found, after)

    def by_code(self, found: int, after: SortPosition | None) -> Iterator[tuple[SortPosition, SearchEntry]]:
        return self._ordered(self._order(1), found, after)

    def listed(self, first: int, count: int) -> Sequence[SearchEntry]:
        """Some of all, by code."""
        return [entry for _, entry in islice(self.by_code(self.everything, None), first, first + count)]

    def _ordered(
        self, order: SortOrder, found: int, after: SortPosition | None
    ) -> Iterator[tuple[SortPosition, SearchEntry]]:
        for place, slot in order.walk(found, len(self.entries), after):
            yield place, self.at(slot)

    def _order(self, which: int) -> SortOrder:
        if self._orders is None:
            known = [(slot, self.at(slot)) for slot in self._slot_of.values()]
            by_place = SortOrder(((entry.sort_key, entry.summary.code), slot) for slot, entry in known)
            by_code = SortOrder((("", entry.summary.code), slot) for slot, entry in known)
            self._orders = (by_place, by_code)
        return self._orders[which]

    def _names_of_codes(self, start: str) -> int:
        return reduce(lambda found, slot: found | 1 << slot, self._order(1).starting(start), 0)

    def _add_to_sets(self, entry: SearchEntry, slot: int) -> None:
        for word in entry.name_words:
            self._names.put(word, slot)
        for word in entry.other_words:
            self._others.put(word, slot)
        self._fileable.put(str(entry.summary.fileable), slot)
        for name, values in facet_values(entry).items():
            self._facets[name].put(values, slot)
        self._orders = None

    def _remove_from_sets(self, entry: SearchEntry, slot: int) -> None:
        for word in entry.name_words:
            self._names.drop(word, slot)
        for word in entry.other_words:
            self._others.drop(word, slot)
        self._fileable.drop(str(entry.summary.fileable), slot)
        for name, values in facet_values(entry).items():
            self._facets[name].drop(values, slot)
        self._orders = None


def intersection(within: int, narrowed: FilteredSets, but: str | None = None) -> int:
    """What all filters leave, or all but one."""
    return reduce(and_, (slots for name, slots in narrowed.items() if name != but), within)


def facet_values(entry: SearchEntry) -> dict[str, list[NamedCode]]:
    summary = entry.summary
    online = summary.online_level
    return {
        "fields": [summary.field] if summary.field else [],
        "agencies": [summary.promulgator],
        "levels": [NamedCode(code=level, name=LEVELS[level]) for level in summary.levels],
        "subjects": [NamedCode(code=name, name=name) for name in entry.subjects],
        "online_levels": [NamedCode(code=online, name=ONLINE_LEVELS[online])] if online else [],
    }
