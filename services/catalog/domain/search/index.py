"""Search index: all search entries in memory, as an inverted index over bitsets.

Each procedure has a slot; each word, each pair of neighbours in a name and each value of a facet has the bitset of the
slots that hold it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice, pairwise
from operator import and_, or_

from catalog.domain.search.bit_sums import BitSums
from catalog.domain.search.bitsets import Bitsets
from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.facets import LEVELS, ONLINE_LEVELS, Facet
from catalog.domain.search.sort_order import SortOrder, SortPosition
from catalog.domain.search.thesaurus import Thesaurus, Words
from contracts.catalog import Facets, NamedCode, SearchProcedures, SearchThesaurusContent

FilteredSets = dict[str, int]
"""The bitset of each filter of a request, by the name of its facet."""
COUNTED_WORDS = 40
"""A name of more words counts as one of so many."""
PRIOR_OF_WORD, PRIOR_OF_FILEABLE, PRIOR_OF_NATIONAL, PRIOR_OF_COMMON = 1, 10, 15, 12
"""Points that a procedure has before anything is asked (see docs/search.md)."""


class SearchIndex:
    """Inverted index of procedures. Not safe for two threads at once; nothing here waits."""

    def __init__(self) -> None:
        self.entries: list[SearchEntry | None] = []
        self.everything = 0
        self._slot_of: dict[str, int] = {}
        self._free: list[int] = []
        self.names = Bitsets()
        """Of each folded word, the slots with it in the name."""
        self.marked = Bitsets()
        """The same of each word with its diacritics."""
        self.pairs = Bitsets()
        """Of each two folded words with a blank between, the slots with them side by side in the name."""
        self.others = Bitsets()
        """Of each folded word, the slots with it in field, promulgator, subjects, results or keywords."""
        self.thesaurus = Thesaurus(SearchThesaurusContent())
        self._fileable = Bitsets()
        self._points = Bitsets()
        self._facets = {
            name: Facet() for name in ("fields", "agencies", "levels", "subjects", "online_levels")
        }
        self._orders: dict[bool, SortOrder] = {}
        self._prior: BitSums | None = None
        self._qualified: list[tuple[set[str], int]] | None = None

    def __len__(self) -> int:
        return len(self._slot_of)

    def put(self, entry: SearchEntry) -> None:
        """Add an entry, or replace the one of its code."""
        self.remove(entry.summary.code)
        slot = self._free.pop() if self._free else len(self.entries)
        self.entries[slot : slot + 1] = [entry]
        self._slot_of[entry.summary.code] = slot
        self.everything |= 1 << slot
        self._add_to_sets(entry, slot)

    def remove(self, code: str) -> None:
        """Remove the entry of a code, if there is one."""
        slot = self._slot_of.pop(code, None)
        if slot is None:
            return
        entry = self.at(slot)
        self.entries[slot] = None
        self.everything &= ~(1 << slot)
        self._free.append(slot)
        self._remove_from_sets(entry, slot)

    def use(self, thesaurus: Thesaurus) -> None:
        """Search with another thesaurus from now on."""
        self.thesaurus = thesaurus
        self._prior = self._qualified = None

    def at(self, slot: int) -> SearchEntry:
        """Raises LookupError for a free slot."""
        entry = self.entries[slot]
        if entry is None:
            raise LookupError(slot)
        return entry

    def with_code_prefix(self, start: str) -> int:
        """The slots whose codes begin with a text."""
        return reduce(lambda found, slot: found | 1 << slot, self._order(by_code=True).starting(start), 0)

    def with_words_in_name(self, words: Iterable[str]) -> int:
        """The slots whose names hold every word."""
        return reduce(and_, (self.names.of(word) for word in words), self.everything)

    def with_phrase(self, words: Words) -> int:
        """The slots whose names hold the folded words, each two of them side by side."""
        pairs = (self.pairs.of(f"{one} {next_}") for one, next_ in pairwise(words))
        return reduce(and_, pairs, self.with_words_in_name(words))

    def prior(self) -> BitSums:
        """The points that each slot has before anything is asked. Do not change it."""
        if self._prior is None:
            self._prior = self._priors()
        return self._prior

    def qualified(self, words: Words) -> int:
        """The slots whose names hold a qualifier of the thesaurus that these folded words do not."""
        if self._qualified is None:
            self._qualified = [(set(words), self.with_phrase(words)) for words in self.thesaurus.qualifiers]
        sent = set(words)
        return reduce(or_, (slots for qualifier, slots in self._qualified if not qualifier <= sent), 0)

    def with_prefix_in_name(self, prefix: str) -> int:
        """The slots with a word of this prefix in the name."""
        return self.names.starting(prefix)

    def filtered(self, request: SearchProcedures) -> FilteredSets:
        """The bitset of each filter that the request sets."""
        facets = self._facets
        chosen = {
            "fields": request.field_code and facets["fields"].with_code(request.field_code),
            "agencies": request.agency_code and facets["agencies"].with_code(request.agency_code),
            "levels": request.level and facets["levels"].with_code(request.level),
            "subjects": request.subject and facets["subjects"].with_name(request.subject),
            "online_levels": request.online_level and facets["online_levels"].with_code(request.online_level),
        }
        return {name: slots for name, slots in chosen.items() if isinstance(slots, int)}

    def with_fileable(self, fileable: bool | None) -> int:
        """The slots that can be filed, or cannot; None: all."""
        return self.everything if fileable is None else self._fileable.of(str(fileable))

    def facets(self, within: int, filtered: FilteredSets) -> Facets:
        """Counts of what is found; each facet leaves its own filter out."""
        counts = {
            name: facet.counts(intersection(within, filtered, but=name))
            for name, facet in self._facets.items()
        }
        total = intersection(within, filtered).bit_count()
        return Facets.model_validate({"total": total, **counts}, extra="forbid")

    def fields(self) -> Iterator[NamedCode]:
        """The fields (lĩnh vực) that procedures are in, by name."""
        return self._facets["fields"].values()

    def by_sort_key(
        self, found: int, after: SortPosition | None
    ) -> Iterator[tuple[SortPosition, SearchEntry]]:
        """Entries of a set in the order of results, following a position."""
        return self._ordered(self._order(by_code=False), found, after)

    def by_code(self, found: int, after: SortPosition | None) -> Iterator[tuple[SortPosition, SearchEntry]]:
        """Entries of a set by code, following a position."""
        return self._ordered(self._order(by_code=True), found, after)

    def listed(self, first: int, count: int) -> Sequence[SearchEntry]:
        """`count` entries by code, from index `first` on."""
        return [entry for _, entry in islice(self.by_code(self.everything, None), first, first + count)]

    def _ordered(
        self, order: SortOrder, found: int, after: SortPosition | None
    ) -> Iterator[tuple[SortPosition, SearchEntry]]:
        for position, slot in order.walk(found, len(self.entries), after):
            yield position, self.at(slot)

    def _order(self, *, by_code: bool) -> SortOrder:
        if by_code not in self._orders:
            entries = ((slot, self.at(slot)) for slot in self._slot_of.values())
            self._orders[by_code] = SortOrder(
                (("" if by_code else entry.sort_key, entry.summary.code), slot) for slot, entry in entries
            )
        return self._orders[by_code]

    def _priors(self) -> BitSums:
        sums = BitSums()
        for points, slots in self._points.items():
            sums.add(int(points), slots)
        for code, weight in self.thesaurus.common.items():
            if (slot := self._slot_of.get(code)) is not None:
                sums.add(PRIOR_OF_COMMON * weight, 1 << slot)
        return sums

    def _add_to_sets(self, entry: SearchEntry, slot: int) -> None:
        for sets, keys in self._keys_of(entry):
            for key in keys:
                sets.put(key, slot)
        for name, values in facet_values(entry).items():
            self._facets[name].put(values, slot)
        self._changed()

    def _remove_from_sets(self, entry: SearchEntry, slot: int) -> None:
        for sets, keys in self._keys_of(entry):
            for key in keys:
                sets.drop(key, slot)
        for name, values in facet_values(entry).items():
            self._facets[name].drop(values, slot)
        self._changed()

    def _keys_of(self, entry: SearchEntry) -> tuple[tuple[Bitsets, Iterable[str]], ...]:
        return (
            (self.names, set(entry.name_words)),
            (self.marked, set(entry.marked_words)),
            (self.pairs, {f"{one} {next_}" for one, next_ in pairwise(entry.name_words)}),
            (self.others, entry.other_words),
            (self._fileable, (str(entry.summary.fileable),)),
            (self._points, (str(prior_points(entry)),)),
        )

    def _changed(self) -> None:
        self._orders.clear()
        self._prior = self._qualified = None


def prior_points(entry: SearchEntry) -> int:
    """Points of a procedure before anything is asked: for a short name, for filing, for the whole country."""
    short = PRIOR_OF_WORD * (COUNTED_WORDS - min(len(entry.name_words), COUNTED_WORDS))
    return short + PRIOR_OF_FILEABLE * entry.summary.fileable + PRIOR_OF_NATIONAL * (not entry.is_local)


def intersection(within: int, filtered: FilteredSets, but: str | None = None) -> int:
    """The part of `within` that all filters leave, or all but one."""
    return reduce(and_, (slots for name, slots in filtered.items() if name != but), within)


def facet_values(entry: SearchEntry) -> dict[str, list[NamedCode]]:
    """The values of an entry, by the name of the facet."""
    summary = entry.summary
    online = summary.online_level
    return {
        "fields": [summary.field] if summary.field else [],
        "agencies": [summary.promulgator],
        "levels": [NamedCode(code=level, name=LEVELS[level]) for level in summary.levels],
        "subjects": [NamedCode(code=name, name=name) for name in entry.subjects],
        "online_levels": [NamedCode(code=online, name=ONLINE_LEVELS[online])] if online else [],
    }
