"""Answering one search on the index."""

from collections.abc import Iterator
from itertools import chain, islice

from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.index import SearchIndex, intersection
from catalog.domain.search.query import is_unsearchable, parse_search_query
from catalog.domain.search.sort_order import SortPosition
from contracts.catalog import Facets, SearchProcedures

PositionedEntry = tuple[SortPosition, SearchEntry]


class SearchResults:
    """What one search finds. Procedures whose names hold all the words come before those found by field or agency."""

    def __init__(self, index: SearchIndex, request: SearchProcedures) -> None:
        self.index = index
        self.query = parse_search_query(request.q)
        nothing = is_unsearchable(request.q, self.query)
        self.matching = 0 if nothing else index.matching(self.query) & index.with_fileable(request.fileable)
        self.narrowed = index.filtered(request)

    def facets(self) -> Facets:
        return self.index.facets(self.matching, self.narrowed)

    def after(self, place: SortPosition | None, count: int) -> list[PositionedEntry]:
        """At most `count`, following a place in the findings."""
        return list(islice(self._all_after(place), count))

    def _all_after(self, place: SortPosition | None) -> Iterator[PositionedEntry]:
        found = intersection(self.matching, self.narrowed)
        if not self.query.words:
            return self.index.by_code(found, place)
        in_name = found & self.index.with_words_in_name(self.query.words)
        tiers = {NAMED: in_name, OTHERS: found & ~in_name}
        return chain.from_iterable(self._tier(name, slots, place) for name, slots in tiers.items())

    def _tier(self, tier: str, slots: int, after: SortPosition | None) -> Iterator[PositionedEntry]:
        """Places within a tier carry its name in front."""
        if after is not None and after[0][:1] > tier:
            return
        within = (after[0][1:], after[1]) if after is not None and after[0][:1] == tier else None
        for (key, code), entry in self.index.by_sort_key(slots, within):
            yield (tier + key, code), entry


NAMED, OTHERS = "0", "1"
