"""Search results: one query answered on the index."""

from collections.abc import Iterator
from itertools import chain, islice

from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.index import SearchIndex, intersection
from catalog.domain.search.query import is_unsearchable, parse_search_query
from catalog.domain.search.sort_order import SortPosition
from contracts.catalog import Facets, SearchProcedures

PositionedEntry = tuple[SortPosition, SearchEntry]


class SearchResults:
    """What one request finds. Names that hold all the words come before matches by field or agency."""

    def __init__(self, index: SearchIndex, request: SearchProcedures) -> None:
        self.index = index
        self.query = parse_search_query(request.q)
        nothing = is_unsearchable(request.q, self.query)
        self.matching = 0 if nothing else index.matching(self.query) & index.with_fileable(request.fileable)
        self.filtered = index.filtered(request)

    def facets(self) -> Facets:
        """Counts over all results, not only one page."""
        return self.index.facets(self.matching, self.filtered)

    def after(self, position: SortPosition | None, count: int) -> list[PositionedEntry]:
        """At most `count` results, following a position."""
        return list(islice(self._all_after(position), count))

    def _all_after(self, position: SortPosition | None) -> Iterator[PositionedEntry]:
        found = intersection(self.matching, self.filtered)
        if not self.query.words:
            return self.index.by_code(found, position)
        in_name = found & self.index.with_words_in_name(self.query.words)
        tiers = {NAMED: in_name, OTHERS: found & ~in_name}
        return chain.from_iterable(self._tier(name, slots, position) for name, slots in tiers.items())

    def _tier(self, tier: str, slots: int, after: SortPosition | None) -> Iterator[PositionedEntry]:
        """Positions within a tier carry its name in front of their sort key."""
        if after is not None and after[0][:1] > tier:
            return
        within = (after[0][1:], after[1]) if after is not None and after[0][:1] == tier else None
        for (key, code), entry in self.index.by_sort_key(slots, within):
            yield (tier + key, code), entry


NAMED, OTHERS = "0", "1"
